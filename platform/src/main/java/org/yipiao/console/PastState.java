package org.yipiao.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.issuing.BillState;
import org.yipiao.transit.InTransit.Step;
import org.yipiao.transit.StageName;

/** 历史时点 What state a bill was in at a past moment, replayed from the steps that are kept for ever. */
final class PastState {
    private PastState() {}

    /**
     * @param now the state today: the last steps of a given up bill have no step of their own
     * @param steps of the bill
     * @param redSteps of its red bill; empty when it was never reversed
     * @return empty before the bill was issued
     */
    static Optional<BillState> at(
            Instant moment, Instant issuedAt, BillState now, List<Step> steps, List<Step> redSteps) {
        if (moment.isBefore(issuedAt)) {
            return Optional.empty();
        }
        if (reached(redSteps, StageName.COUNTERSIGN, moment)) {
            return Optional.of(BillState.REVERSED);
        }
        if (reached(steps, StageName.COUNTERSIGN, moment)) {
            return Optional.of(BillState.ISSUED);
        }
        boolean over = steps.stream().noneMatch(step -> step.lastAt().isAfter(moment));
        if (over && (now == BillState.BURNT || now == BillState.REJECTED || now == BillState.UPLOADED)) {
            return Optional.of(now);
        }
        return Optional.of(reached(steps, StageName.SIGN, moment) ? BillState.UNIT_SIGNED : BillState.NUMBERED);
    }

    static boolean reached(List<Step> steps, StageName stage, Instant moment) {
        var done = doneAt(steps, stage);
        return done != null && !done.isAfter(moment);
    }

    private static @Nullable Instant doneAt(List<Step> steps, StageName stage) {
        return steps.stream()
                .filter(step -> step.done() && step.stage() == stage)
                .map(Step::lastAt)
                .findFirst()
                .orElse(null);
    }
}
