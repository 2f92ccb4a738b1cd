package org.yipiao.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

/** 进度 How far bills have come on the road. */
@org.springframework.context.annotation.Lazy
@Component
class BillProgress {
    private final InTransit transit;

    BillProgress(InTransit transit) {
        this.transit = transit;
    }

    /** @param archived 已归档 @param delivered 已交付 */
    record Reached(boolean archived, boolean delivered) {
        static final Reached NOTHING = new Reached(false, false);
    }

    Map<BillId, Reached> of(UnitId unit, List<BillId> bills) {
        var reached = new HashMap<BillId, Reached>();
        for (BillId bill : bills) {
            var steps = transit.steps(unit, bill);
            reached.put(bill, new Reached(done(steps, StageName.ARCHIVE), done(steps, StageName.DELIVER)));
        }
        return reached;
    }

    private static boolean done(List<InTransit.Step> steps, StageName stage) {
        return steps.stream().anyMatch(step -> step.stage() == stage && step.done());
    }
}
