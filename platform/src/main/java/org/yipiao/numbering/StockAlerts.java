package org.yipiao.numbering;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.database.Turns;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 库存预警 Watches every point and kind: too few by count, or too few for the days at the present speed. One message when the
 * line is crossed, one when it is refilled; the bureau is asked by itself where a rule says so.
 */
@Component
class StockAlerts implements Inspection {
    /** 日均用量 is that of the last days. */
    static final int SPEED_DAYS = 7;

    static final AlertStore.Rule USUAL = new AlertStore.Rule("", "", 100, 2, 0);

    /** The unit as a whole. */
    static final String WHOLE = "";

    private static final Duration SPEED_KEPT = Duration.ofMinutes(30);
    private static final Who ITSELF = Who.system("自动申领");
    private static final Logger log = LoggerFactory.getLogger(StockAlerts.class);

    private final AlertStore store;
    private final Balances balances;
    private final CodeStore codes;
    private final NumberRequests requests;
    private final DocumentStore documents;
    private final TermStore terms;
    private final PlaceNames names;
    private final Units units;
    private final ObjectProvider<StockNotices> notices;
    private final Turns turns;
    private final InstantSource clock;
    private final Map<UnitId, Speeds> speeds = new ConcurrentHashMap<>();

    StockAlerts(
            AlertStore store,
            Balances balances,
            CodeStore codes,
            NumberRequests requests,
            DocumentStore documents,
            TermStore terms,
            PlaceNames names,
            Units units,
            ObjectProvider<StockNotices> notices,
            Turns turns,
            InstantSource clock) {
        this.store = store;
        this.balances = balances;
        this.codes = codes;
        this.requests = requests;
        this.documents = documents;
        this.terms = terms;
        this.names = names;
        this.units = units;
        this.notices = notices;
        this.turns = turns;
        this.clock = clock;
    }

    /** One kind of bill at one point, or at the unit as a whole. */
    record Spot(String subject, String point) {}

    private record Speeds(Instant at, Map<Spot, Long> perDay) {}

    /** 库存状况 @param perDay 日均用量 @param code whose numbers are asked for when they run out */
    record Level(Spot spot, LedgerCode code, long left, long perDay) {
        long days() {
            return Forecast.days(left, perDay);
        }
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 45_000)
    void look() {
        // Two instances that read the same low stock at once would both ask the bureau for more.
        turns.alone("numbering.stock-alerts", this::lookAtAll);
    }

    private void lookAtAll() {
        for (UnitId unit : units.all()) {
            try {
                look(unit);
            } catch (RuntimeException e) {
                log.warn("单位 {} 的库存预警未完成，稍后重试：{}", unit, e.toString());
            }
        }
    }

    void look(UnitId unit) {
        var rules = store.rules(unit);
        for (Level level : levels(unit)) {
            var rule = rule(rules, level.spot());
            boolean whole = level.spot().point().equals(WHOLE);
            // The unit as a whole runs low by days only: its numbers may all lie at the points.
            boolean low = level.days() < rule.minDays() || (!whole && level.left() < rule.minCount());
            if (low) {
                opened(unit, level);
            } else if (store.close(unit, level.spot().subject(), level.spot().point(), level.left(), clock.instant())) {
                tell(unit, "库存已补足", where(unit, level) + "现有 " + level.left() + " 份");
            }
            if (whole) {
                ask(unit, level, rule);
            }
        }
    }

    private void opened(UnitId unit, Level level) {
        var alert = new AlertStore.Alert(
                level.spot().subject(),
                level.code().name(),
                level.spot().point(),
                level.left(),
                level.perDay(),
                clock.instant(),
                null);
        if (store.open(unit, alert)) {
            tell(unit, "库存预警", where(unit, level) + words(level.left(), level.perDay()));
        }
    }

    private static String words(long left, long perDay) {
        return left == 0
                ? "已用完"
                : "仅剩 " + left + " 份"
                        + (perDay > 0 ? "，日均用 " + perDay + " 份，约可用 " + Forecast.days(left, perDay) + " 天" : "");
    }

    private String where(UnitId unit, Level level) {
        String point = level.spot().point();
        return (point.equals(WHOLE) ? "全单位" : "开票点 " + names.point(unit, point)) + " 的"
                + level.code().name();
    }

    private void tell(UnitId unit, String title, String text) {
        log.info("{}：{}", title, text);
        notices.orderedStream().forEach(one -> one.tell(unit, title, text));
    }

    /** 自动申领 One open request per code at a time. */
    private void ask(UnitId unit, Level level, AlertStore.Rule rule) {
        long count = Forecast.request(level.left(), level.perDay(), rule.requestDays(), NumberRequests.COUNT_MAX);
        if (count == 0 || documents.openRequest(unit, level.code().code()).isPresent()) {
            return;
        }
        try {
            var document = requests.write(unit, level.code(), count, "按近 " + SPEED_DAYS + " 日用量预测自动申领", ITSELF, true);
            log.info("自动申领 {}：{} {} 份", document.no(), level.code().name(), count);
        } catch (Refused refused) {
            log.warn("自动申领未成：{}", refused.getMessage());
        }
    }

    /** Every point that has or had numbers of a kind, and the unit as a whole. */
    List<Level> levels(UnitId unit) {
        int year = LocalDate.ofInstant(clock.instant(), names.zone(unit)).getYear();
        var left = new TreeMap<String, Long>();
        var spots = new HashMap<String, Spot>();
        var usable = new HashMap<String, LedgerCode>();
        for (LedgerCode code : codes.all(unit)) {
            Integer of = code.year();
            if (of == null || of == year) {
                usable.put(code.code(), code);
            }
        }
        var codeOf = new HashMap<String, LedgerCode>();
        for (Balances.Line line : balances.of(unit, null)) {
            var place = line.place();
            if (place == null || !usable.containsKey(line.code().code())) {
                continue;
            }
            codeOf.put(line.code().subject(), line.code());
            String point = place.point();
            if (point != null) {
                add(left, spots, new Spot(line.code().subject(), point), line.blank());
            }
            add(left, spots, new Spot(line.code().subject(), WHOLE), line.blank());
        }
        withoutExpired(unit, usable, left);
        var perDay = perDay(unit);
        var levels = new ArrayList<Level>();
        left.forEach((key, count) -> {
            var spot = spots.get(key);
            var code = spot == null ? null : codeOf.get(spot.subject());
            if (spot != null && code != null) {
                levels.add(new Level(spot, code, count, perDay.getOrDefault(spot, 0L)));
            }
        });
        return levels;
    }

    /** What is past its term lies there and is of no use. */
    private void withoutExpired(UnitId unit, Map<String, LedgerCode> usable, Map<String, Long> left) {
        var yesterday = LocalDate.ofInstant(clock.instant(), names.zone(unit)).minusDays(1);
        for (TermStore.Expiring one : terms.expiring(unit, yesterday)) {
            var code = usable.get(one.span().code());
            if (code == null) {
                continue;
            }
            long count = one.span().last() - one.span().first() + 1;
            String point = one.holding().point();
            if (point != null) {
                left.merge(code.subject() + "|" + point, -count, Long::sum);
            }
            left.merge(code.subject() + "|" + WHOLE, -count, Long::sum);
        }
    }

    private static void add(Map<String, Long> left, Map<String, Spot> spots, Spot spot, long count) {
        String key = spot.subject() + "|" + spot.point();
        spots.put(key, spot);
        left.merge(key, count, Long::sum);
    }

    private Map<Spot, Long> perDay(UnitId unit) {
        var now = clock.instant();
        var known = speeds.get(unit);
        if (known != null && now.isBefore(known.at().plus(SPEED_KEPT))) {
            return known.perDay();
        }
        var subjects = new HashMap<String, String>();
        codes.all(unit).forEach(code -> subjects.put(code.code(), code.subject()));
        var used = new HashMap<Spot, Long>();
        for (AlertStore.UsedAt at : store.used(unit, now.minus(Duration.ofDays(SPEED_DAYS)))) {
            String subject = subjects.getOrDefault(at.code(), at.code());
            used.merge(new Spot(subject, at.point()), at.count(), Long::sum);
            used.merge(new Spot(subject, WHOLE), at.count(), Long::sum);
        }
        used.replaceAll((spot, count) -> Forecast.perDay(count, SPEED_DAYS));
        speeds.put(unit, new Speeds(now, used));
        return used;
    }

    /** The most particular rule counts: kind and point, then point, then kind, then all. */
    static AlertStore.Rule rule(List<AlertStore.Rule> rules, Spot spot) {
        AlertStore.Rule best = USUAL;
        int bestRank = -1;
        for (AlertStore.Rule rule : rules) {
            boolean fits = (rule.subject().isEmpty() || rule.subject().equals(spot.subject()))
                    && (rule.point().isEmpty() || rule.point().equals(spot.point()));
            int rank = (rule.subject().isEmpty() ? 0 : 1) + (rule.point().isEmpty() ? 0 : 2);
            if (fits && rank > bestRank) {
                best = rule;
                bestRank = rank;
            }
        }
        return best;
    }

    @Override
    public String title() {
        return "票号库存";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (UnitId unit : units.all()) {
            for (AlertStore.Alert alert : store.list(unit, true)) {
                boolean whole = alert.point().equals(WHOLE);
                findings.add(new Finding(
                                alert.left() == 0 ? Severity.SERIOUS : Severity.ORDINARY,
                                (whole ? "全单位" : "开票点 " + names.point(unit, alert.point())) + " 的" + alert.name()
                                        + words(alert.left(), alert.perDay()),
                                "财务",
                                whole ? "在票源页向财政申领" : "在票源页向该开票点下发票号")
                        .of(unit));
            }
        }
        return findings;
    }
}
