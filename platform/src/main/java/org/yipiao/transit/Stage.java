package org.yipiao.transit;

import java.util.List;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/**
 * 环节 Port: one stage of the road. Called outside any transaction with a claimed batch of one unit; must be idempotent,
 * because a batch whose worker died is given again after its lease.
 */
public interface Stage {
    StageName name();

    /** 对方 Chinese name of the outside party it depends on, such as 财政票据系统; the archive's is 文件存储. */
    String party();

    /** Largest batch it wants, 1 to 500. */
    int batchMax();

    /** How many batches may run at once in this instance. */
    int concurrency();

    /** @return one outcome per bill, in any order; a thrown exception counts as {@link Outcome.Waits} for all */
    List<Outcome> work(UnitId unit, List<BillId> bills);
}
