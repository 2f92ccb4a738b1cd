package org.yipiao.demo;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.database.Turns;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.PaperStock.PaperRange;
import org.yipiao.numbering.Place;
import org.yipiao.shared.Refused;
import org.yipiao.shared.Rounds;
import org.yipiao.shared.UnitId;

/**
 * 演示数据 Seeds the example hospital at start and keeps its points in numbers; then the second one, for which nobody waits. Safe to repeat; what the bureau has told is
 * left alone. Numbers wait for the bureau without holding up the start; with {@code yipiao.demo.numbers=false} they are left to
 * whoever plays the finance office.
 */
@Component
@ConditionalOnProperty(name = "yipiao.demo", havingValue = "true")
class DemoSeeder implements SmartLifecycle {
    private static final DemoNumbers.Measure PLENTY = new DemoNumbers.Measure(1_000_000, 100_000, 20_000);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final String BY = "演示";
    private static final Logger log = LoggerFactory.getLogger(DemoSeeder.class);

    private final Units units;
    private final IssuingPoints points;
    private final ChargeItems items;
    private final CodeMapping mapping;
    private final Callers callers;
    private final DemoNumbers stocked;
    private final PaperStock paper;
    private final SecondHospital second;
    private final Turns turns;
    private final UnitId unit;
    private final String key;
    private final boolean numbers;
    private final Rounds worker = new Rounds("demo-seeder", this::look, Duration.ZERO, LOOK_EVERY);
    private boolean seeded;
    private volatile boolean ready;
    private String lastTrouble = "";

    DemoSeeder(
            Units units,
            IssuingPoints points,
            ChargeItems items,
            CodeMapping mapping,
            Callers callers,
            DemoNumbers stocked,
            PaperStock paper,
            SecondHospital second,
            Turns turns,
            @Value("${yipiao.bureau.agency:990001}") String agency,
            @Value("${yipiao.demo.his.key:}") String key,
            @Value("${yipiao.demo.numbers:true}") boolean numbers) {
        this.units = units;
        this.points = points;
        this.items = items;
        this.mapping = mapping;
        this.callers = callers;
        this.stocked = stocked;
        this.paper = paper;
        this.second = second;
        this.turns = turns;
        this.unit = new UnitId(agency);
        this.key = key;
        this.numbers = numbers;
    }

    /** One round, of one instance at a time: master data first, then numbers for every point that is low. */
    void look() {
        try {
            turns.alone("demo.seed", this::seed);
        } catch (RuntimeException e) {
            // The database is away; said by everybody else.
            log.debug("No turn to seed", e);
        }
    }

    private void seed() {
        try {
            if (!seeded) {
                seedMasterData();
                seeded = true;
            }
            for (var point : numbers ? points.all(unit) : List.<IssuingPoint>of()) {
                for (BillKind kind : point.kinds()) {
                    stocked.fill(unit, point.code(), kind, PLENTY);
                }
            }
            ready = true;
            second.open();
            lastTrouble = "";
        } catch (RuntimeException e) {
            // The bureau may start after us; said once, tried again until it answers.
            String trouble = e instanceof Refused ? String.valueOf(e.getMessage()) : e.toString();
            if (!trouble.equals(lastTrouble)) {
                log.info("演示票号尚未就绪，稍后自动重试：{}", trouble);
                lastTrouble = trouble;
            }
        }
    }

    /** True once every point has had numbers. */
    boolean isReady() {
        return ready;
    }

    private void seedMasterData() {
        if (!units.all().contains(unit)) {
            units.save(DemoHospital.unit(unit));
        }
        DemoHospital.points(unit).stream()
                .filter(point -> points.find(unit, point.code()).isEmpty())
                .forEach(points::save);
        if (items.all(unit).isEmpty()) {
            items.save(DemoHospital.items(unit));
        }
        mapping.save(
                unit,
                DemoHospital.mapping(unit).stream()
                        .filter(entry -> mapping.ours(unit, entry.caller(), entry.kind(), entry.hisCode())
                                .isEmpty())
                        .toList());
        if (!key.isEmpty()) {
            seedCaller();
        }
        for (var form : numbers ? DemoHospital.papers() : List.<DemoHospital.Form>of()) {
            seedPaper(form);
        }
    }

    /** One box of each form, shared out to the points that print it. */
    private void seedPaper(DemoHospital.Form form) {
        if (paper.codes(unit).stream()
                .anyMatch(code -> code.code().equals(form.code().code()))) {
            return;
        }
        paper.register(unit, form.code());
        int width = form.code().width();
        long first = 1;
        for (String point : form.points()) {
            var range = new PaperRange(
                    form.code().code(), digits(first, width), digits(first + DemoHospital.SHEETS - 1, width));
            paper.receive(unit, range, BY, "演示入库");
            paper.move(unit, range, Place.UNIT, Place.point(point), BY, "演示下发");
            first += DemoHospital.SHEETS;
        }
    }

    private static String digits(long number, int width) {
        String text = Long.toString(number);
        return "0".repeat(width - text.length()) + text;
    }

    private void seedCaller() {
        var known = callers.find(DemoHospital.APPID);
        if (known.isEmpty() || !known.get().key().equals(key)) {
            callers.save(new Caller(
                    unit,
                    DemoHospital.APPID,
                    "演示业务系统",
                    key,
                    false,
                    known.map(Caller::returnExistingRed).orElse(false),
                    true));
        }
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }
}
