package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.numbering.NumberStock.Take;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** The ledger under many hands, and under documents in any order. {@code -Dlong=true} for the full size. */
@PgTest
class LedgerRacePgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int CASHIERS = 64;
    private static final int NUMBERS = LONG ? 100_000 : 2_000;
    private static final int SEEDS = LONG ? 200 : 4;
    private static final int STEPS = 90;
    private static final Who WHO = new Who("zhang", "张测");
    private static final String PAPER = "99610101";

    private final TestDatabase database;
    private static final Who OTHER = new Who("li", "李测");
    private static final Who THIRD = new Who("wang", "王测");
    private static final String AGENT = "W1";

    private Ledgers ledgers;
    private SettableClock clock;

    LedgerRacePgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        clock = new SettableClock();
        ledgers = new Ledgers(database, clock);
    }

    @Test
    void sixty_four_cashiers_on_one_segment_double_none_and_skip_none() throws Exception {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, NUMBERS);
        var taken = new BitSet(NUMBERS + 1);
        Callable<Long> cashier = () -> {
            long mine = 0;
            while (true) {
                Take take = database.transactions()
                        .execute(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 1));
                if (!(take instanceof Take.Taken(var runs))) {
                    return mine;
                }
                int number = (int) runs.getFirst().first();
                synchronized (taken) {
                    assertThat(taken.get(number))
                            .as("number %d was given before", number)
                            .isFalse();
                    taken.set(number);
                }
                mine++;
            }
        };
        long all = 0;
        try (var cashiers = Executors.newFixedThreadPool(CASHIERS)) {
            for (var done : cashiers.invokeAll(Collections.nCopies(CASHIERS, cashier))) {
                all += done.get();
            }
        }
        assertThat(all).isEqualTo(NUMBERS);
        assertThat(taken.nextClearBit(1)).isEqualTo(NUMBERS + 1);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void documents_in_any_order_keep_every_number_in_exactly_one_account() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            emptyLedger();
            var random = new Random(seed);
            ledgers.ledger.register(UNIT, Ledgers.CODE, BillKind.OUTPATIENT, 2026);
            ledgers.paper.register(UNIT, new PaperCode(PAPER, "门诊票", PaperKind.OUTPATIENT, 8, null, false));
            int done = 0;
            for (int step = 0; step < STEPS; step++) {
                try {
                    someStep(random);
                    done++;
                } catch (Refused ordinary) {
                    assertThat(ordinary.code())
                            .as("seed %d step %d", seed, step)
                            .isIn(
                                    "NUMBERS_NOT_THERE",
                                    "STOCK_EXHAUSTED",
                                    "NUMBERS_OVERLAP",
                                    "PAPER_NOT_USED",
                                    "NOT_DESTROYABLE",
                                    "PAPER_NOT_RESERVED",
                                    "NOTHING_TO_RECOVER",
                                    "CARRIED_OVER",
                                    "REQUEST_OPEN");
                }
                // A document that was refused half way has left nothing behind.
                if (step % 10 == 9) {
                    everyNumberOnce("seed " + seed + " step " + step);
                }
            }
            assertThat(done).as("seed %d does something", seed).isGreaterThan(STEPS / 5);
            // The year ends: nothing unused of it stays at a point, and what a window agent holds stays with the agent.
            clock.forward(Duration.between(clock.instant(), Instant.parse("2027-01-03T02:00:00Z")));
            try {
                ledgers.documents.recover(UNIT, 2026, WHO);
            } catch (Refused nothing) {
                assertThat(nothing.code()).isEqualTo("NOTHING_TO_RECOVER");
            }
            assertThat(ledgers.balances.of(UNIT, null).stream()
                            .filter(line -> line.code().code().equals(Ledgers.CODE.digits()))
                            .filter(line -> {
                                var place = line.place();
                                return place != null && place.point() != null;
                            })
                            .mapToLong(Balances.Line::blank)
                            .sum())
                    .as("seed %d: old numbers left at points", seed)
                    .isZero();
            ledgers.documents.carryOver(UNIT, 2026, WHO);
            everyNumberOnce("seed " + seed + " at the end");
        }
    }

    /** Ranges and journal, written apart, say the same. */
    private void everyNumberOnce(String when) {
        var store = new ProofStore(database.jdbc());
        var replayed = new LedgerState();
        store.journal(UNIT, 0, Long.MAX_VALUE, moved -> replayed.move(moved.span(), moved.from(), moved.to()));
        assertThat(replayed.difference(store.ranges(UNIT))).as(when).isEmpty();
        assertThat(ledgers.even()).as(when).isTrue();
    }

    private void someStep(Random random) {
        long first = 1 + random.nextInt(200);
        long last = first + random.nextInt(12);
        boolean electronic = random.nextBoolean();
        String code = electronic ? Ledgers.CODE.digits() : PAPER;
        int width = electronic ? 10 : 8;
        var places = List.of(Place.UNIT, Place.point("0101"), Place.point("0102"), Place.cashier("0101", "zhao"));
        var from = places.get(random.nextInt(places.size()));
        var to = places.get(random.nextInt(places.size()));
        var ledgerCode = ledgers.codes.find(UNIT, code).orElseThrow();
        var span = new Span(code, first, last);
        var sheet = new PaperNumber(PAPER, PaperCode.digits(8, first));
        switch (random.nextInt(15)) {
            case 0 -> ledgers.documents.receive(UNIT, ledgerCode, new Span(code, first, first + 40), "", "", WHO);
            case 1, 2 -> {
                if (allowed(from, to)) {
                    ledgers.documents.moveNamed(UNIT, DocumentType.DISTRIBUTION, ledgerCode, span, from, to, "", WHO);
                }
            }
            case 3 -> {
                if (allowed(from, to)) {
                    ledgers.documents
                            .moveLowest(
                                    UNIT,
                                    DocumentType.DISTRIBUTION,
                                    ledgerCode,
                                    1 + random.nextInt(30),
                                    from,
                                    to,
                                    "",
                                    WHO)
                            .orElseThrow(() -> new Refused(409, "STOCK_EXHAUSTED", ""));
                }
            }
            case 4 ->
                database.transactions()
                        .executeWithoutResult(status -> ledgers.ledger.take(
                                UNIT,
                                from.point() == null ? Place.point("0101") : from,
                                BillKind.OUTPATIENT,
                                2026,
                                1 + random.nextInt(9)));
            case 5 -> ledgers.ledger.burn(UNIT, Ledgers.CODE, first, "张测", "监制前作废");
            case 6 -> {
                var window = from.point() == null ? Place.point("0102") : from;
                ledgers.paper.reserve(UNIT, window, sheet, "张测", "DY" + first);
                if (random.nextBoolean()) {
                    ledgers.paper.confirm(UNIT, sheet, "张测", "DY" + first);
                } else {
                    ledgers.paper.release(UNIT, sheet, "张测", "DY" + first);
                }
            }
            case 7 -> ledgers.paper.voidUsed(UNIT, sheet, "张测", "卡纸", "ZF" + first);
            case 8 -> ledgers.documents.moveNamed(UNIT, DocumentType.VOIDING, ledgerCode, span, from, from, "受潮", WHO);
            case 9 -> {
                var document = ledgers.documents.applyForDestruction(
                        UNIT, ledgers.codes.find(UNIT, PAPER).orElseThrow(), new Span(PAPER, first, last), "清理", WHO);
                ledgers.documents.approve(document, OTHER);
                ledgers.documents.approve(document, THIRD);
            }
            case 10, 11 ->
                database.transactions()
                        .executeWithoutResult(status -> ledgers.offline.hand(
                                UNIT, "0101", BillKind.OUTPATIENT, 2026, 1 + random.nextInt(20), AGENT, "LX" + first));
            case 12, 13 -> database.transactions().executeWithoutResult(status -> offline(random, first, last));
            default -> {
                ledgers.stockBureau.answers.add(
                        random.nextBoolean()
                                ? new StockBureau.Return.Accepted()
                                : new StockBureau.Return.Refused("号段有误"));
                try {
                    ledgers.requests.giveBack(UNIT, ledgerCode, List.of(span), "用不完", WHO);
                } finally {
                    ledgers.stockBureau.answers.clear();
                }
            }
        }
    }

    /** What the agent holds of these numbers is used, goes back, or is given up. */
    private void offline(Random random, long first, long last) {
        var within = new NumberSource.Segment(Ledgers.CODE, first, last);
        for (var held : List.copyOf(ledgers.offline.held(UNIT, "0101", within, AGENT))) {
            switch (random.nextInt(3)) {
                case 0 -> ledgers.offline.use(UNIT, "0101", Ledgers.CODE, held.first(), AGENT, "LX");
                case 1 -> ledgers.offline.giveBack(UNIT, "0101", held, AGENT, "窗口代理 " + AGENT, "LX");
                default -> ledgers.offline.burn(UNIT, "0101", held, AGENT, "张测", "LX", "机器丢失");
            }
        }
    }

    /** The ways the form lets through. */
    private static boolean allowed(Place from, Place to) {
        if (from.equals(to)) {
            return false;
        }
        if (from.cashier() != null || to.cashier() != null) {
            return from.point() != null && from.point().equals(to.point());
        }
        return true;
    }
}
