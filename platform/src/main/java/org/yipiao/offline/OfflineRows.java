package org.yipiao.offline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.offline.Cause;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** 离线页的行 What the page shows of agents, blocks and bills, in the hospital's time. */
@Component
class OfflineRows {
    private final BlockDesk blocks;
    private final UploadStore store;
    private final OfflineWatch watch;
    private final IssuingPoints points;
    private final Units units;
    private final InstantSource clock;

    OfflineRows(
            BlockDesk blocks,
            UploadStore store,
            OfflineWatch watch,
            IssuingPoints points,
            Units units,
            InstantSource clock) {
        this.blocks = blocks;
        this.store = store;
        this.watch = watch;
        this.points = points;
        this.units = units;
        this.clock = clock;
    }

    /** @param windowHours 连续离线至多 @param withinHours 须在开具后多少小时内上传 @param by 设定人, empty: 默认 */
    record OfflineRule(Cause cause, String causeLabel, int windowHours, int withinHours, String by) {}

    /**
     * @param hoursMax the longest that a rule may allow
     * @param validHours 号段有效期
     * @param conflicts 待裁定
     * @param late 近七日逾期上传
     */
    record OfflineOverview(
            List<AgentRow> agents,
            List<OfflineRule> rules,
            int blockCount,
            long totalFenMax,
            long singleFenMax,
            int hoursMax,
            long validHours,
            long scanHours,
            long conflicts,
            long late) {}

    /**
     * 离线窗口 How long an agent may go on issuing by itself.
     *
     * @param hours 连续离线至多
     * @param boundLabel which limit ends it
     * @param until null while the agent is in touch
     * @param secondsLeft until then, negative when it is over
     */
    record OfflineWindow(
            String causeLabel,
            int hours,
            String boundLabel,
            @Nullable LocalDateTime until,
            @Nullable Long secondsLeft) {}

    /**
     * @param secondsSilent seconds since it was heard of; -1 when never
     * @param dueAt 上传期限 of what waits there, or of what a silent one may have issued
     * @param secondsLeft until then, negative when it is over; null without a deadline
     * @param window null when it can not issue by itself
     */
    record AgentRow(
            String code,
            String name,
            String point,
            String pointName,
            WindowAgent.State state,
            String stateLabel,
            long lastSeq,
            long waiting,
            String said,
            boolean silent,
            long secondsSilent,
            @Nullable LocalDateTime seenAt,
            @Nullable LocalDateTime dueAt,
            @Nullable Long secondsLeft,
            @Nullable OfflineWindow window,
            long openBlocks,
            @Nullable LocalDateTime revokedAt,
            String revokedBy,
            String revokeReason) {}

    /** @param left 去向未明 numbers that the agent holds @param burnableAt 此后可作废, of a revoked block */
    record BlockRow(
            String blockNo,
            String agent,
            String pointName,
            String kindLabel,
            String code,
            String first,
            String last,
            long count,
            long arrived,
            long returned,
            long burnt,
            long left,
            long totalFenMax,
            long arrivedFen,
            Block.State state,
            String stateLabel,
            LocalDateTime issuedAt,
            LocalDateTime validUntil,
            @Nullable LocalDateTime burnableAt,
            String by,
            String reason) {}

    record UploadRow(
            String code,
            String number,
            String agent,
            long seq,
            String busNo,
            long totalFen,
            String causeLabel,
            boolean tried,
            LocalDateTime issuedAt,
            LocalDateTime arrivedAt,
            LocalDateTime dueAt,
            boolean late,
            String scannedBy,
            Upload.State state,
            String stateLabel,
            @Nullable String billId,
            String conflict,
            String decidedBy,
            String decision) {}

    /** @param open blocks of the agent */
    AgentRow row(WindowAgent agent, List<Block> open) {
        Instant now = clock.instant();
        Instant seen = agent.seenAt();
        var due = watch.due(agent, open.size());
        return new AgentRow(
                agent.code(),
                agent.name(),
                agent.point(),
                pointName(agent.unit(), agent.point()),
                agent.state(),
                agent.state().label(),
                agent.lastSeq(),
                agent.waiting(),
                agent.said(),
                watch.silent(agent),
                seen == null ? -1 : Duration.between(seen, now).toSeconds(),
                local(agent.unit(), seen),
                local(agent.unit(), due),
                due == null ? null : Duration.between(now, due).toSeconds(),
                watch.window(agent, open)
                        .map(window -> window(agent.unit(), window, now))
                        .orElse(null),
                open.size(),
                local(agent.unit(), agent.revokedAt()),
                agent.revokedBy(),
                agent.revokeReason());
    }

    private OfflineWindow window(UnitId unit, RunningWindow window, Instant now) {
        Instant until = window.until();
        return new OfflineWindow(
                window.cause().label(),
                window.hours(),
                window.bound().label(),
                local(unit, until),
                until == null ? null : Duration.between(now, until).toSeconds());
    }

    private String pointName(UnitId unit, String point) {
        return points.find(unit, point).map(IssuingPoints.IssuingPoint::name).orElse(point);
    }

    private @Nullable LocalDateTime local(UnitId unit, @Nullable Instant at) {
        return at == null ? null : here(unit, at);
    }

    LocalDateTime here(UnitId unit, Instant at) {
        return LocalDateTime.ofInstant(at, units.current(unit).zone()).withNano(0);
    }

    BlockRow row(UnitId unit, Block block) {
        var held = block.held();
        var arrived = store.arrived(unit, held.blockNo());
        return new BlockRow(
                held.blockNo(),
                held.agent(),
                pointName(unit, held.point()),
                held.kind().medicalType(),
                held.code().digits(),
                BillNumber.of(held.first()).digits(),
                BillNumber.of(held.last()).digits(),
                held.count(),
                arrived.count(),
                block.returned(),
                block.burnt(),
                blocks.left(unit, block),
                held.totalFenMax(),
                arrived.totalFen(),
                block.state(),
                block.state().label(),
                here(unit, held.issuedAt()),
                here(unit, held.validUntil()),
                block.state() == Block.State.REVOKED ? here(unit, blocks.burnableAt(block)) : null,
                block.by(),
                block.reason());
    }

    UploadRow row(UnitId unit, Upload upload) {
        Long bill = upload.billId();
        return new UploadRow(
                upload.code(),
                upload.number(),
                upload.agent(),
                upload.seq(),
                upload.busNo(),
                upload.totalFen(),
                upload.cause().label(),
                upload.tried(),
                here(unit, upload.issuedAt()),
                here(unit, upload.arrivedAt()),
                here(unit, upload.dueAt()),
                upload.arrivedAt().isAfter(upload.dueAt()),
                upload.scannedBy(),
                upload.state(),
                upload.state().label(),
                bill == null ? null : bill.toString(),
                upload.conflict(),
                upload.decidedBy(),
                upload.decision());
    }
}
