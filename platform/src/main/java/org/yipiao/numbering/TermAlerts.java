package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.database.Turns;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 号段到期 Warns a month before unused numbers can no longer be used, and says when they must go back. */
@Component
class TermAlerts implements Inspection {
    private static final Logger log = LoggerFactory.getLogger(TermAlerts.class);

    private final TermStore store;
    private final Terms terms;
    private final CodeStore codes;
    private final Units units;
    private final ObjectProvider<StockNotices> notices;
    private final Turns turns;
    private final InstantSource clock;

    TermAlerts(
            TermStore store,
            Terms terms,
            CodeStore codes,
            Units units,
            ObjectProvider<StockNotices> notices,
            Turns turns,
            InstantSource clock) {
        this.store = store;
        this.terms = terms;
        this.codes = codes;
        this.units = units;
        this.notices = notices;
        this.turns = turns;
        this.clock = clock;
    }

    /** Unused numbers of one code with the same last day. */
    private record Batch(String code, LocalDate expiresOn, long count, boolean over) {}

    @Scheduled(fixedDelay = 600_000, initialDelay = 60_000)
    void look() {
        turns.alone("numbering.term-alerts", () -> units.all().forEach(this::look));
    }

    void look(UnitId unit) {
        for (Batch batch : batches(unit)) {
            if (store.told(unit, batch.code(), batch.expiresOn(), batch.over() ? "OVER" : "SOON", clock.instant())) {
                String words = words(unit, batch);
                log.info("{}：{}", batch.over() ? "号段已过有效期" : "号段即将到期", words);
                notices.orderedStream().forEach(one -> one.tell(unit, batch.over() ? "号段已过有效期" : "号段即将到期", words));
            }
        }
    }

    private List<Batch> batches(UnitId unit) {
        var today = terms.today(unit);
        var counts = new TreeMap<String, Batch>();
        for (TermStore.Expiring one : store.expiring(unit, today.plusDays(Terms.WARN_DAYS))) {
            long count = one.span().last() - one.span().first() + 1;
            counts.merge(
                    one.expiresOn() + one.span().code(),
                    new Batch(
                            one.span().code(),
                            one.expiresOn(),
                            count,
                            one.expiresOn().isBefore(today)),
                    (a, b) -> new Batch(a.code(), a.expiresOn(), a.count() + b.count(), a.over()));
        }
        return List.copyOf(counts.values());
    }

    private String words(UnitId unit, Batch batch) {
        String name = codes.find(unit, batch.code()).map(LedgerCode::name).orElse("");
        return "票据代码 " + batch.code() + " " + name + " 有 " + batch.count() + " 个未用号码"
                + (batch.over() ? "已于 " + batch.expiresOn() + " 到期，不能再使用" : "将于 " + batch.expiresOn() + " 到期");
    }

    @Override
    public String title() {
        return "号段有效期";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (UnitId unit : units.all()) {
            for (Batch batch : batches(unit)) {
                findings.add(new Finding(
                                batch.over() ? Severity.SERIOUS : Severity.ORDINARY,
                                words(unit, batch),
                                "财务",
                                batch.over() ? "在票源-库存预警页办理退库和申退" : "先用到期早的号段；用不完的在到期前申退")
                        .of(unit));
            }
        }
        return findings;
    }
}
