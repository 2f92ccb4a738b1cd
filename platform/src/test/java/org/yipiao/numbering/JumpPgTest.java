package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.UnitId;

@PgTest
class JumpPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final String CODE = Ledgers.CODE.digits();

    private final TestDatabase database;
    private final SettableClock clock = new SettableClock();
    private Ledgers ledgers;
    private JumpStore store;

    JumpPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        ledgers = new Ledgers(database, clock);
        store = new JumpStore(database.jdbc());
    }

    private void take(String point, int count) {
        database.transactions()
                .executeWithoutResult(status -> ledgers.ledger.take(UNIT, point, BillKind.OUTPATIENT, 2026, count));
        clock.forward(Duration.ofMinutes(1));
    }

    private String told(boolean onlyJumps) {
        var text = new StringBuilder();
        for (JumpStore.Piece piece : store.pieces(UNIT, CODE, onlyJumps, 1, 100)) {
            text.append(piece.first())
                    .append('-')
                    .append(piece.last())
                    .append(' ')
                    .append(piece.account());
            if (piece.point() != null) {
                text.append(' ').append(piece.point());
            }
            if (!piece.reason().isEmpty()) {
                text.append(' ').append(piece.reason());
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Test
    void a_code_nobody_used_has_nothing_to_explain() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        assertThat(store.sum(UNIT, CODE)).isEqualTo(new JumpStore.Sum(0, 0, 0, 0, 0, 0));
        assertThat(told(false)).isEmpty();
    }

    @Test
    void every_number_between_the_lowest_and_the_highest_used_one_is_told() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        // 51 to 60 were given to another hospital.
        ledgers.stocked("0102", BillKind.OUTPATIENT, Ledgers.CODE, 61, 40);
        take("0102", 5);
        take("0101", 20);
        ledgers.ledger.burn(UNIT, Ledgers.CODE, 8, "测试甲", "监制前作废");
        assertThat(told(false)).isEqualTo("""
                1-7 ISSUED 0101
                8-8 BURNT 0101 监制前作废
                9-20 ISSUED 0101
                21-50 POINT 0101
                51-60 BUREAU
                61-65 ISSUED 0102
                """);
        assertThat(told(true)).isEqualTo("""
                8-8 BURNT 0101 监制前作废
                21-50 POINT 0101
                51-60 BUREAU
                """);
        assertThat(store.sum(UNIT, CODE)).isEqualTo(new JumpStore.Sum(1, 65, 24, 41, 6, 3));
    }

    @Test
    void a_used_segment_says_when_its_first_and_its_last_number_were_taken() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        var first = clock.instant();
        take("0101", 2);
        var last = clock.instant();
        take("0101", 3);
        assertThat(store.pieces(UNIT, CODE, false, 1, 10)).singleElement().satisfies(piece -> {
            assertThat(piece.from()).isEqualTo(first);
            assertThat(piece.until()).isEqualTo(last);
        });
    }
}
