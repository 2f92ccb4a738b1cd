package org.yipiao.delivery;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yipiao.notices.StaffMessages;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyCalls;

/** 邮件 Each unit's mail server: payers are told who issued what, with the link; colleagues what they have to know. */
@Component
class Mail {
    static final String PARTY = "邮件";

    private static final String LAST_LINE = "\n本邮件由系统发出，请勿回复。";

    private final ChannelAccounts accounts;
    private final PartyCalls calls;
    private final Map<UnitId, MailServer> known = new ConcurrentHashMap<>();

    Mail(ChannelAccounts accounts, PartyCalls calls) {
        this.accounts = accounts;
        this.calls = calls;
    }

    boolean configured(UnitId unit) {
        return accounts.mail(unit).configured();
    }

    /** @throws CallFailed for a passing fault */
    Told send(UnitId unit, String address, Message message) {
        var server = of(unit);
        return guarded(
                unit,
                calls,
                () -> server.send(
                        address,
                        message.hospital() + " 电子票据" + message.event() + "通知",
                        message.hospital() + "为您" + message.event() + "了" + message.title() + "，金额 "
                                + message.total().plain() + " 元。\n查看与下载：" + message.link() + LAST_LINE,
                        message.requestId()));
    }

    /** 工作提醒 to a colleague. @throws CallFailed for a passing fault */
    Told sendToStaff(UnitId unit, String address, StaffMessages.Message message) {
        return sendToStaff(unit, of(unit), calls, address, message);
    }

    /** 测试发送 By settings that are not kept yet; opens no breaker. @throws CallFailed when it did not work */
    Told tryOut(UnitId unit, MailSettings draft, String address, StaffMessages.Message message) {
        return sendToStaff(unit, new MailServer(draft), Unguarded.CALLS, address, message);
    }

    private static Told sendToStaff(
            UnitId unit, MailServer server, PartyCalls calls, String address, StaffMessages.Message message) {
        String text = message.hospital() + "  " + message.kind() + "\n\n" + message.title()
                + (message.body().isEmpty() ? "" : "\n" + message.body())
                + (message.page().isEmpty() ? "" : "\n\n处理页面：" + message.page()) + "\n" + LAST_LINE;
        return guarded(
                unit,
                calls,
                () -> server.send(address, "【" + message.kind() + "】" + message.title(), text, message.requestId()));
    }

    private static Told guarded(UnitId unit, PartyCalls calls, Callable<Told> sending) {
        try {
            return calls.call(PARTY, unit, sending);
        } catch (CallFailed | PartyCalls.PartyDown passing) {
            throw passing;
        } catch (Exception e) {
            throw new CallFailed(Fault.UNREACHABLE, "邮件服务器没有应答");
        }
    }

    private MailServer of(UnitId unit) {
        MailSettings settings = accounts.mail(unit);
        MailServer present = known.get(unit);
        if (present == null || !present.settings().equals(settings)) {
            present = new MailServer(settings);
            known.put(unit, present);
        }
        return present;
    }
}
