package org.yipiao.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.yipiao.shared.FieldError;

/** 问题清单 Collects everything wrong with one message, so that the cashier hears it all at once. */
final class Faults {
    /** 一次最多列出的问题数; the rest is counted. */
    static final int SHOWN_MAX = 20;

    private final List<FieldError> errors = new ArrayList<>();
    private int count;

    void add(FieldError error) {
        count++;
        if (errors.size() < SHOWN_MAX) {
            errors.add(error);
        }
    }

    boolean none() {
        return count == 0;
    }

    void throwIfAny() {
        if (count > 0) {
            throw Refusal.method(text(errors, count));
        }
    }

    static String text(List<FieldError> errors, int count) {
        String shown = errors.stream().limit(SHOWN_MAX).map(FieldError::text).collect(Collectors.joining("；"));
        return count > SHOWN_MAX ? shown + "；……共" + count + "处问题，以上为前" + SHOWN_MAX + "处" : shown;
    }
}
