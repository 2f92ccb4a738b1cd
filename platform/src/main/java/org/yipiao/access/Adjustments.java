package org.yipiao.access;

import java.time.Duration;
import java.util.OptionalLong;

/** 在线调整 What administrators have set for a parameter while the installation runs. A module asks each time it needs the figure. */
public interface Adjustments {
    /** @return in the parameter's own unit; empty while the configuration counts */
    OptionalLong set(Parameter parameter);

    default long of(Parameter parameter, long configured) {
        return set(parameter).orElse(configured);
    }

    default int of(Parameter parameter, int configured) {
        return Math.toIntExact(set(parameter).orElse(configured));
    }

    default Duration of(Parameter parameter, Duration configured) {
        var set = set(parameter);
        return set.isPresent() ? parameter.duration(set.getAsLong()) : configured;
    }
}
