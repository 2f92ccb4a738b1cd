package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.numbering.NumberSource.Grant;
import org.yipiao.numbering.NumberSource.Segment;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
class StockDocumentsPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final String E = Ledgers.CODE.digits();
    private static final String PAPER = "99610101";
    private static final Who ZHANG = new Who("zhang", "张测");
    private static final Who LI = new Who("li", "李测");
    private static final Who WANG = new Who("wang", "王测");

    private final TestDatabase database;
    private SettableClock clock;
    private Ledgers ledgers;

    StockDocumentsPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        clock = new SettableClock();
        ledgers = new Ledgers(database, clock);
        ledgers.ledger.register(UNIT, Ledgers.CODE, BillKind.OUTPATIENT, 2026);
        ledgers.paper.register(UNIT, new PaperCode(PAPER, "门诊票", PaperKind.OUTPATIENT, 8, null, false));
    }

    private static DocumentForm.Filled form(DocumentType type, String code, @Nullable Long count) {
        return new DocumentForm.Filled(type, code, count, null, null, null, null, null, null, null, null, null, null);
    }

    private static DocumentForm.Filled move(
            DocumentType type, String code, String first, String last, Place from, Place to, String reason) {
        return new DocumentForm.Filled(
                type,
                code,
                null,
                first,
                last,
                from.point(),
                from.cashier(),
                to.point(),
                to.cashier(),
                null,
                null,
                reason,
                null);
    }

    private StockDocument act(DocumentForm.Filled filled) {
        return ledgers.form.act(UNIT, filled, ZHANG);
    }

    private void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private void paperInStock(long count) {
        act(move(DocumentType.RECEIPT, PAPER, "00000001", PaperCode.digits(8, count), Place.UNIT, Place.UNIT, ""));
    }

    private long blank(Place place) {
        return ledgers.balances.of(UNIT, null).stream()
                .filter(line -> place.equals(line.place()))
                .mapToLong(Balances.Line::blank)
                .sum();
    }

    @Test
    void the_bureau_approves_a_part_and_exactly_that_part_is_received_once() {
        ledgers.bureau.answers.add(new Grant.Pending());
        var asked = act(form(DocumentType.REQUEST, E, 10_000L));
        assertThat(asked.state()).isEqualTo(DocumentState.REVIEWING);
        refused(() -> act(form(DocumentType.REQUEST, E, 5L)), "REQUEST_OPEN");
        var allotted = new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 1, 8_000)), "按用票量核定");
        ledgers.bureau.answers.add(allotted);
        ledgers.requests.askAgain();
        ledgers.bureau.answers.add(allotted);
        ledgers.requests.askAgain();
        assertThat(blank(Place.UNIT)).isEqualTo(8_000);
        var done = ledgers.documentStore.find(UNIT, asked.no()).orElseThrow();
        assertThat(done.state()).isEqualTo(DocumentState.DONE);
        assertThat(done.answer()).contains("核准 8000 份").contains("按用票量核定");
        assertThat(ledgers.documentStore.steps(UNIT, asked.no()))
                .extracting(StockDocument.Step::act)
                .containsExactly("填单", "受理", "赋码", "入库");
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_refused_request_keeps_the_bureaus_reason() {
        ledgers.bureau.answers.add(new Grant.Refused("本期核销未完成"));
        var asked = act(form(DocumentType.REQUEST, E, 100L));
        assertThat(asked.state()).isEqualTo(DocumentState.REFUSED);
        assertThat(asked.answer()).isEqualTo("本期核销未完成");
        assertThat(blank(Place.UNIT)).isZero();
    }

    @Test
    void more_than_was_asked_is_not_received() {
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 1, 101))));
        assertThat(act(form(DocumentType.REQUEST, E, 100L)).state()).isEqualTo(DocumentState.REFUSED);
        assertThat(blank(Place.UNIT)).isZero();
    }

    @Test
    void a_draft_is_sent_later_and_a_bureau_that_is_away_is_asked_again() {
        var filled = form(DocumentType.REQUEST, E, 100L);
        var draft = act(new DocumentForm.Filled(
                filled.type(), E, 100L, null, null, null, null, null, null, null, null, "年底备票", true));
        assertThat(draft.state()).isEqualTo(DocumentState.DRAFT);
        assertThat(ledgers.bureau.asked).isEmpty();
        ledgers.bureau.answers.add(new IllegalStateException("connection reset"));
        assertThat(ledgers.requests.submit(draft, LI).state()).isEqualTo(DocumentState.SUBMITTED);
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 1, 100))));
        ledgers.requests.askAgain();
        assertThat(ledgers.bureau.asked).containsExactly(draft.no(), draft.no());
        assertThat(blank(Place.UNIT)).isEqualTo(100);
    }

    @Test
    void asked_for_paper_waits_until_the_boxes_are_there() {
        ledgers.stockBureau.answers.add(new StockBureau.PaperGrant.Allotted(
                List.of(new PaperStock.PaperRange(PAPER, "00000001", "00001000")), ""));
        var asked = act(form(DocumentType.REQUEST, PAPER, 1_000L));
        assertThat(asked.state()).isEqualTo(DocumentState.ALLOTTED);
        assertThat(blank(Place.UNIT)).isZero();
        assertThat(ledgers.requests.receive(asked, LI).state()).isEqualTo(DocumentState.DONE);
        assertThat(blank(Place.UNIT)).isEqualTo(1_000);
        refused(() -> ledgers.requests.receive(asked, LI), "DOCUMENT_CHANGED");
    }

    @Test
    void sheets_moved_to_a_window_and_back_change_each_place_by_exactly_that() {
        paperInStock(1_000);
        var window = Place.point("0101");
        act(new DocumentForm.Filled(
                DocumentType.DISTRIBUTION, PAPER, 100L, null, null, null, null, "0101", null, null, null, null, null));
        act(move(DocumentType.DISTRIBUTION, PAPER, "00000001", "00000030", window, Place.cashier("0101", "zhao"), ""));
        act(move(DocumentType.RETURN, PAPER, "00000011", "00000030", Place.cashier("0101", "zhao"), window, ""));
        act(move(DocumentType.RETURN, PAPER, "00000061", "00000100", window, Place.UNIT, "多领"));
        assertThat(blank(Place.UNIT)).isEqualTo(940);
        assertThat(blank(window)).isEqualTo(50);
        assertThat(blank(Place.cashier("0101", "zhao"))).isEqualTo(10);
        refused(
                () -> act(move(DocumentType.RETURN, PAPER, "00000061", "00000061", window, Place.UNIT, "")),
                "NUMBERS_NOT_THERE");
        refused(
                () -> act(new DocumentForm.Filled(
                        DocumentType.DISTRIBUTION,
                        PAPER,
                        941L,
                        null,
                        null,
                        null,
                        null,
                        "0102",
                        null,
                        null,
                        null,
                        null,
                        null)),
                "STOCK_EXHAUSTED");
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_wrong_form_names_every_fault_at_once() {
        assertThatThrownBy(() -> act(new DocumentForm.Filled(
                        DocumentType.DISTRIBUTION,
                        "123",
                        0L,
                        null,
                        null,
                        null,
                        null,
                        "9999",
                        null,
                        null,
                        null,
                        null,
                        null)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .extracting("path")
                                .containsExactly("code", "count", "toPoint", "toPoint"));
        assertThatThrownBy(() -> act(form(DocumentType.DESTRUCTION, PAPER, 5L)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.errors()).extracting("path").containsExactly("reason", "first"));
    }

    @Test
    void returned_numbers_leave_only_when_the_bureau_accepts_and_can_come_again() {
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 1, 100))));
        act(form(DocumentType.REQUEST, E, 100L));
        ledgers.stockBureau.answers.add(new StockBureau.Return.Pending());
        var back = act(move(DocumentType.BUREAU_RETURN, E, "0000000051", "0000000100", Place.UNIT, Place.UNIT, "用不完"));
        assertThat(back.state()).isEqualTo(DocumentState.REVIEWING);
        assertThat(blank(Place.UNIT)).as("set aside meanwhile").isEqualTo(50);
        ledgers.stockBureau.answers.add(new StockBureau.Return.Refused("号段有误"));
        ledgers.requests.askAgain();
        assertThat(blank(Place.UNIT)).isEqualTo(100);
        ledgers.stockBureau.answers.add(new StockBureau.Return.Accepted());
        act(move(DocumentType.BUREAU_RETURN, E, "0000000051", "0000000100", Place.UNIT, Place.UNIT, "用不完"));
        assertThat(blank(Place.UNIT)).isEqualTo(50);
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 81, 120))));
        assertThat(act(form(DocumentType.REQUEST, E, 40L)).state()).isEqualTo(DocumentState.DONE);
        assertThat(blank(Place.UNIT)).isEqualTo(90);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void destruction_needs_two_approvals_by_others() {
        paperInStock(10);
        act(move(DocumentType.VOIDING, PAPER, "00000001", "00000003", Place.UNIT, Place.UNIT, "受潮"));
        act(new DocumentForm.Filled(
                DocumentType.DISTRIBUTION, PAPER, 2L, null, null, null, null, "0101", null, null, null, null, null));
        refused(
                () -> act(move(DocumentType.DESTRUCTION, PAPER, "00000001", "00000005", Place.UNIT, Place.UNIT, "到期")),
                "NOT_DESTROYABLE");
        var asked = act(move(DocumentType.DESTRUCTION, PAPER, "00000001", "00000003", Place.UNIT, Place.UNIT, "到期"));
        refused(() -> ledgers.documents.approve(asked, ZHANG), "APPROVER_IS_APPLICANT");
        assertThat(ledgers.documents.approve(asked, LI).state()).isEqualTo(DocumentState.FIRST_APPROVED);
        refused(() -> ledgers.documents.approve(asked, LI), "APPROVED_BEFORE");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update numbering.document set state = 'DONE' where document_no = :no")
                        .param("no", asked.no())
                        .update())
                .hasMessageContaining("needs two approvals");
        assertThat(ledgers.documents.approve(asked, WANG).state()).isEqualTo(DocumentState.DONE);
        refused(() -> ledgers.documents.approve(asked, WANG), "DOCUMENT_CHANGED");
        assertThat(ledgers.balances.of(UNIT, null).stream()
                        .mapToLong(line -> line.count(Account.DESTROYED))
                        .sum())
                .isEqualTo(3);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void next_years_numbers_are_at_the_points_and_locked_until_the_year_begins() {
        var next = new BillCode("99060127");
        ledgers.stocked("0101", BillKind.OUTPATIENT, next, 1, 50);
        assertThat(take(2026)).isInstanceOf(NumberStock.Take.Exhausted.class);
        clock.forward(Duration.between(clock.instant(), Instant.parse("2026-12-31T16:00:00Z")));
        assertThat(take(2027)).isEqualTo(new NumberStock.Take.Taken(List.of(new Segment(next, 1, 1))));
    }

    private NumberStock.Take take(int year) {
        return database.transactions()
                .execute(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, year, 1));
    }

    @Test
    void old_stock_is_recovered_from_every_point_and_undated_paper_is_carried_over_once() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        take(2026);
        act(new DocumentForm.Filled(
                DocumentType.DISTRIBUTION, E, 5L, null, null, "0101", null, "0101", "zhao", null, null, null, null));
        paperInStock(10);
        clock.forward(Duration.between(clock.instant(), Instant.parse("2027-01-02T02:00:00Z")));
        var recovery = act(new DocumentForm.Filled(
                DocumentType.RECOVERY, null, null, null, null, null, null, null, null, null, 2026, null, null));
        assertThat(recovery.count()).isEqualTo(49);
        assertThat(blank(Place.point("0101"))).isZero();
        refused(
                () -> act(new DocumentForm.Filled(
                        DocumentType.RECOVERY, null, null, null, null, null, null, null, null, null, 2026, null, null)),
                "NOTHING_TO_RECOVER");
        var over = act(new DocumentForm.Filled(
                DocumentType.CARRY_OVER, null, null, null, null, null, null, null, null, null, 2026, null, null));
        assertThat(over.count()).isEqualTo(10);
        refused(
                () -> act(new DocumentForm.Filled(
                        DocumentType.CARRY_OVER,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        2026,
                        null,
                        null)),
                "CARRIED_OVER");
        refused(
                () -> act(new DocumentForm.Filled(
                        DocumentType.DISTRIBUTION,
                        E,
                        5L,
                        null,
                        null,
                        null,
                        null,
                        "0101",
                        null,
                        null,
                        null,
                        null,
                        null)),
                "FIELD_INVALID");
        assertThat(ledgers.even()).isTrue();
    }

    private static DocumentForm.Filled ofYear(DocumentType type, int year) {
        return new DocumentForm.Filled(type, null, null, null, null, null, null, null, null, null, year, null, null);
    }

    @Test
    void a_year_is_carried_over_when_it_ends_and_not_before() {
        paperInStock(10);
        clock.forward(Duration.between(clock.instant(), Instant.parse("2026-12-30T15:59:59Z")));
        refused(() -> act(ofYear(DocumentType.CARRY_OVER, 2026)), "FIELD_INVALID");
        clock.forward(Duration.ofSeconds(1));
        assertThat(act(ofYear(DocumentType.CARRY_OVER, 2026)).count()).isEqualTo(10);
    }

    /** Field defect: after a year of spoiled sheets, only the first thousand pieces were recovered. */
    @Test
    void old_stock_in_thousands_of_pieces_is_recovered_to_the_last_number() {
        database.jdbc().sql("""
                        insert into numbering.range (unit_id, bill_code, account, point, first_no, next_no, last_no)
                        select :unit, :code, 'POINT', '0101', 2 * n, 2 * n, 2 * n
                          from generate_series(1, 1200) n
                        """).param("unit", UNIT.value()).param("code", E).update();
        clock.forward(Duration.between(clock.instant(), Instant.parse("2027-01-02T02:00:00Z")));
        assertThat(act(ofYear(DocumentType.RECOVERY, 2026)).count()).isEqualTo(1_200);
        assertThat(blank(Place.point("0101"))).isZero();
        assertThat(blank(Place.UNIT)).isEqualTo(1_200);
    }

    @Test
    void next_years_numbers_count_against_next_years_limit() {
        var limits = List.of(new DrawCertificate.Limit(E.substring(0, 6), 0, 150));
        ledgers.certificates.keep(
                UNIT,
                new DrawCertificate(
                        "LYZ1", "示例省财政厅", LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31), false, limits),
                "测试");
        var next = new BillCode("99060127");
        ledgers.ledger.register(UNIT, next, BillKind.OUTPATIENT, 2027);
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 1, 140))));
        act(form(DocumentType.REQUEST, E, 140L));
        clock.forward(Duration.between(clock.instant(), Instant.parse("2026-12-05T02:00:00Z")));
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(next, 1, 100))));
        act(form(DocumentType.REQUEST, next.digits(), 100L));
        refused(() -> act(form(DocumentType.REQUEST, E, 11L)), "YEAR_LIMIT");
        clock.forward(Duration.ofDays(60));
        refused(() -> act(form(DocumentType.REQUEST, next.digits(), 51L)), "YEAR_LIMIT");
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(next, 101, 150))));
        assertThat(act(form(DocumentType.REQUEST, next.digits(), 50L)).state()).isEqualTo(DocumentState.DONE);
    }

    @Test
    void what_is_left_is_told_as_of_the_end_of_the_declared_period() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        take(2026);
        clock.forward(Duration.ofDays(1));
        var jdbc = database.jdbc();
        var usage = new UsageLedger(new ProofStore(jdbc), new BalanceStore(jdbc), ledgers.codes);
        long cut = usage.cut(UNIT, clock.instant());
        take(2026);
        take(2026);
        assertThat(usage.left(UNIT, cut)).extracting(UsedNumbers.Left::count).containsExactly(49L);
    }

    @Test
    void a_cashiers_own_numbers_are_taken_before_anybody_elses() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 20);
        act(new DocumentForm.Filled(
                DocumentType.DISTRIBUTION, E, 2L, null, null, "0101", null, "0101", "zhao", null, null, null, null));
        var mine = Place.cashier("0101", "zhao");
        database.transactions().executeWithoutResult(status -> {
            assertThat(ledgers.ledger.take(UNIT, mine, BillKind.OUTPATIENT, 2026, 2))
                    .isEqualTo(new NumberStock.Take.Taken(List.of(new Segment(Ledgers.CODE, 1, 2))));
            assertThat(ledgers.ledger.take(UNIT, mine, BillKind.OUTPATIENT, 2026, 1))
                    .isEqualTo(new NumberStock.Take.Exhausted(0));
            assertThat(ledgers.ledger.take(UNIT, Place.point("0101"), BillKind.OUTPATIENT, 2026, 1))
                    .isEqualTo(new NumberStock.Take.Taken(List.of(new Segment(Ledgers.CODE, 3, 3))));
        });
        assertThat(ledgers.ledger.issued(UNIT).stream()
                        .mapToLong(run -> run.last() - run.first() + 1)
                        .sum())
                .isEqualTo(3);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void an_expired_certificate_blocks_requests_and_its_limits_hold() {
        var limits = List.of(new DrawCertificate.Limit(E.substring(0, 6), 100, 150));
        ledgers.certificates.keep(
                UNIT,
                new DrawCertificate(
                        "LYZ1", "示例省财政厅", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 6, 30), false, limits),
                "测试");
        refused(() -> act(form(DocumentType.REQUEST, E, 101L)), "DRAW_LIMIT");
        refused(() -> act(form(DocumentType.REQUEST, PAPER, 1L)), "KIND_NOT_ON_CERTIFICATE");
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(Ledgers.CODE, 1, 100))));
        assertThat(act(form(DocumentType.REQUEST, E, 100L)).certificateNo()).isEqualTo("LYZ1");
        refused(() -> act(form(DocumentType.REQUEST, E, 51L)), "YEAR_LIMIT");
        clock.forward(Duration.ofDays(20));
        refused(() -> act(form(DocumentType.REQUEST, E, 50L)), "CERTIFICATE_EXPIRED");
    }

    @Test
    void any_past_moment_and_any_number_can_be_asked_for() {
        paperInStock(100);
        var before = clock.instant();
        clock.forward(Duration.ofHours(1));
        act(new DocumentForm.Filled(
                DocumentType.DISTRIBUTION, PAPER, 40L, null, null, null, null, "0101", null, null, null, null, null));
        ledgers.paper.use(UNIT, Place.point("0101"), new PaperNumber(PAPER, "00000001"), "测试乙", "HK1");
        ledgers.paper.voidUsed(UNIT, new PaperNumber(PAPER, "00000001"), "测试乙", "卡纸", "ZF1");
        assertThat(ledgers.balances.of(UNIT, before)).singleElement().satisfies(line -> {
            assertThat(line.place()).isEqualTo(Place.UNIT);
            assertThat(line.blank()).isEqualTo(100);
        });
        var now = ledgers.balances.of(UNIT, clock.instant());
        assertThat(now).hasSameSizeAs(ledgers.balances.of(UNIT, null));
        assertThat(now.stream()
                        .mapToLong(line -> line.counts().values().stream()
                                .mapToLong(n -> n)
                                .sum())
                        .sum())
                .isEqualTo(100);
        assertThat(new BalanceStore(database.jdbc()).history(UNIT, PAPER, 1))
                .extracting(NumberStock.Movement::to)
                .containsExactly("单位库存", "开票点", "已开具", "已作废");
        assertThat(new BalanceStore(database.jdbc()).history(UNIT, PAPER, 41))
                .extracting(NumberStock.Movement::to)
                .containsExactly("单位库存");
    }

    @Test
    void what_happened_to_a_document_is_kept_for_ever() {
        paperInStock(10);
        assertThatThrownBy(() -> database.jdbc()
                        .sql("delete from numbering.document_step")
                        .update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update numbering.document set reason = 'x'")
                        .update())
                .hasMessageContaining("is closed");
    }
}
