package org.yipiao.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.CheckCode;
import org.yipiao.bill.offline.AgentCall;
import org.yipiao.bill.offline.BlockReturn;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.NumberBlock;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.bill.offline.OfflineQr;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.bill.sign.TerminalKey;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.Charges;
import org.yipiao.issuing.IssueSetup;
import org.yipiao.masterdata.Callers;
import org.yipiao.numbering.LedgerSigner;
import org.yipiao.shared.BillId;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** A block goes out, bills come in, the ledger stays whole; and what must not happen does not, in code and database alike. */
@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfflinePgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final char[] SECRET = "test-only".toCharArray();

    @TempDir
    static Path directory;

    private static int windows;
    private static long stocked = 1;

    private TestDatabase database;
    private IssueSetup setup;
    private AgentStore agents;
    private BlockStore blockStore;
    private UploadStore uploads;
    private AgentDesk agentDesk;
    private BlockDesk blocks;
    private UploadDesk desk;
    private OfflineWatch watch;
    private CauseRules rules;

    /** What an agent keeps for itself. */
    private final class Window {
        final SoftKey key;
        final String code;
        final NumberBlock block;
        long seq;
        String head = OfflineBill.NOTHING_BEFORE;
        long next;
        Instant since = setup.clock.instant();

        Window() {
            key = TerminalKey.openOrCreate(
                    directory.resolve("window" + ++windows + ".p12"), SECRET, "测试窗口", setup.clock.instant());
            var invitation = agentDesk.invite(UNIT, "一号窗电脑", "0101", "测试甲");
            code = enrolled(invitation.enrolment(), key).code();
            block = blocks.hand(me(), BillKind.OUTPATIENT, null, Set.of()).held();
            next = block.first();
        }

        WindowAgent me() {
            return agents.find(code).orElseThrow();
        }

        /** A bill as the agent writes it: its own number, check code and time. */
        OfflineBill issue(String busNo, String yuan) {
            var content = Charges.content(BillKind.OUTPATIENT, busNo, yuan, "测试甲");
            var unit = setup.hospital.current(UNIT);
            var bill = new Bill(
                    unit.tag(),
                    unit.normVersion(),
                    unit.billName(content.kind()),
                    block.code(),
                    BillNumber.of(next++),
                    new CheckCode("0a1b2c"),
                    unit.templateCode(block.code()),
                    unit.supervisorArea(),
                    LocalDateTime.ofInstant(setup.clock.instant(), OneHospital.ZONE)
                            .withNano(0),
                    unit.party(),
                    content,
                    unit.unitSeal(),
                    unit.supervisorySeal(),
                    Optional.empty());
            var written = new OfflineBill(
                    UNIT.value(),
                    code,
                    block.blockNo(),
                    ++seq,
                    head,
                    "DEMOHIS",
                    "02",
                    bill.issuedAt(),
                    "0101",
                    Cause.NETWORK,
                    since,
                    false,
                    1,
                    StandardCharsets.UTF_8,
                    new String(BillXml.block(bill, StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            head = written.digest();
            return written;
        }

        UploadDesk.Presented presented(OfflineBill bill) {
            return new UploadDesk.Presented(bill, key.sign(bill.bytes()), "", new byte[0]);
        }

        Upload upload(OfflineBill bill) {
            return desk.upload(me(), presented(bill)).upload();
        }

        BlockReturn proof() {
            return new BlockReturn(UNIT.value(), code, block.blockNo(), next, seq, head);
        }
    }

    @BeforeAll
    void a_hospital(TestDatabase testDatabase) {
        database = testDatabase;
        setup = new IssueSetup(database);
        var transactions = new JdbcTransactionManager(database.dataSource());
        var unitKey = TerminalKey.openOrCreate(directory.resolve("unit.p12"), SECRET, "示例医院", setup.clock.instant());
        var beans = new StaticListableBeanFactory();
        beans.addBean("signer", (LedgerSigner)
                (unit, content) -> new LedgerSigner.Signed(unitKey.certificate(), unitKey.sign(content)));
        agents = new AgentStore(database.jdbc());
        blockStore = new BlockStore(database.jdbc());
        uploads = new UploadStore(database.jdbc());
        var settings = new OfflineSettings(
                new OfflineConfigured(
                        20,
                        100_000,
                        50_000,
                        72,
                        Duration.ofDays(7),
                        Duration.ofHours(48),
                        Duration.ofHours(24),
                        Duration.ofDays(7),
                        Duration.ofMinutes(10)),
                parameter -> OptionalLong.empty());
        rules = new CauseRules(new CauseRuleStore(database.jdbc()), settings, setup.clock);
        agentDesk = new AgentDesk(agents, blockStore, setup.hospital, setup.clock, transactions);
        blocks = new BlockDesk(
                agents,
                blockStore,
                uploads,
                setup.ledgers.offline(),
                beans.getBeanProvider(LedgerSigner.class),
                setup.hospital,
                setup.hospital,
                settings,
                setup.clock,
                transactions);
        desk = new UploadDesk(
                agents,
                blockStore,
                uploads,
                setup.ledgers.offline(),
                setup.offline,
                setup.queries,
                setup.hospital,
                new DemoCaller(),
                beans.getBeanProvider(SentSettlement.class),
                setup.vault,
                rules,
                setup.clock,
                transactions);
        watch = new OfflineWatch(
                agents, blockStore, uploads, setup.hospital, settings, rules, setup.clock, new SimpleMeterRegistry());
    }

    @BeforeEach
    void numbers_at_the_point() {
        setup.stocked("0101", stocked, 100);
        stocked += 100;
    }

    private static final class DemoCaller implements Callers {
        @Override
        public Optional<Caller> find(String appid) {
            return appid.equals("DEMOHIS")
                    ? Optional.of(new Caller(UNIT, appid, "示例业务系统", "0".repeat(26), false, false, true))
                    : Optional.empty();
        }

        @Override
        public List<Caller> all(UnitId unit) {
            return List.of();
        }

        @Override
        public void save(Caller caller, String by) {
            throw new UnsupportedOperationException();
        }
    }

    private WindowAgent enrolled(String enrolment, SoftKey key) {
        return agentDesk.enrol(enrolment, key.certificate(), key.sign(enrolment.getBytes(StandardCharsets.UTF_8)));
    }

    private String standing(NumberBlock block, long number) {
        return setup.ledgers.standing(block.code(), number);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void an_enrolment_code_works_once_and_only_with_the_key_that_shows_it() {
        var key = TerminalKey.openOrCreate(directory.resolve("a.p12"), SECRET, "甲", setup.clock.instant());
        var other = TerminalKey.openOrCreate(directory.resolve("b.p12"), SECRET, "乙", setup.clock.instant());
        String enrolment = agentDesk.invite(UNIT, "电脑", "0101", "测试甲").enrolment();
        refused("OFFLINE_ENROLMENT_WRONG", () -> enrolled(enrolment + "X", key));
        refused(
                "OFFLINE_SIGNATURE_WRONG",
                () -> agentDesk.enrol(
                        enrolment, key.certificate(), other.sign(enrolment.getBytes(StandardCharsets.UTF_8))));
        String code = enrolled(enrolment, key).code();
        assertThat(enrolled(enrolment, key).code())
                .as("a lost answer is asked for again")
                .isEqualTo(code);
        refused("OFFLINE_ENROLMENT_WRONG", () -> enrolled(enrolment, other));
        String late = agentDesk.invite(UNIT, "电脑", "0101", "测试甲").enrolment();
        setup.clock.forward(Duration.ofHours(25));
        refused("OFFLINE_ENROLMENT_WRONG", () -> enrolled(late, other));
        refused("POINT_UNKNOWN", () -> agentDesk.invite(UNIT, "电脑", "9999", "测试甲"));
    }

    @Test
    void a_call_counts_only_with_the_signature_of_exactly_this_call_and_of_now() {
        var window = new Window();
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String now = setup.clock.instant().toString();
        String path = "/api/agent/v1/heartbeats";
        String good =
                Base64.getEncoder().encodeToString(window.key.sign(AgentCall.signed(window.code, now, path, body)));
        assertThat(agentDesk.caller(window.code, now, good, path, body).code()).isEqualTo(window.code);
        refused("OFFLINE_SIGNATURE_WRONG", () -> agentDesk.caller(window.code, now, good, path + "x", body));
        refused("OFFLINE_SIGNATURE_WRONG", () -> agentDesk.caller(window.code, now, good, path, new byte[] {1}));
        refused("OFFLINE_SIGNATURE_WRONG", () -> agentDesk.caller("NOBODY", now, good, path, body));
        refused("OFFLINE_SIGNATURE_WRONG", () -> agentDesk.caller(window.code, null, good, path, body));
        setup.clock.forward(Duration.ofMinutes(6));
        refused("OFFLINE_CLOCK_WRONG", () -> agentDesk.caller(window.code, now, good, path, body));
    }

    @Test
    void a_block_moves_from_the_point_s_stock_and_a_lost_answer_is_given_again() {
        var window = new Window();
        var block = window.block;
        assertThat(block.count()).isEqualTo(20);
        assertThat(standing(block, block.first())).isEqualTo("离线票号段 0101 " + window.code);
        assertThat(NumberBlock.read(block.text())).isEqualTo(block);
        assertThat(blocks.hand(window.me(), BillKind.OUTPATIENT, null, Set.of()).held())
                .as("not named, so it was lost on the way")
                .isEqualTo(block);
        var second = blocks.hand(window.me(), BillKind.OUTPATIENT, null, Set.of(block.blockNo()));
        assertThat(second.held().blockNo()).isNotEqualTo(block.blockNo());
        refused(
                "OFFLINE_BLOCKS_ENOUGH",
                () -> blocks.hand(
                        window.me(),
                        BillKind.OUTPATIENT,
                        null,
                        Set.of(block.blockNo(), second.held().blockNo())));
        refused("OFFLINE_STOCK_SHORT", () -> blocks.hand(window.me(), BillKind.INPATIENT, null, Set.of()));
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void next_years_block_is_handed_out_in_the_last_days_and_is_good_from_midnight_on() {
        var window = new Window();
        var next = new BillCode("99060127");
        refused("OFFLINE_YEAR_CLOSED", () -> blocks.hand(window.me(), BillKind.OUTPATIENT, 2027, Set.of()));
        setup.clock.forward(Duration.between(setup.clock.instant(), Instant.parse("2026-12-30T02:00:00Z")));
        refused("OFFLINE_STOCK_SHORT", () -> blocks.hand(window.me(), BillKind.OUTPATIENT, 2027, Set.of()));
        setup.ledgers.stocked("0101", BillKind.OUTPATIENT, next, 1, 100);
        refused("OFFLINE_YEAR_CLOSED", () -> blocks.hand(window.me(), BillKind.OUTPATIENT, 2028, Set.of()));
        refused("OFFLINE_YEAR_CLOSED", () -> blocks.hand(window.me(), BillKind.OUTPATIENT, 2025, Set.of()));
        var block =
                blocks.hand(window.me(), BillKind.OUTPATIENT, 2027, Set.of()).held();
        assertThat(block.code()).isEqualTo(next);
        assertThat(block.issuedAt()).isEqualTo("2026-12-31T16:00:00Z");
        assertThat(block.validUntil()).isAfter("2027-01-05T00:00:00Z");
        assertThat(blocks.hand(window.me(), BillKind.OUTPATIENT, null, Set.of(block.blockNo()))
                        .held()
                        .code()
                        .year())
                .as("this year's blocks are counted for themselves")
                .isEqualTo(2026);
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void bills_arrive_once_in_their_order_as_they_were_printed_and_go_the_normal_road() {
        var window = new Window();
        var first = window.issue("LX0001", "12.05");
        setup.clock.forward(Duration.ofMinutes(3));
        var second = window.issue("LX0002", "8.00");
        setup.clock.forward(Duration.ofHours(5));
        refused("OFFLINE_OUT_OF_ORDER", () -> window.upload(second));
        var taken = window.upload(first);
        window.upload(second);
        assertThat(taken.state()).isEqualTo(Upload.State.ACCEPTED);
        assertThat(desk.upload(window.me(), window.presented(first)).first()).isFalse();
        var bill = setup.queries
                .byKey(window.block.code(), BillNumber.of(window.block.first()))
                .orElseThrow();
        assertThat(bill.issuedAt()).isEqualTo(first.bill().issuedAt());
        assertThat(bill.checkCode().text()).isEqualTo("0a1b2c");
        assertThat(BillXml.block(setup.queries.bill(bill.id()), StandardCharsets.UTF_8))
                .isEqualTo(first.block());
        assertThat(setup.onTheRoad).contains(bill.id());
        assertThat(setup.offline.marks(UNIT, List.of(bill.id())).get(bill.id()).agent())
                .isEqualTo(window.code);
        assertThat(standing(window.block, window.block.first())).isEqualTo("已开具 0101 " + window.code);
        assertThat(standing(window.block, window.block.first() + 2)).startsWith("离线票号段");
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void a_settlement_that_was_issued_online_meanwhile_is_a_conflict_and_never_a_second_bill() {
        var window = new Window();
        var online = IssueSetup.accepted(setup.issuing.issue(Charges.outpatient("LX0100")));
        var offline = window.issue("LX0100", "12.05");
        var taken = window.upload(offline);
        assertThat(taken.state()).isEqualTo(Upload.State.CONFLICT);
        assertThat(taken.conflict()).contains("已联机开具", online.number().digits());
        assertThat(standing(window.block, window.block.first())).startsWith("离线票号段");
        var key = offline.bill().key();
        refused("OFFLINE_STILL_UNFIT", () -> desk.accept(UNIT, key, "仍要入账", "测试甲"));
        assertThat(desk.giveUp(UNIT, key, "已收回离线票据", "测试甲").state()).isEqualTo(Upload.State.VOIDED);
        assertThat(standing(window.block, window.block.first())).startsWith("号码作废");
        refused("OFFLINE_DECIDED", () -> desk.giveUp(UNIT, key, "再次", "测试甲"));
        assertThat(setup.queries.byBusNo(UNIT, "DEMOHIS", "LX0100")).hasSize(1);
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void what_breaks_a_limit_waits_for_a_person_who_may_let_it_stand() {
        var window = new Window();
        var dear = window.issue("LX0200", "500.01");
        assertThat(window.upload(dear).conflict()).contains("单张金额超过离线上限 500.00 元");
        assertThat(window.upload(window.issue("LX0201", "499.00")).state()).isEqualTo(Upload.State.ACCEPTED);
        assertThat(window.upload(window.issue("LX0202", "1.00")).conflict()).contains("累计金额超过离线上限");
        assertThat(desk.accept(UNIT, dear.bill().key(), "金额属实", "测试甲").state()).isEqualTo(Upload.State.ACCEPTED);
        setup.clock.forward(Duration.ofHours(73));
        assertThat(window.upload(window.issue("LX0203", "0.50")).conflict()).contains("连续离线超过 72 小时");
        window.since = setup.clock.instant();
        setup.clock.forward(Duration.ofDays(7));
        window.since = setup.clock.instant();
        assertThat(window.upload(window.issue("LX0204", "0.50")).conflict()).contains("不在号段有效期内");
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void nothing_that_was_changed_after_signing_is_taken() {
        var window = new Window();
        var bill = window.issue("LX0300", "12.05");
        byte[] signature = window.key.sign(bill.bytes());
        var dearer = OfflineBill.read(bill.text().replace("12.05", "99.05"));
        refused(
                "OFFLINE_SIGNATURE_WRONG",
                () -> desk.upload(window.me(), new UploadDesk.Presented(dearer, signature, "", new byte[0])));
        var other = new Window();
        refused("OFFLINE_SIGNATURE_WRONG", () -> desk.upload(other.me(), window.presented(bill)));
        window.upload(bill);
        // The same key from a copied folder goes on from the same place with another bill.
        window.seq = 0;
        window.head = OfflineBill.NOTHING_BEFORE;
        window.next = window.block.first();
        var fork = window.issue("LX0301", "3.00");
        refused("OFFLINE_JOURNAL_FORKED", () -> window.upload(fork));
    }

    @Test
    void the_rest_of_a_block_comes_back_only_with_proof_of_what_was_used() {
        var window = new Window();
        var bill = window.issue("LX0400", "12.05");
        refused("OFFLINE_BILLS_MISSING", () -> blocks.giveBack(window.me(), window.proof()));
        window.upload(bill);
        var lie = new BlockReturn(
                UNIT.value(), window.code, window.block.blockNo(), window.block.first(), window.seq, window.head);
        refused("OFFLINE_BILLS_MISSING", () -> blocks.giveBack(window.me(), lie));
        var back = blocks.giveBack(window.me(), window.proof());
        assertThat(back.state()).isEqualTo(Block.State.RETURNED);
        assertThat(back.returned()).isEqualTo(19);
        assertThat(blocks.giveBack(window.me(), window.proof()).returned())
                .as("asked again")
                .isEqualTo(19);
        assertThat(standing(window.block, window.block.first())).startsWith("已开具");
        assertThat(standing(window.block, window.block.last())).isEqualTo("开票点 0101");
        var late = window.issue("LX0401", "1.00");
        assertThat(window.upload(late).conflict()).contains("已作废或已退回");
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void bills_of_a_lost_machine_are_entered_from_their_codes_and_the_silent_numbers_are_given_up_by_a_person() {
        var window = new Window();
        window.upload(window.issue("LX0500", "12.05"));
        var lost =
                List.of(window.issue("LX0501", "7.00"), window.issue("LX0502", "8.00"), window.issue("LX0503", "9.00"));
        refused("OFFLINE_AGENT_ALIVE", () -> desk.scan(UNIT, window.presented(lost.get(1)), "测试甲"));
        refused("OFFLINE_BLOCK_ALIVE", () -> blocks.burn(UNIT, window.block.blockNo(), "丢失", "测试甲"));
        agentDesk.revoke(UNIT, window.code, "电脑被盗", "测试甲");
        refused("OFFLINE_AGENT_REVOKED", () -> window.upload(lost.getFirst()));
        refused("OFFLINE_AGENT_REVOKED", () -> blocks.giveBack(window.me(), window.proof()));
        refused("OFFLINE_AGENT_REVOKED", () -> blocks.hand(window.me(), BillKind.OUTPATIENT, null, Set.of()));
        // Two of the three sheets are found; their codes are scanned in any order.
        var codes = new ArrayList<String>();
        for (OfflineBill bill : List.of(lost.get(2), lost.get(0))) {
            var qr = OfflineQr.of(bill, window.key.sign(bill.bytes()));
            codes.add(qr.signature());
            codes.addAll(qr.content());
        }
        for (var scanned : OfflineQr.read(String.join("\n", codes))) {
            var taken = desk.scan(
                    UNIT, new UploadDesk.Presented(scanned.bill(), scanned.signature(), "", new byte[0]), "测试甲");
            assertThat(taken.upload().state()).isEqualTo(Upload.State.ACCEPTED);
            assertThat(taken.upload().scannedBy()).isEqualTo("测试甲");
        }
        assertThatThrownBy(
                        () -> OfflineQr.read(codes.get(0) + "\n" + codes.get(1).replace('A', 'B')))
                .hasMessageContaining("二维码");
        refused("OFFLINE_SCAN_PERIOD", () -> blocks.burn(UNIT, window.block.blockNo(), "丢失", "测试甲"));
        setup.clock.forward(Duration.ofDays(8));
        assertThat(blocks.burn(UNIT, window.block.blockNo(), "补录期满，号码去向不明", "测试甲"))
                .isEqualTo(17);
        assertThat(standing(window.block, window.block.first() + 2)).startsWith("号码作废");
        refused("OFFLINE_NOTHING_LEFT", () -> blocks.burn(UNIT, window.block.blockNo(), "再次", "测试甲"));
        var late = desk.scan(UNIT, window.presented(lost.get(1)), "测试甲").upload();
        assertThat(late.conflict())
                .as("found too late: never re-used, never revived")
                .contains("已作废");
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void a_deadline_that_passes_is_found_by_the_inspection() {
        var window = new Window();
        agentDesk.seen(window.me(), 1, setup.clock.instant(), "NETWORK", "离线中");
        assertThat(watch.inspect()).noneMatch(found -> found.cause().contains(window.code));
        setup.clock.forward(Duration.ofHours(25));
        assertThat(watch.inspect())
                .anyMatch(found ->
                        found.cause().contains(window.code) && found.cause().contains("1 张离线票据逾期未上传"));
        var bill = window.issue("LX0600", "2.00");
        setup.clock.forward(Duration.ofHours(25));
        assertThat(window.upload(bill).arrivedAt())
                .isAfter(bill.bill()
                        .issuedAt()
                        .atZone(OneHospital.ZONE)
                        .toInstant()
                        .plus(Duration.ofHours(24)));
        assertThat(watch.late(UNIT)).isPositive();
    }

    @Test
    void an_expired_block_still_takes_its_bills_and_comes_back() {
        var window = new Window();
        var bill = window.issue("LX0700", "12.05");
        setup.clock.forward(Duration.ofDays(8));
        blocks.expire();
        assertThat(blockStore.find(UNIT, window.block.blockNo()).orElseThrow().state())
                .isEqualTo(Block.State.EXPIRED);
        assertThat(window.upload(bill).state()).isEqualTo(Upload.State.ACCEPTED);
        assertThat(blocks.giveBack(window.me(), window.proof()).returned()).isEqualTo(19);
    }

    @Test
    void the_database_itself_refuses_what_must_never_be() {
        var window = new Window();
        var bill = window.issue("LX0800", "12.05");
        var taken = window.upload(bill);
        var jdbc = database.jdbc();
        // A number in the hands of two agents.
        var twice = new NumberBlock(
                UNIT.value(),
                "LX-TWICE-1",
                window.code,
                window.block.keySm3(),
                "0101",
                BillKind.OUTPATIENT,
                window.block.code(),
                window.block.last(),
                window.block.last() + 1_000_000,
                1,
                1,
                1,
                window.block.issuedAt(),
                window.block.validUntil());
        broken("no_number_in_two_blocks", () -> blockStore.add(twice));
        // A number of another block; a bill without its number; what was decided, changed.
        broken(
                "is not of block",
                () -> jdbc.sql("""
                        insert into offline.bill
                          (unit_id, bill_code, bill_number, block_no, agent_code, seq, caller, bus_no, total_fen, issued_at, since,
                           cause, tried, due_at, arrived_at, scanned_by, content, signature, method, state, conflict)
                        select unit_id, bill_code, '9999999999', block_no, agent_code, seq + 1, caller, bus_no, total_fen, issued_at,
                               since, cause, tried, due_at, arrived_at, scanned_by, content, signature, method, 'CONFLICT', '测试'
                          from offline.bill
                         where bill_number = :number
                        """).param("number", taken.number()).update());
        broken(
                "is kept as it came",
                () -> jdbc.sql(
                                "update offline.bill set state = 'CONFLICT', bill_id = null, conflict = '改' where bill_number = :number")
                        .param("number", taken.number())
                        .update());
        broken("never deleted", () -> jdbc.sql("delete from offline.bill").update());
        broken(
                "only grows",
                () -> jdbc.sql("update offline.agent set last_seq = 0 where agent_code = :code")
                        .param("code", window.code)
                        .update());
        broken(
                "can not go to UNIT",
                () -> jdbc.sql(
                                "update numbering.range set account = 'UNIT', point = null, cashier = null where account = 'OFFLINE' and cashier = :code")
                        .param("code", window.code)
                        .update());
        broken(
                "never changed or deleted",
                () -> jdbc.sql("update issuing.offline set agent_code = 'X' where bill_id = :bill")
                        .param("bill", taken.billId())
                        .update());
        assertThat(setup.offline.marks(UNIT, List.of(new BillId(-1)))).isEmpty();
    }

    private static void broken(String rule, ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(DataAccessException.class).hasMessageContaining(rule);
    }

    @Test
    void each_cause_has_its_own_window_and_deadline_within_bounds() {
        assertThat(rules.all(UNIT)).extracting(CauseRules.CauseRule::cause).containsExactly(Cause.values());
        assertThat(rules.all(UNIT))
                .extracting(CauseRules.CauseRule::windowHours)
                .containsOnly(24);
        assertThat(rules.within(UNIT, Cause.BUREAU)).isEqualTo(Duration.ofHours(48));
        assertThat(rules.within(UNIT, Cause.POWER)).isEqualTo(Duration.ofHours(24));
        setup.clock.forward(Duration.ofSeconds(1));
        rules.set(UNIT, Cause.POWER, 12, 6, "测试甲");
        setup.clock.forward(Duration.ofSeconds(1));
        rules.set(UNIT, Cause.POWER, 72, 36, "测试乙");
        assertThat(rules.within(UNIT, Cause.POWER)).isEqualTo(Duration.ofHours(36));
        assertThat(rules.all(UNIT)).contains(new CauseRules.CauseRule(Cause.POWER, 72, 36, "测试乙"));
        assertThat(rules.within(new UnitId("990002"), Cause.POWER))
                .as("another unit's own")
                .isEqualTo(Duration.ofHours(24));
        assertThatThrownBy(() -> rules.set(UNIT, Cause.OTHER, 73, 0, "测试甲"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .extracting(FieldError::path)
                                .containsExactly("windowHours", "reportHours"));
        refusedByDatabase(() -> database.jdbc()
                .sql("update offline.cause_rule set window_hours = 1")
                .update());
    }

    @Test
    void what_a_silent_window_may_still_issue_is_counted_down_from_its_last_word() {
        var window = new Window();
        var open = blocks.all(UNIT).stream()
                .filter(block -> block.held().equals(window.block))
                .toList();
        Instant seen = setup.clock.instant();
        agents.seen(window.code, seen, 0, null, "", "正常");
        assertThat(watch.window(window.me(), open)).hasValueSatisfying(running -> {
            assertThat(running.hours()).isEqualTo(24);
            assertThat(running.until()).as("in touch").isNull();
        });
        agents.seen(window.code, seen, 1, seen, Cause.BUREAU.name(), "正常");
        setup.clock.forward(Duration.ofHours(2));
        assertThat(watch.window(window.me(), open)).hasValueSatisfying(running -> {
            assertThat(running.cause()).isEqualTo(Cause.BUREAU);
            assertThat(running.until()).isEqualTo(seen.plus(Duration.ofHours(24)));
            assertThat(running.bound()).isEqualTo(RunningWindow.Bound.RULE);
        });
        assertThat(watch.window(window.me(), List.of())).isEmpty();
        agentDesk.revoke(UNIT, window.code, "电脑报废", "测试甲");
        assertThat(watch.window(window.me(), open)).as("it was stopped").isEmpty();
    }

    private static void refusedByDatabase(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(DataAccessException.class);
    }
}
