package org.yipiao.intake;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.yipiao.delivery.Notices;
import org.yipiao.delivery.Notices.Receiver;
import org.yipiao.delivery.Notices.Way;
import org.yipiao.issuing.BillFacts;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.shared.UnitId;

/** 通知与流通 Notices to named receivers, and bills that may circulate after all. */
@Component
class NoticeMethods implements MarketGroup {
    /** 一次最多接收方数 */
    static final int RECEIVERS_MAX = 20;

    private static final Pattern MOBILE = Pattern.compile("\\+?[0-9]{6,20}");
    private static final Pattern MAIL =
            Pattern.compile("[^@\\s<>\"]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,60}\\.[A-Za-z]{2,20}");

    private final Notices notices;
    private final BillFacts facts;
    private final BillQueries queries;
    private final BillAnswers answers;

    NoticeMethods(Notices notices, BillFacts facts, BillQueries queries, BillAnswers answers) {
        this.notices = notices;
        this.facts = facts;
        this.queries = queries;
        this.answers = answers;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("sendBillNotice", (in, caller) -> send(in, caller, "noticeList", "noticeType", "noticeValue"))
                .add("noticeEBill", (in, caller) -> send(in, caller, "noticeInfo", "code", "value"))
                .add("receiveArreasFeedBack", this::release)
                .add("receiveArrearsFeedBack", this::release);
    }

    private Reply send(Fields in, Caller caller, String list, String type, String value) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var rows = reader.rows(list);
        if (rows.isEmpty()) {
            reader.fault(list, "通知类型", "", "不能为空", "至少填写一个接收方");
        } else if (rows.size() > RECEIVERS_MAX) {
            reader.fault(list, "通知类型", rows.size() + "个", "一次最多" + RECEIVERS_MAX + "个", "请分次发送");
        }
        var receivers = new ArrayList<Receiver>();
        for (var row : rows) {
            receiver(caller.unit(), row, type, value).ifPresent(receivers::add);
        }
        reader.needed("billBatchCode", "电子票据代码", 50);
        reader.needed("billNo", "电子票据号码", 20);
        faults.throwIfAny();
        var bill = answers.asked(in, caller);
        if (!queries.circulates(bill.id())) {
            throw Refusal.method(
                    "票据" + bill.code() + " " + bill.number() + "不可流通，不能发送通知；欠费结清后先调用receiveArreasFeedBack");
        }
        notices.send(caller.unit(), bill.id(), receivers, caller.name());
        return Reply.text("成功");
    }

    private Optional<Receiver> receiver(UnitId unit, FieldReader row, String type, String value) {
        String code = row.needed(type, "通知类型", 10);
        String to = row.needed(value, "通知类型值", 100);
        var way = List.of(Way.values()).stream()
                .filter(known -> known.code().equals(code))
                .findFirst();
        if (way.isEmpty()) {
            if (!code.isEmpty()) {
                row.fault(type, "通知类型", code, "只能是1201或1202", "1201移动电话、1202电子邮件");
            }
            return Optional.empty();
        }
        boolean fits = (way.get() == Way.SMS ? MOBILE : MAIL).matcher(to).matches();
        if (!fits && !to.isEmpty()) {
            row.fault(
                    value, "通知类型值", to.substring(0, 1) + "***", way.get() == Way.SMS ? "不是手机号码" : "不是邮箱地址", "请核对后重新发送");
        } else if (!notices.configured(unit, way.get())) {
            row.fault(type, "通知类型", code, "平台未配置" + way.get().label() + "通道", "请信息科配置后再发送，或改用其他方式");
        }
        return Optional.of(new Receiver(way.get(), to));
    }

    /** 流通状态反馈 Again for the same bill: nothing more happens. */
    private Reply release(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var on = reader.neededTime("feedBackDate", "反馈时间").map(LocalDateTime::toLocalDate);
        reader.needed("billBatchCode", "电子票据代码", 50);
        reader.needed("billNo", "电子票据号码", 20);
        faults.throwIfAny();
        var bill = answers.asked(in, caller);
        if (facts.release(caller.unit(), bill.id(), on.orElseThrow(), caller.name())) {
            notices.released(caller.unit(), bill.id(), caller.name());
        }
        return Reply.text("成功");
    }
}
