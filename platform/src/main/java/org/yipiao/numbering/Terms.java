package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** 号段有效期 Until when numbers may be used; the last day counts. */
@Component
class Terms {
    /** 预警天数 The owner is warned this long before. */
    static final int WARN_DAYS = 30;

    static final int MONTHS_MAX = 36;

    private final TermStore store;
    private final CodeStore codes;
    private final Units units;
    private final InstantSource clock;

    Terms(TermStore store, CodeStore codes, Units units, InstantSource clock) {
        this.store = store;
        this.codes = codes;
        this.units = units;
        this.clock = clock;
    }

    LocalDate today(UnitId unit) {
        return LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
    }

    /** The last day of numbers that come in today; null when their kind has no term. */
    @Nullable
    LocalDate of(UnitId unit, String code) {
        var rules = store.rules(unit);
        if (rules.isEmpty()) {
            return null;
        }
        String subject = codes.find(unit, code).map(LedgerCode::subject).orElse(code);
        return rules.stream()
                .filter(rule -> rule.subject().equals(subject) && rule.months() > 0)
                .findFirst()
                .map(rule -> today(unit).plusMonths(rule.months()))
                .orElse(null);
    }
}
