package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
class ProofPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final String PAPER = "99610101";
    private static final Place WINDOW = Place.point("0101");
    private static final LocalDate DAY = LocalDate.of(2026, 6, 14);
    private static final Path CHECKER = Path.of("../docs/checks/number_ledger.py");

    @TempDir
    static Path directory;

    private final TestDatabase database;
    private final SettableClock clock = new SettableClock();
    private Ledgers ledgers;
    private Proofs proofs;

    ProofPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        ledgers = new Ledgers(database, clock);
        SoftKey key = CertificateAuthority.openOrCreate(
                        directory.resolve("ca.p12"),
                        "test-only".toCharArray(),
                        "测试根",
                        Instant.parse("2026-01-01T00:00:00Z"))
                .key(
                        directory.resolve("unit.p12"),
                        "test-only".toCharArray(),
                        "示例医院",
                        Instant.parse("2026-01-01T00:00:00Z"));
        var beans = new StaticListableBeanFactory();
        LedgerSigner signer = (unit, content) -> new LedgerSigner.Signed(key.certificate(), key.sign(content));
        beans.addBean("signer", signer);
        ledgers.signedBy(signer);
        proofs = new Proofs(
                new ProofStore(database.jdbc()),
                new SegmentStore(database.jdbc()),
                beans.getBeanProvider(LedgerSigner.class),
                new OneHospital(),
                clock,
                new DataSourceTransactionManager(database.dataSource()));
    }

    /** A day with electronic numbers, paper, a jam, a spoiled sheet and a burnt number. */
    private void aDay(long from) {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, from, 50);
        ledgers.segments.certify();
        database.transactions()
                .executeWithoutResult(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 20));
        // The point uses up what it has first: the second day goes on at 21.
        ledgers.ledger.burn(UNIT, Ledgers.CODE, from == 1 ? 8 : 28, "测试甲", "监制前作废");
        ledgers.paper.register(UNIT, new PaperCode(PAPER, "门诊票", PaperKind.OUTPATIENT, 8, null, false));
        var roll = new PaperStock.PaperRange(PAPER, PaperCode.digits(8, from), PaperCode.digits(8, from + 9));
        ledgers.paper.receive(UNIT, roll, "测试甲", "RK" + from);
        ledgers.paper.move(UNIT, roll, Place.UNIT, WINDOW, "测试甲", "XF" + from);
        var sheet = new PaperNumber(PAPER, PaperCode.digits(8, from + 3));
        ledgers.paper.reserve(UNIT, WINDOW, sheet, "测试乙", "DY" + from);
        ledgers.paper.release(UNIT, sheet, "测试乙", "DY" + from);
        ledgers.paper.use(UNIT, WINDOW, sheet, "测试乙", "HK" + from);
        ledgers.paper.voidUsed(UNIT, sheet, "测试乙", "打印模糊", "ZF" + from);
    }

    private List<String> dump() {
        var out = new ByteArrayOutputStream();
        proofs.dump(UNIT, out);
        return new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private record Verdict(int exit, String words) {}

    private static Verdict checked(List<String> lines) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("dump.ndjson"), String.join("\n", lines) + "\n");
        var process = new ProcessBuilder("python3", CHECKER.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verdict(process.waitFor(), words);
    }

    private static int line(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + part);
    }

    @Test
    void two_days_are_proved_and_an_outsider_finds_no_gap_and_no_double() throws Exception {
        aDay(1);
        assertThat(proofs.make(UNIT, DAY, "系统").numbers()).isEqualTo(60);
        clock.forward(Duration.ofDays(1));
        aDay(1001);
        var second = proofs.make(UNIT, DAY.plusDays(1), "系统");
        assertThat(second.numbers()).isEqualTo(120);
        var verdict = checked(dump());
        assertThat(verdict.words()).contains("通过：证明 2 份").contains("号码 120 个，无断号、无重号；号段证书 2 份");
        assertThat(verdict.exit()).isZero();
        var forged = dump();
        int at = line(forged, "\"segment\"");
        forged.set(at, forged.get(at).replace("\\\"last\\\":50", "\\\"last\\\":60"));
        assertThat(checked(forged).words()).contains("不通过：号段证书").contains("与流水不符");
    }

    @Test
    void numbers_in_the_hands_of_a_window_agent_are_proved_like_all_others() throws Exception {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
        database.transactions().executeWithoutResult(status -> {
            var block = ledgers.offline
                    .hand(UNIT, "0101", BillKind.OUTPATIENT, 2026, 20, "W1", "LX-W1-1")
                    .orElseThrow();
            assertThat(block.first())
                    .as("from the end, the window goes on from the front")
                    .isEqualTo(31);
            ledgers.offline.use(UNIT, "0101", Ledgers.CODE, 31, "W1", "LX-W1-1");
            ledgers.offline.use(UNIT, "0101", Ledgers.CODE, 32, "W1", "LX-W1-1");
            ledgers.offline.burn(
                    UNIT, "0101", new NumberSource.Segment(Ledgers.CODE, 33, 33), "W1", "测试甲", "LX-W1-1", "电脑丢失");
            ledgers.offline.giveBack(
                    UNIT, "0101", new NumberSource.Segment(Ledgers.CODE, 40, 50), "W1", "测试甲", "LX-W1-1");
            ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 35);
        });
        assertThat(ledgers.even()).isTrue();
        var content = proofs.make(UNIT, DAY, "系统").content();
        assertThat(content).contains("\"OFFLINE|0101|W1\":[[34,39]]", "\"ISSUED|0101|W1\":[[31,32]]");
        var verdict = checked(dump());
        assertThat(verdict.words()).contains("号码 50 个，无断号、无重号");
        assertThat(verdict.exit()).isZero();
    }

    @Test
    void whatever_is_tampered_with_in_the_dump_is_found() throws Exception {
        aDay(1);
        proofs.make(UNIT, DAY, "系统");
        clock.forward(Duration.ofDays(1));
        aDay(1001);
        proofs.make(UNIT, DAY.plusDays(1), "系统");
        var good = dump();
        int taken = line(good, "\"to\":\"ISSUED|0101|\"");
        int proof = line(good, "\"proof\":1");

        var lost = new ArrayList<>(good);
        lost.remove(taken);
        refuted(lost, "号码 8 不在 ISSUED");

        var twice = new ArrayList<>(good);
        twice.add(taken + 1, good.get(taken).replaceFirst("\"movement\":\\d+", "\"movement\":" + id(good, taken + 1)));
        refuted(twice, "号码 1 不在 POINT");

        var longer = new ArrayList<>(good);
        longer.set(taken, good.get(taken).replace("\"last\":20", "\"last\":21"));
        refuted(longer, "");

        var rewritten = new ArrayList<>(good);
        rewritten.set(proof, good.get(proof).replace("\\\"numbers\\\":50", "\\\"numbers\\\":51"));
        assertThat(rewritten).isNotEqualTo(good);
        refuted(rewritten, "摘要与正文不符");

        var missing = new ArrayList<>(good);
        missing.remove(proof);
        refuted(missing, "缺失");

        var forged = new ArrayList<>(good);
        String signature = good.get(proof).replaceFirst(".*\"signature\":\"([^\"]+)\".*", "$1");
        char end = signature.charAt(40);
        forged.set(
                proof,
                good.get(proof)
                        .replace(
                                signature,
                                signature.substring(0, 40) + (end == 'A' ? 'B' : 'A') + signature.substring(41)));
        refuted(forged, "签名无效");
    }

    private static String id(List<String> lines, int at) {
        return lines.get(at).replaceFirst(".*\"movement\":(\\d+).*", "$1");
    }

    private static void refuted(List<String> lines, String why) throws Exception {
        var verdict = checked(lines);
        assertThat(verdict.exit()).as(verdict.words()).isEqualTo(1);
        assertThat(verdict.words()).startsWith("不通过").contains(why);
    }

    @Test
    void a_ledger_that_differs_from_its_journal_is_not_signed() {
        aDay(1);
        database.jdbc().sql("""
                        set session_replication_role = replica;
                        update numbering.range set last_no = last_no - 1 where account = 'POINT' and bill_code = '99060126';
                        set session_replication_role = origin
                        """).update();
        assertThatThrownBy(() -> proofs.make(UNIT, DAY, "系统"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("LEDGER_BROKEN"))
                .hasMessageContaining("按流水 21-50 开票点 0101，账上 21-49");
        assertThat(new ProofStore(database.jdbc()).count(UNIT)).isZero();
    }

    @Test
    void yesterday_is_proved_once_by_itself() {
        aDay(1);
        proofs.daily();
        proofs.daily();
        assertThat(new ProofStore(database.jdbc()).list(UNIT, 1, 10))
                .singleElement()
                .satisfies(proof -> {
                    assertThat(proof.day()).isEqualTo(DAY);
                    assertThat(proof.by()).isEqualTo("系统");
                });
        assertThat(proofs.inspect()).isEmpty();
    }

    @Test
    void days_without_a_platform_get_their_certificates_afterwards() throws Exception {
        aDay(1);
        clock.forward(Duration.ofDays(1));
        proofs.daily();
        // The evening after the certificate belongs to no certified day yet; then the platform is away for three days.
        aDay(1001);
        clock.forward(Duration.ofDays(4));
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 2001, 50);
        proofs.daily();
        var made = new ProofStore(database.jdbc()).list(UNIT, 1, 10).reversed();
        assertThat(made).extracting(Proof::day).containsExactly(days(1, 5));
        assertThat(made)
                .as("each says what there was when its day ended, not what there is today")
                .extracting(Proof::numbers)
                .containsExactly(60L, 120L, 120L, 120L, 120L);
        assertThat(made).extracting(Proof::seq).containsExactly(1, 2, 3, 4, 5);
        proofs.daily();
        assertThat(new ProofStore(database.jdbc()).count(UNIT)).isEqualTo(5);
        var verdict = checked(dump());
        assertThat(verdict.words()).contains("通过：证明 5 份");
    }

    private static LocalDate[] days(int from, int until) {
        return DAY.plusDays(from).datesUntil(DAY.plusDays(until + 1L)).toArray(LocalDate[]::new);
    }

    @Test
    void a_certificate_made_by_hand_at_noon_does_not_end_its_day() {
        aDay(1);
        proofs.make(UNIT, DAY.plusDays(1), "测试甲");
        aDay(1001);
        clock.forward(Duration.ofDays(1));
        proofs.daily();
        assertThat(new ProofStore(database.jdbc()).list(UNIT, 1, 10).reversed())
                .extracting(Proof::day, Proof::by, Proof::numbers)
                .containsExactly(Tuple.tuple(DAY.plusDays(1), "测试甲", 60L), Tuple.tuple(DAY.plusDays(1), "系统", 120L));
    }

    @Test
    void by_hand_after_days_away_the_missing_days_come_first() {
        aDay(1);
        proofs.make(UNIT, DAY, "测试甲");
        clock.forward(Duration.ofDays(2));
        assertThat(proofs.make(UNIT, DAY.plusDays(3), "测试甲").seq()).isEqualTo(4);
        assertThat(new ProofStore(database.jdbc()).list(UNIT, 1, 10).reversed())
                .extracting(Proof::day)
                .containsExactly(days(0, 3));
    }

    @Test
    void a_certificate_can_not_be_changed() {
        aDay(1);
        proofs.make(UNIT, DAY, "系统");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update numbering.proof set numbers = 0")
                        .update())
                .hasMessageContaining("never changed");
    }
}
