package org.yipiao.transit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 在途查询与修复 */
@Component
class RoadQueries implements InTransit {
    private static final int RETRY_MAX = 1_000;
    private static final Logger log = LoggerFactory.getLogger(RoadQueries.class);

    private final RoadStore store;
    private final ScopedRoadStore scoped;
    private final StepStore steps;
    private final PartyGuard guard;
    private final Signals signals;
    private final ObjectProvider<Stage> stages;
    private final InstantSource clock;

    RoadQueries(
            RoadStore store,
            ScopedRoadStore scoped,
            StepStore steps,
            PartyGuard guard,
            Signals signals,
            ObjectProvider<Stage> stages,
            InstantSource clock) {
        this.store = store;
        this.scoped = scoped;
        this.steps = steps;
        this.guard = guard;
        this.signals = signals;
        this.stages = stages;
        this.clock = clock;
    }

    @Override
    public List<Backlog> backlog(UnitId unit) {
        return backlog(store.counts(unit));
    }

    @Override
    public List<Backlog> backlog(DataScope scope) {
        return backlog(counts(scope));
    }

    private List<RoadStore.Count> counts(DataScope scope) {
        return scope.isWhole() ? store.counts(scope.unit()) : scoped.counts(scope);
    }

    private List<Backlog> backlog(List<RoadStore.Count> known) {
        var counts = new EnumMap<StageName, RoadStore.Count>(StageName.class);
        known.forEach(count -> counts.put(count.stage(), count));
        return Arrays.stream(StageName.values())
                .map(stage -> backlog(stage, counts.get(stage)))
                .toList();
    }

    private Backlog backlog(StageName stage, RoadStore.@Nullable Count count) {
        return count == null
                ? new Backlog(stage, party(stage), 0, 0, 0)
                : new Backlog(
                        stage,
                        party(stage),
                        count.waiting(),
                        count.stuck(),
                        Math.max(
                                0,
                                Duration.between(count.oldest(), clock.instant())
                                        .toSeconds()));
    }

    String party(StageName name) {
        return stages.stream()
                .filter(stage -> stage.name() == name)
                .map(Stage::party)
                .findFirst()
                .orElse("");
    }

    @Override
    public Page<Waiting> waiting(UnitId unit, @Nullable StageName stage, boolean stuckOnly, int pageNo, int pageSize) {
        return waiting(DataScope.whole(unit), stage, stuckOnly, pageNo, pageSize);
    }

    @Override
    public Page<Waiting> waiting(
            DataScope scope, @Nullable StageName stage, boolean stuckOnly, int pageNo, int pageSize) {
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        long total = counts(scope).stream()
                .filter(count -> stage == null || count.stage() == stage)
                .mapToLong(count -> stuckOnly ? count.stuck() : count.waiting())
                .sum();
        var rows = scope.isWhole()
                ? store.waiting(scope.unit(), stage, stuckOnly, no, size)
                : scoped.waiting(scope, stage, stuckOnly, no, size);
        return new Page<>(rows, total, no, size);
    }

    @Override
    public int retryNow(UnitId unit, @Nullable StageName stage, List<BillId> bills, String by) {
        if (stage == null && bills.isEmpty()) {
            return 0;
        }
        int woken = store.retryNow(unit, stage, bills, clock.instant());
        log.info("{} 要求立即重试 {} {} 张", by, stage == null ? "" : stage.label(), woken);
        Arrays.stream(StageName.values())
                .filter(name -> stage == null || name == stage)
                .forEach(signals::ring);
        return woken;
    }

    @Override
    public int retryNow(DataScope scope, @Nullable StageName stage, List<BillId> bills, String by) {
        if (scope.isWhole()) {
            return retryNow(scope.unit(), stage, bills, by);
        }
        if (stage == null && bills.isEmpty()) {
            return 0;
        }
        var visible = scoped.visible(scope, stage, bills, RETRY_MAX);
        return visible.isEmpty() ? 0 : retryNow(scope.unit(), stage, visible, by);
    }

    @Override
    public List<Step> steps(UnitId unit, BillId bill) {
        return steps.steps(unit, bill);
    }

    @Override
    public List<PartyHealth> parties(UnitId unit) {
        var names = new TreeSet<>(guard.names(unit));
        stages.stream().map(Stage::party).forEach(names::add);
        return names.stream().map(name -> guard.health(name, unit)).toList();
    }
}
