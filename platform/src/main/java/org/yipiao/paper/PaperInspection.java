package org.yipiao.paper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** 打印未确认 Sheets held for printing that nobody confirmed: printed or not, only the window knows. */
@Component
class PaperInspection implements Inspection {
    static final Duration PRINTED_WITHIN = Duration.ofMinutes(10);
    private static final int SHOWN_MAX = 20;

    private final ConversionStore store;
    private final InstantSource clock;

    PaperInspection(ConversionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "纸质票据打印";
    }

    @Override
    public List<Finding> inspect() {
        return store.printingSince(clock.instant().minus(PRINTED_WITHIN), SHOWN_MAX).stream()
                .map(held -> new Finding(
                                Severity.ORDINARY,
                                "开票点 " + held.point() + " 的纸质票据 " + held.paper() + " 取号后超过 "
                                        + PRINTED_WITHIN.toMinutes() + " 分钟没有确认打印结果，经办人 " + held.operator(),
                                "开票点",
                                "在纸质票据页核对该张纸票：已打印点确认，打坏点作废重打，未打印点放回")
                        .of(held.unit()))
                .toList();
    }
}
