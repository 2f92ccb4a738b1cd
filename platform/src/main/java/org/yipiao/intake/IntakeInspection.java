package org.yipiao.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 接入巡检 Old clients swallow errors: a settlement refused at night is seen here, not at the window. */
@Component
class IntakeInspection implements Inspection {
    static final Duration LOOKED_BACK = Duration.ofHours(1);
    /** Below this a typing mistake; at or above it something is wrong for everybody. */
    static final int REFUSED_MIN = 10;

    private static final int SERIOUS_SHARE_PERCENT = 50;
    private static final int TEXT_SHOWN = 120;

    private final MessageStore store;
    private final Units units;
    private final InstantSource clock;

    IntakeInspection(MessageStore store, Units units, InstantSource clock) {
        this.store = store;
        this.units = units;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "业务系统请求被拒";
    }

    @Override
    public List<Finding> inspect() {
        return store.refusedSince(clock.instant().minus(LOOKED_BACK)).stream()
                .filter(caller -> caller.refused() >= REFUSED_MIN)
                .map(this::finding)
                .toList();
    }

    private Finding finding(MessageStore.Refused caller) {
        boolean serious = caller.refused() * 100 >= caller.all() * SERIOUS_SHARE_PERCENT;
        String text = caller.lastText().length() <= TEXT_SHOWN
                ? caller.lastText()
                : caller.lastText().substring(0, TEXT_SHOWN) + "…";
        // A call of no known account may be any hospital's: with several, its words are nobody else's to read.
        boolean anybodys = caller.unit().isEmpty() && units.all().size() > 1;
        var finding = new Finding(
                serious ? Severity.SERIOUS : Severity.ORDINARY,
                "接入方 " + (caller.caller().isEmpty() || anybodys ? "（未知）" : caller.caller()) + " 近一小时 " + caller.all()
                        + " 次请求中 " + caller.refused() + " 次被拒" + (anybodys ? "" : "，最近一次：" + text),
                "信息科",
                "在原始报文页查看被拒请求，按提示修正对照或通知业务系统厂商，修正后重放");
        return caller.unit().isEmpty() ? finding : finding.of(new UnitId(caller.unit()));
    }
}
