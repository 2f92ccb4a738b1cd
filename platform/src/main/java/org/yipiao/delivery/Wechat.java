package org.yipiao.delivery;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yipiao.notices.StaffMessages;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.PartyHttp;

/** 微信 Template messages of each unit's official account. */
@Component
class Wechat {
    static final String PARTY = WechatAccount.PARTY;

    private final ChannelAccounts accounts;
    private final PartyHttp http;
    private final InstantSource clock;
    private final Map<UnitId, WechatAccount> known = new ConcurrentHashMap<>();

    Wechat(ChannelAccounts accounts, PartyCalls calls, InstantSource clock) {
        this.accounts = accounts;
        this.http = new PartyHttp(PARTY, calls);
        this.clock = clock;
    }

    boolean configured(UnitId unit) {
        return accounts.wechat(unit).configured();
    }

    boolean tellsStaff(UnitId unit) {
        return accounts.wechat(unit).tellsStaff();
    }

    /** @throws CallFailed for a passing fault */
    Told send(UnitId unit, String openId, Message message) {
        return of(unit).send(openId, message);
    }

    /** 工作提醒 to a colleague. @throws CallFailed for a passing fault */
    Told sendToStaff(UnitId unit, String openId, StaffMessages.Message message) {
        return of(unit).sendToStaff(openId, message);
    }

    /** 测试发送 By settings that are not kept yet; opens no breaker. @throws CallFailed when it did not work */
    Told tryOut(UnitId unit, WechatSettings draft, String openId, StaffMessages.Message message) {
        return new WechatAccount(unit, draft, new PartyHttp(PARTY, Unguarded.CALLS), clock)
                .sendToStaff(openId, message);
    }

    /** The same one until the settings differ, because it remembers the token. */
    private WechatAccount of(UnitId unit) {
        WechatSettings settings = accounts.wechat(unit);
        WechatAccount present = known.get(unit);
        if (present == null || !present.settings().equals(settings)) {
            present = new WechatAccount(unit, settings, http, clock);
            known.put(unit, present);
        }
        return present;
    }
}
