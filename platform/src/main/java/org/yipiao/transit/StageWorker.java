package org.yipiao.transit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 环节工人 Claims batches for one stage as fast as its slots become free; looks every second even when nobody rings. */
final class StageWorker {
    /** A worker that died gives its bills back after this; living work renews it. */
    static final Duration LEASE = Duration.ofSeconds(45);

    static final Duration POLL = Duration.ofSeconds(1);

    /**
     * 聚批 Least time between two looks of a stage that finds less than it could take. A batch costs a dozen round trips
     * whatever its size, so under a steady trickle bills travel together; the first one after a pause goes at once.
     */
    static final Duration GATHER = Duration.ofMillis(100);

    /** A probe of a party that was down risks no more than these. */
    static final int PROBE_MAX = 10;

    /** A bill that failed this often by our own fault goes alone, so that it stops holding up its batch. */
    private static final int ALONE_AFTER = 2;

    private static final Logger log = LoggerFactory.getLogger(StageWorker.class);

    private final Stage stage;
    private final RoadStore store;
    private final StageRun run;
    private final Signals signals;
    private final PartyGuard guard;
    private final GiveWay giveWay;
    private final InstantSource clock;
    private final Semaphore slots;
    private final Map<Object, Batch> inWork = new ConcurrentHashMap<>();
    private volatile boolean running;
    private long lastClaimAt = System.nanoTime() - GATHER.toNanos();

    private record Batch(UnitId unit, List<RoadStore.Claim> claims) {
        List<BillId> bills() {
            return claims.stream().map(RoadStore.Claim::bill).toList();
        }
    }

    StageWorker(
            Stage stage,
            RoadStore store,
            StageRun run,
            Signals signals,
            PartyGuard guard,
            GiveWay giveWay,
            InstantSource clock) {
        this.stage = stage;
        this.store = store;
        this.run = run;
        this.signals = signals;
        this.guard = guard;
        this.giveWay = giveWay;
        this.clock = clock;
        this.slots = new Semaphore(stage.concurrency());
    }

    StageName name() {
        return stage.name();
    }

    void start() {
        running = true;
        thread("road-" + stage.name(), this::look);
    }

    /** Lets the batches in work end. @return false when some did not in time; their leases give them back */
    boolean stop(Duration within) {
        running = false;
        signals.ring(stage.name());
        try {
            return slots.tryAcquire(stage.concurrency(), within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void look() {
        boolean databaseAway = false;
        while (running) {
            boolean more = false;
            try {
                more = workOnce();
                databaseAway = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!databaseAway) {
                    log.error("环节{}暂时无法领取", stage.name().label(), e);
                }
                databaseAway = true;
            }
            if (!more) {
                try {
                    signals.await(stage.name(), POLL);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** @return true when something was claimed and there may be more */
    private boolean workOnce() throws InterruptedException {
        slots.acquire();
        boolean handedOver = false;
        LockSupport.parkNanos(lastClaimAt + GATHER.toNanos() - System.nanoTime());
        GiveWay.@Nullable Turn turn = null;
        try {
            turn = giveWay.turn();
            var batches = running ? claim() : List.<Batch>of();
            if (batches.isEmpty()) {
                return false;
            }
            boolean full =
                    batches.stream().mapToInt(batch -> batch.claims().size()).sum() >= stage.batchMax();
            lastClaimAt = full ? System.nanoTime() - GATHER.toNanos() : System.nanoTime();
            var taken = turn;
            thread("road-" + stage.name() + "-batch", () -> workIn(taken, batches));
            handedOver = true;
            return true;
        } finally {
            if (!handedOver) {
                if (turn != null) {
                    turn.end(Duration.ZERO);
                }
                slots.release();
            }
        }
    }

    /**
     * Platform threads: a batch signs, digests and verifies for hundreds of milliseconds without ever waiting. On a virtual
     * thread it would keep a carrier for that long, and with few cores every request would stand behind it. Where the
     * virtual machine passes priorities on, the system gives the processor to a request first.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it; it only shortens a window's wait
    private static void thread(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).priority(Thread.MIN_PRIORITY).start(work);
    }

    private List<Batch> claim() {
        var gate = guard.gate(stage.party());
        boolean probing = gate == PartyGuard.Gate.PROBING;
        if (gate == PartyGuard.Gate.DOWN || (probing && !inWork.isEmpty())) {
            return List.of();
        }
        int max = probing ? Math.min(PROBE_MAX, stage.batchMax()) : stage.batchMax();
        var troubled = guard.troubled(stage.party());
        var claims = troubled.isEmpty()
                ? store.claim(stage.name(), max, clock.instant(), LEASE, probing)
                : claimAround(troubled, max, probing);
        var batches = batches(claims);
        batches.forEach(batch -> inWork.put(batch, batch));
        return batches;
    }

    /** The bills of the other units first; then a few of each unit whose party may be back. */
    private List<RoadStore.Claim> claimAround(Map<UnitId, PartyGuard.Gate> troubled, int max, boolean probing) {
        var claims = new ArrayList<>(
                store.claimWithout(troubled.keySet(), stage.name(), max, clock.instant(), LEASE, probing));
        troubled.forEach((unit, gate) -> {
            boolean inWorkAlready =
                    inWork.values().stream().anyMatch(batch -> batch.unit().equals(unit));
            if (gate == PartyGuard.Gate.PROBING && !inWorkAlready) {
                claims.addAll(store.claimOf(
                        unit, stage.name(), Math.min(PROBE_MAX, stage.batchMax()), clock.instant(), LEASE));
            }
        });
        return claims;
    }

    private static List<Batch> batches(List<RoadStore.Claim> claims) {
        var together = new LinkedHashMap<UnitId, List<RoadStore.Claim>>();
        var batches = new ArrayList<Batch>();
        for (RoadStore.Claim claim : claims) {
            if (claim.attempts() >= ALONE_AFTER && claim.fault() == Outcome.Fault.OUR_FAULT) {
                batches.add(new Batch(claim.unit(), List.of(claim)));
            } else {
                together.computeIfAbsent(claim.unit(), unit -> new ArrayList<>())
                        .add(claim);
            }
        }
        together.forEach((unit, group) -> batches.add(new Batch(unit, List.copyOf(group))));
        return batches;
    }

    private void workIn(GiveWay.Turn turn, List<Batch> batches) {
        long begun = System.nanoTime();
        try {
            work(batches);
        } finally {
            turn.end(running ? Duration.ofNanos(System.nanoTime() - begun) : Duration.ZERO);
            slots.release();
            signals.ring(stage.name());
        }
    }

    private void work(List<Batch> batches) {
        try {
            for (Batch batch : batches) {
                try {
                    run.run(stage, batch.unit(), batch.claims());
                } catch (RuntimeException e) {
                    log.error("环节{}的一批结果未能写入，租约到期后重做", stage.name().label(), e);
                } finally {
                    inWork.remove(batch);
                }
            }
        } finally {
            batches.forEach(inWork::remove);
        }
    }

    /** Claims and works one round in the calling thread. @return false when nothing was due */
    boolean round() {
        var batches = claim();
        work(batches);
        return !batches.isEmpty();
    }

    /** 续租 Called every few seconds. */
    void renew() {
        for (Batch batch : inWork.values()) {
            store.renew(
                    stage.name(), batch.unit(), batch.bills(), clock.instant().plus(LEASE));
        }
    }
}
