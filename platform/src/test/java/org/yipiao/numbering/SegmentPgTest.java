package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.numbering.NumberStock.Take;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 号段证书: numbers are taken only from what was certified for the place, on this installation. */
@PgTest
class SegmentPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    static Path directory;

    private static SoftKey key;
    private static SoftKey foreign;

    private final TestDatabase database;
    private final SettableClock clock = new SettableClock();
    private final AtomicInteger signed = new AtomicInteger();
    private boolean away;
    private Ledgers ledgers;

    SegmentPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void keys() {
        var authority =
                CertificateAuthority.openOrCreate(directory.resolve("ca.p12"), "test-only".toCharArray(), "测试根", BEGIN);
        key = authority.key(directory.resolve("unit.p12"), "test-only".toCharArray(), "示例医院", BEGIN);
        foreign = authority.key(directory.resolve("other.p12"), "test-only".toCharArray(), "他院", BEGIN);
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        begin(key);
    }

    /** As after a start of the platform: nothing is remembered. */
    private void begin(SoftKey with) {
        ledgers = new Ledgers(database, clock);
        ledgers.signedBy((unit, content) -> {
            if (away) {
                throw new IllegalStateException("签名服务器不可用");
            }
            signed.incrementAndGet();
            return new LedgerSigner.Signed(with.certificate(), with.sign(content));
        });
    }

    private Take take(String point, int count) {
        return database.transactions()
                .execute(status -> ledgers.ledger.take(UNIT, point, BillKind.OUTPATIENT, 2026, count));
    }

    private void tampered(String sql) {
        database.jdbc()
                .sql("set session_replication_role = replica; " + sql + "; set session_replication_role = origin")
                .update();
    }

    private void refused(Take take, String why) {
        assertThat(take)
                .isInstanceOfSatisfying(
                        Take.Uncertified.class,
                        no -> assertThat(no.why()).contains(why).contains("99060126"));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void what_a_point_got_is_certified_once_and_taken_from_without_asking_again() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        assertThat(take("0101", 1)).as("its certificate is on its way").isInstanceOf(Take.Taken.class);
        ledgers.segments.certify();
        ledgers.segments.certify();
        assertThat(signed).hasValue(1);
        assertThat(take("0101", 1)).isInstanceOf(Take.Taken.class);
        clock.forward(Segments.GRACE.plusHours(1));
        assertThat(take("0101", 20)).isInstanceOf(Take.Taken.class);
        begin(key);
        assertThat(take("0101", 20)).as("after a start, too").isInstanceOf(Take.Taken.class);
        ledgers.segments.audit();
        assertThat(ledgers.segments.inspect()).isEmpty();
        assertThat(take("0101", 20)).isInstanceOf(Take.Exhausted.class);
    }

    @Test
    void neighbouring_segments_are_one_range_under_two_certificates_and_what_went_away_is_not_covered() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 51, 50);
        ledgers.segments.certify();
        clock.forward(Segments.GRACE.plusHours(1));
        assertThat(take("0101", 60)).isInstanceOf(Take.Taken.class);
        database.transactions()
                .executeWithoutResult(status -> ledgers.documents.moveLowest(
                        UNIT,
                        DocumentType.RETURN,
                        ledgers.codes.find(UNIT, Ledgers.CODE.digits()).orElseThrow(),
                        40,
                        Place.point("0101"),
                        Place.UNIT,
                        "不用了",
                        Who.system("测试甲")));
        assertThat(take("0101", 1)).isInstanceOf(Take.Exhausted.class);
        // Somebody writes the numbers back to the point past the ledger.
        tampered("update numbering.range set account = 'POINT', point = '0101' where account = 'UNIT'");
        begin(key);
        assertThat(take("0101", 1))
                .isInstanceOfSatisfying(
                        Take.Uncertified.class, no -> assertThat(no.why()).contains("没有有效的号段证书"));
    }

    @Test
    void a_segment_that_was_lengthened_moved_or_copied_issues_nothing() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        ledgers.segments.certify();
        clock.forward(Segments.GRACE.plusHours(1));
        assertThat(take("0101", 50)).isInstanceOf(Take.Taken.class);
        tampered("update numbering.range set last_no = 60 where first_no = 1");
        assertThat(take("0101", 1))
                .isInstanceOfSatisfying(
                        Take.Uncertified.class,
                        no -> assertThat(no.why()).contains("没有有效的号段证书").contains("0101"));
        ledgers.segments.audit();
        assertThat(ledgers.segments.inspect())
                .singleElement()
                .extracting(Inspection.Finding::severity)
                .isEqualTo(Inspection.Severity.SERIOUS);

        Ledgers.empty(database);
        begin(key);
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        ledgers.segments.certify();
        tampered("update numbering.range set point = '0202' where point = '0101'");
        refused(take("0202", 1), "没有有效的号段证书");
        tampered("update numbering.segment_certificate set point = '0202'");
        refused(take("0202", 1), "签名无效，或与号段不符");
    }

    @Test
    void a_certificate_of_another_key_or_another_installation_is_worth_nothing() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        ledgers.segments.certify();
        byte[] certificate = foreign.certificate();
        byte[] signature = foreign.sign(database.jdbc()
                .sql("select convert_to(content, 'UTF8') from numbering.segment_certificate")
                .query(byte[].class)
                .single());
        database.transactions().executeWithoutResult(status -> {
            database.jdbc().sql("set local session_replication_role = replica").update();
            database.jdbc()
                    .sql("update numbering.segment_certificate set certificate = :certificate, signature = :signature")
                    .param("certificate", certificate)
                    .param("signature", signature)
                    .update();
        });
        refused(take("0101", 1), "不是本平台签发，或被改动");
        tampered("update numbering.segment_certificate set mark = decode(repeat('00', 32), 'hex')");
        refused(take("0101", 1), "不是本平台签发，或被改动");
    }

    @Test
    void a_signature_server_that_is_away_stops_no_window_for_three_days_and_is_told_of() {
        away = true;
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        ledgers.segments.certify();
        assertThat(take("0101", 1)).isInstanceOf(Take.Taken.class);
        assertThat(ledgers.segments.inspect()).isEmpty();
        clock.forward(Duration.ofMinutes(11));
        assertThat(ledgers.segments.inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.cause()).contains("1 个下发的号段还没有号段证书"));
        clock.forward(Segments.GRACE);
        refused(take("0101", 1), "没有有效的号段证书");
        ledgers.segments.certify();
        away = false;
        ledgers.segments.certify();
        assertThat(signed).as("not yet: it is left alone for a while").hasValue(0);
        clock.forward(Duration.ofMinutes(1));
        ledgers.segments.certify();
        assertThat(take("0101", 1)).isInstanceOf(Take.Taken.class);
        assertThat(ledgers.segments.inspect()).isEmpty();
    }

    @Test
    void a_cashiers_own_numbers_are_certified_to_her() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        var her = new Place("0101", "测试乙");
        database.transactions()
                .executeWithoutResult(status -> ledgers.documents.moveLowest(
                        UNIT,
                        DocumentType.DISTRIBUTION,
                        ledgers.codes.find(UNIT, Ledgers.CODE.digits()).orElseThrow(),
                        10,
                        Place.point("0101"),
                        her,
                        "",
                        Who.system("测试甲")));
        ledgers.segments.certify();
        assertThat(signed).hasValue(2);
        clock.forward(Segments.GRACE.plusHours(1));
        Take hers =
                database.transactions().execute(status -> ledgers.ledger.take(UNIT, her, BillKind.OUTPATIENT, 2026, 3));
        assertThat(hers).isInstanceOf(Take.Taken.class);
        tampered("update numbering.range set cashier = '测试丙' where cashier = '测试乙' and account = 'CASHIER'");
        var other = new Place("0101", "测试丙");
        Take theirs = database.transactions()
                .execute(status -> ledgers.ledger.take(UNIT, other, BillKind.OUTPATIENT, 2026, 3));
        assertThat(theirs).isInstanceOf(Take.Uncertified.class);
        assertThat(List.of(take("0101", 5))).hasOnlyElementsOfType(Take.Taken.class);
    }
}
