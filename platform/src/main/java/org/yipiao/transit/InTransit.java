package org.yipiao.transit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.access.DataScope;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 在途查询与修复 */
public interface InTransit {
    /** Backlog of every stage in order. */
    List<Backlog> backlog(UnitId unit);

    /** Backlog of what a person may see. */
    List<Backlog> backlog(DataScope scope);

    /** @param oldestSeconds age of the oldest waiting bill at this stage; 0 when none waits */
    record Backlog(StageName stage, String party, long waiting, long stuck, long oldestSeconds) {}

    /** What waits where and why, oldest first. */
    Page<Waiting> waiting(UnitId unit, @Nullable StageName stage, boolean stuckOnly, int pageNo, int pageSize);

    /** As above, of what a person may see. */
    Page<Waiting> waiting(DataScope scope, @Nullable StageName stage, boolean stuckOnly, int pageNo, int pageSize);

    record Waiting(
            BillId bill,
            StageName stage,
            int attempts,
            boolean stuck,
            Outcome.@Nullable Fault fault,
            String detail,
            Instant since,
            Instant nextTry) {}

    /** 立即重试 of the named bills, or of a whole stage when {@code bills} is empty. @return how many were woken */
    int retryNow(UnitId unit, @Nullable StageName stage, List<BillId> bills, String by);

    /** As above, of what a person may see; at most a thousand bills at once unless the person sees the whole unit. */
    int retryNow(DataScope scope, @Nullable StageName stage, List<BillId> bills, String by);

    /** 全程 Every step of one bill, in time order; equal failures in a row are one step with a count. */
    List<Step> steps(UnitId unit, BillId bill);

    record Step(
            StageName stage,
            String party,
            boolean done,
            Outcome.@Nullable Fault fault,
            String detail,
            int times,
            Instant firstAt,
            Instant lastAt,
            Duration took) {}

    /** 对方健康 over the last five minutes, as the unit meets them. */
    List<PartyHealth> parties(UnitId unit);

    /** @param state UP, DEGRADED (some calls fail), DOWN (breaker open) or IDLE (no calls) */
    record PartyHealth(
            String party,
            String state,
            long calls,
            long failures,
            long meanMs,
            long p95Ms,
            @Nullable String lastError) {}
}
