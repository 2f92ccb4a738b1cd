package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** 运行参数 What was set for figures that may be changed while the installation runs; every instance sees it within seconds. */
@Component
public class Parameters implements Adjustments {
    static final Duration SEEN_ELSEWHERE_WITHIN = Duration.ofSeconds(5);

    private final ParameterStore store;
    private final InstantSource clock;
    private volatile Read read = new Read(Instant.MIN, Map.of());

    Parameters(ParameterStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Read(Instant at, Map<Parameter, Long> values) {}

    /** @param value null: the configuration counts again */
    public record Change(@Nullable Long value, String by, Instant at) {}

    @Override
    public OptionalLong set(Parameter parameter) {
        var now = clock.instant();
        var known = read;
        if (known.at().plus(SEEN_ELSEWHERE_WITHIN).isBefore(now) || known.at().isAfter(now)) {
            known = new Read(now, current());
            read = known;
        }
        Long value = known.values().get(parameter);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private Map<Parameter, Long> current() {
        var all = new EnumMap<Parameter, Long>(Parameter.class);
        for (var parameter : Parameter.values()) {
            for (var change : changes(parameter, 1)) {
                Long value = change.value();
                if (value != null && value >= parameter.min() && value <= parameter.max()) {
                    all.put(parameter, value);
                }
            }
        }
        return Map.copyOf(all);
    }

    /** @param value within the parameter's range, or null for the configured one */
    public void change(Parameter parameter, @Nullable Long value, String by) {
        store.add(parameter, value, by, clock.instant());
        read = new Read(Instant.MIN, Map.of());
    }

    /** Newest first. */
    public List<Change> changes(Parameter parameter, int newest) {
        return store.changes(parameter, newest);
    }
}
