package org.yipiao.offline;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.bill.offline.Cause;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 离线巡检 Deadlines of what was issued offline, agents that fell silent, and decisions that nobody took. */
@Component
class OfflineWatch implements Inspection {
    private static final Duration LATE_LOOKED_BACK = Duration.ofDays(7);
    private static final long LOOK_MS = 60_000;

    private final AgentStore agents;
    private final BlockStore blocks;
    private final UploadStore uploads;
    private final Units units;
    private final OfflineSettings settings;
    private final CauseRules rules;
    private final InstantSource clock;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();

    OfflineWatch(
            AgentStore agents,
            BlockStore blocks,
            UploadStore uploads,
            Units units,
            OfflineSettings settings,
            CauseRules rules,
            InstantSource clock,
            MeterRegistry registry) {
        this.agents = agents;
        this.blocks = blocks;
        this.uploads = uploads;
        this.units = units;
        this.settings = settings;
        this.rules = rules;
        this.clock = clock;
        registry.gauge("yipiao.offline.waiting", waiting);
        registry.gauge("yipiao.offline.overdue", overdue);
        registry.gauge("yipiao.offline.conflicts", conflicts);
    }

    @Override
    public String title() {
        return "离线开票";
    }

    boolean silent(WindowAgent agent) {
        Instant seen = agent.seenAt();
        return agent.state() == WindowAgent.State.ACTIVE
                && (seen == null || seen.plus(settings.silentAfter()).isBefore(clock.instant()));
    }

    /**
     * 上传期限 Of the oldest bill that the agent told of; of a silent one that holds numbers, of a bill that it may have issued
     * right after it was last heard of.
     */
    @Nullable
    Instant due(WindowAgent agent, long openBlocks) {
        Instant oldest = agent.oldestAt();
        if (agent.state() == WindowAgent.State.REVOKED) {
            Instant revoked = agent.revokedAt();
            return revoked == null ? null : revoked.plus(settings.scanWithin());
        }
        if (agent.waiting() > 0 && oldest != null) {
            return oldest.plus(rules.within(agent.unit(), cause(agent)));
        }
        Instant seen = agent.seenAt();
        return openBlocks > 0 && seen != null && silent(agent)
                ? seen.plus(rules.within(agent.unit(), Cause.NETWORK))
                : null;
    }

    private static Cause cause(WindowAgent agent) {
        return agent.waiting() > 0 && !agent.oldestCause().isEmpty()
                ? Cause.valueOf(agent.oldestCause())
                : Cause.NETWORK;
    }

    /** 离线窗口 @param open blocks of the agent @return empty when it can not issue by itself */
    Optional<RunningWindow> window(WindowAgent agent, List<Block> open) {
        if (agent.state() != WindowAgent.State.ACTIVE || agent.seenAt() == null) {
            return Optional.empty();
        }
        Cause cause = cause(agent);
        return RunningWindow.of(
                open, silent(agent) ? agent.seenAt() : null, cause, rules.windowHours(agent.unit(), cause));
    }

    long late(UnitId unit) {
        return uploads.late(unit, clock.instant().minus(LATE_LOOKED_BACK));
    }

    @Scheduled(fixedDelay = LOOK_MS, initialDelay = LOOK_MS)
    void count() {
        long allWaiting = 0;
        long allOverdue = 0;
        long allConflicts = 0;
        Instant now = clock.instant();
        for (UnitId unit : units.all()) {
            var open = blocks.all(unit);
            for (WindowAgent agent : agents.all(unit)) {
                allWaiting += agent.state() == WindowAgent.State.ACTIVE ? agent.waiting() : 0;
                Instant due = due(agent, openBlocks(open, agent));
                allOverdue += agent.state() == WindowAgent.State.ACTIVE && due != null && due.isBefore(now) ? 1 : 0;
            }
            allConflicts += uploads.count(unit, Upload.State.CONFLICT, null);
        }
        waiting.set(allWaiting);
        overdue.set(allOverdue);
        conflicts.set(allConflicts);
    }

    private static long openBlocks(List<Block> all, WindowAgent agent) {
        return all.stream()
                .filter(block -> block.state() == Block.State.OPEN
                        && block.held().agent().equals(agent.code()))
                .count();
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (UnitId unit : units.all()) {
            inspect(unit, findings);
        }
        return findings;
    }

    private void inspect(UnitId unit, List<Finding> findings) {
        Instant now = clock.instant();
        var all = blocks.all(unit);
        for (WindowAgent agent : agents.all(unit)) {
            Instant due = due(agent, openBlocks(all, agent));
            if (agent.state() == WindowAgent.State.ACTIVE && due != null && due.isBefore(now)) {
                findings.add(new Finding(
                        Severity.SERIOUS,
                        "窗口代理 " + agent.code() + "（" + agent.name() + "）"
                                + (agent.waiting() > 0 ? "有 " + agent.waiting() + " 张离线票据逾期未上传" : "持有离线票号段，失联已超过上传期限"),
                        "信息科",
                        "恢复该窗口的网络并启动代理；机器丢失或损坏时在“离线开票”页停用代理，凭二维码补录"));
            }
        }
        long open = uploads.count(unit, Upload.State.CONFLICT, null);
        if (open > 0) {
            findings.add(new Finding(Severity.ORDINARY, "有 " + open + " 张离线票据待裁定", "财务", "在“离线开票”页的“上传与裁定”中逐张裁定入账或作废"));
        }
        long late = late(unit);
        if (late > 0) {
            findings.add(new Finding(Severity.SLIGHT, "近 7 日有 " + late + " 张离线票据逾期上传", "信息科", "核对当时的断网原因，必要时调整上传期限"));
        }
        long undecided = all.stream()
                .filter(block -> block.state() == Block.State.REVOKED
                        && block.stateAt().plus(settings.scanWithin()).isBefore(now)
                        && block.burnt()
                                        + block.returned()
                                        + uploads.arrived(unit, block.held().blockNo())
                                                .count()
                                < block.held().count())
                .count();
        if (undecided > 0) {
            findings.add(new Finding(
                    Severity.ORDINARY, "有 " + undecided + " 个停用号段的补录期限已过，号码去向未定", "财务", "在“离线开票”页的“号段”中决定作废这些号码"));
        }
    }
}
