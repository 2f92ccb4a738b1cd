package org.yipiao.supervision;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.yipiao.shared.UnitId;

/** 按单位 Runs regular work for each unit in a thread of its own: a slow or broken bureau holds up its own unit alone. */
final class PerUnit {
    private final String name;
    private final Set<UnitId> running = ConcurrentHashMap.newKeySet();
    private final Map<UnitId, Long> dueAt = new ConcurrentHashMap<>();

    PerUnit(String name) {
        this.name = name;
    }

    /** Starts the work of every unit whose pause is over and whose last turn has ended. @param work tells how long to pause */
    void turn(Collection<UnitId> units, Function<UnitId, Duration> work) {
        dueAt.keySet().retainAll(Set.copyOf(units));
        for (UnitId unit : units) {
            long now = System.nanoTime();
            if (dueAt.getOrDefault(unit, now) - now <= 0 && running.add(unit)) {
                Thread.ofPlatform().daemon().name(name + "-" + unit).start(() -> one(unit, work));
            }
        }
    }

    private void one(UnitId unit, Function<UnitId, Duration> work) {
        Duration pause = Duration.ofSeconds(1);
        try {
            pause = work.apply(unit);
        } finally {
            dueAt.put(unit, System.nanoTime() + pause.toNanos());
            running.remove(unit);
        }
    }

    /** Nothing to wait for any more: something about the unit has changed. */
    void hurry(UnitId unit) {
        dueAt.remove(unit);
    }
}
