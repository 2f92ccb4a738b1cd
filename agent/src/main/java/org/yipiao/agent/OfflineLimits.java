package org.yipiao.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.NumberBlock;

/** 离线限额 How long, how much and from which block this machine may issue by itself. */
final class OfflineLimits {
    /** A clock may be set back by this much without being wrong. */
    static final Duration CLOCK_BACK = Duration.ofMinutes(2);

    private final Map<Cause, BaseData.Outage> rules;
    private final ZoneId zone;

    OfflineLimits(Map<Cause, BaseData.Outage> rules, ZoneId zone) {
        this.rules = rules;
        this.zone = zone;
    }

    /**
     * @param year of the bill
     * @throws OfflineDesk.Refusal with what stands in the way of the last block that was looked at
     */
    HeldBlock usable(
            Collection<HeldBlock> blocks,
            BillKind kind,
            String point,
            long fen,
            int year,
            Instant now,
            Link.Offline offline)
            throws OfflineDesk.Refusal {
        String why = "本机没有" + kind.medicalType() + "离线票号段；请联网领取，或到其他窗口开票";
        for (HeldBlock held : blocks) {
            var block = held.block;
            if (block.kind() != kind || held.left() == 0) {
                continue;
            }
            if (block.code().year() != year) {
                why = "本机号段是 " + block.code().year() + " 年度的，不能用于今天；请联网领取新号段";
            } else if (!block.point().equals(point)) {
                why = "本机号段属于开票点 " + block.point() + "，不能为开票点 " + point + " 离线开票";
            } else if (now.isAfter(block.validUntil())
                    || now.isBefore(block.issuedAt().minus(CLOCK_BACK))) {
                why = "离线票号段已过有效期 "
                        + LocalDateTime.ofInstant(block.validUntil(), zone).withNano(0) + "；请联网更换号段";
            } else if (Duration.between(offline.since(), now).toHours() >= hours(block, offline.cause())) {
                why = "连续离线已满 " + hours(block, offline.cause()) + " 小时（"
                        + offline.cause().label() + "），不能继续离线开票；请恢复网络";
            } else if (fen > block.singleFenMax()) {
                why = "单张金额超过离线上限 " + yuan(block.singleFenMax()) + " 元；请联网后开具";
            } else if (held.totalFen + fen > block.totalFenMax()) {
                why = "号段累计金额将超过离线上限 " + yuan(block.totalFenMax()) + " 元；请联网更换号段";
            } else {
                return held;
            }
        }
        throw new OfflineDesk.Refusal(why);
    }

    /** 连续离线小时数 The unit's rule for the cause, never more than the signed block allows. */
    private int hours(NumberBlock block, Cause cause) {
        BaseData.Outage rule = rules.get(cause);
        return rule == null ? block.hoursMax() : Math.min(rule.windowHours(), block.hoursMax());
    }

    /** The longest that any block here allows to go on for this cause. */
    int windowHours(Collection<HeldBlock> blocks, Cause cause) {
        return blocks.stream()
                .filter(held -> !held.returned)
                .mapToInt(held -> hours(held.block, cause))
                .max()
                .orElse(0);
    }

    /** 上传期限 in hours after a bill was issued; empty when the platform has not said. */
    OptionalInt reportHours(Cause cause) {
        BaseData.Outage rule = rules.get(cause);
        return rule == null ? OptionalInt.empty() : OptionalInt.of(rule.reportHours());
    }

    private static String yuan(long fen) {
        return Money.ofFen(fen).plain();
    }
}
