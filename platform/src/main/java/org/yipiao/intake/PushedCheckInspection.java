package org.yipiao.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.shared.Inspection;

/** 推送核对巡检 A business system counted otherwise than we did, and may never ask what came out. */
@Component
class PushedCheckInspection implements Inspection {
    private static final Duration LOOKED_BACK = Duration.ofDays(3);

    private final PushedCheckStore store;
    private final InstantSource clock;

    PushedCheckInspection(PushedCheckStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "业务系统核对";
    }

    @Override
    public List<Finding> inspect() {
        return store.differentSince(clock.instant().minus(LOOKED_BACK)).stream()
                .map(PushedCheckInspection::finding)
                .toList();
    }

    private static Finding finding(PushedCheckStore.Different push) {
        return new Finding(
                        Severity.ORDINARY,
                        "接入方 " + push.caller() + " 推送的 " + push.first() + " 至 " + push.last() + " "
                                + push.subject().label() + "与平台不一致：业务系统 " + push.toldCount() + " 张 "
                                + Money.ofFen(push.toldFen()).plain() + " 元，平台 " + push.foundCount() + " 张 "
                                + Money.ofFen(push.foundFen()).plain() + " 元",
                        "信息科",
                        "在业务系统查询核对结果，补开缺少的票据或冲红多开的票据")
                .of(push.unit());
    }
}
