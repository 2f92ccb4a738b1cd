package org.yipiao.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.NumberBlock;
import org.yipiao.bill.offline.OfflineQr;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.bill.sign.TerminalKey;
import tools.jackson.databind.JsonNode;

/** What a machine may issue by itself, and what it refuses; and that its folder is worth nothing elsewhere. */
class OfflineDeskTest {
    private static final Instant START = Instant.parse("2026-06-15T02:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = START;
    private String allowed = "";
    private long longBytes = Long.MAX_VALUE;
    private SoftKey key;
    private SoftKey unit;

    @BeforeEach
    void keys() {
        key = TerminalKey.openOrCreate(folder.resolve("agent.p12"), "x".toCharArray(), "窗口", START);
        unit = TerminalKey.openOrCreate(folder.resolve("unit.p12"), "x".toCharArray(), "示例医院", START);
    }

    private NumberBlock block(SoftKey holder) {
        return new NumberBlock(
                "990001",
                "LX-W1-1",
                "W1",
                Sm2.sm3Hex(holder.certificate()),
                "0101",
                BillKind.OUTPATIENT,
                new BillCode("99060126"),
                1,
                3,
                10_000,
                6_000,
                72,
                START,
                START.plus(Duration.ofDays(7)));
    }

    private OfflineDesk desk() throws IOException {
        var desk = new OfflineDesk(folder, key, new Pin(folder, allowed, () -> now), () -> now, longBytes);
        if (desk.base() == null) {
            desk.base(SentFields.JSON.readTree("""
                    {"at":"2026-06-15T02:00:00Z","unit":"990001","version":1,
                     "party":{"code":"12990000000000000X","name":"示例医院","payeeName":"示例医院","payeeAccount":"1","payeeBank":"示例银行"},
                     "supervisorArea":"990100","tag":"CZ-EI-99","normVersion":"1.1.0",
                     "names":{"OUTPATIENT":"示例省医疗门诊收费票据（电子）","INPATIENT":"示例省医疗住院收费票据（电子）"},
                     "unitSeal":{"id":"1","name":"示例医院","hash":"0"},"supervisorySeal":{"id":"2","name":"监制","hash":"1"},
                     "charset":"UTF-8","zone":"Asia/Shanghai",
                     "items":[{"code":"09","name":"西药费","kinds":["OUTPATIENT"],"order":9}],
                     "codes":{"HIS":{"PLACE":{"W01":"0101","W02":"0102"},"CHARGE_ITEM":{"C1":"09"}}},"stoppedChannels":[]}
                    """));
        }
        return desk;
    }

    private OfflineDesk holding() throws IOException {
        var desk = desk();
        var block = block(key);
        desk.take(block.text(), unit.certificate(), unit.sign(block.bytes()), List.of());
        return desk;
    }

    private static JsonNode settlement(String busNo, String place, String yuan) {
        return SentFields.JSON.readTree("""
                {"busNo":"%s","busType":"02","payer":"测试甲","busDateTime":"20260615100000000","placeCode":"%s","payee":"收费员",
                 "totalAmt":"%s","chargeDetail":[{"chargeCode":"C1","amt":"%s","number":1,"std":"%s"}]}
                """.formatted(busNo, place, yuan, yuan, yuan));
    }

    private OfflineDesk.Issued issue(OfflineDesk desk, String busNo, String yuan) throws Exception {
        return issue(desk, settlement(busNo, "W01", yuan), START);
    }

    private static OfflineDesk.Issued issue(OfflineDesk desk, JsonNode data, Instant since) throws Exception {
        return desk.issue(
                "HIS",
                "invoiceEBillOutpatient",
                data,
                SentFields.JSON.writeValueAsBytes(data),
                new Link.Offline(since, Cause.NETWORK));
    }

    @Test
    void a_bill_is_whole_signed_and_found_again_after_a_restart() throws Exception {
        try (var desk = holding()) {
            var first = issue(desk, "A1", "20.50");
            assertThat(issue(desk, "A1", "20.50")).isEqualTo(first);
            assertThatThrownBy(() -> issue(desk, "A1", "21.50")).hasMessageContaining("内容不同");
            var kept = desk.kept(first);
            assertThat(kept.bill().bill().number().digits()).isEqualTo("0000000001");
            var codes = OfflineQr.of(kept.bill(), kept.signature());
            var scanned = OfflineQr.read(String.join(" ", codes.content()) + " " + codes.signature());
            assertThat(scanned.getFirst().bill()).isEqualTo(kept.bill());
            var answer = desk.answer(first);
            assertThat(answer.path("createTime").asString()).isEqualTo("20260615100000000");
            assertThat(answer.path("random").asString()).hasSize(6);
        }
        try (var desk = desk()) {
            assertThat(desk.waitingCount()).isEqualTo(1);
            assertThat(issue(desk, "A1", "20.50").number()).isEqualTo("99060126 0000000001");
            var second = issue(desk, "A2", "20.00");
            assertThat(second.number()).isEqualTo("99060126 0000000002");
            assertThat(desk.kept(second).bill().previous())
                    .isEqualTo(desk.kept(issue(desk, "A1", "20.50")).bill().digest());
        }
    }

    @Test
    void the_units_rule_for_a_cause_ends_the_spell_before_the_block_does() throws Exception {
        try (var desk = holding()) {
            var told = SentFields.JSON.readTree(Files.readString(folder.resolve("base-data.json")));
            var with = (tools.jackson.databind.node.ObjectNode) told;
            with.putArray("outages")
                    .add(SentFields.JSON.readTree("{\"cause\":\"POWER\",\"windowHours\":12,\"reportHours\":6}"))
                    .add(SentFields.JSON.readTree("{\"cause\":\"FLOOD\",\"windowHours\":1,\"reportHours\":1}"));
            desk.base(with);
            assertThat(desk.windowHours(Cause.POWER)).isEqualTo(12);
            assertThat(desk.windowHours(Cause.NETWORK)).isEqualTo(72);
            assertThat(desk.reportHours(Cause.POWER)).hasValue(6);
            assertThat(desk.reportHours(Cause.OTHER)).isEmpty();
            var power = new Link.Offline(START.minus(Duration.ofHours(12)), Cause.POWER);
            var data = settlement("P1", "W01", "1.00");
            byte[] sent = SentFields.JSON.writeValueAsBytes(data);
            assertThatThrownBy(() -> desk.issue("HIS", "invoiceEBillOutpatient", data, sent, power))
                    .hasMessageContaining("连续离线已满 12 小时（停电后恢复）");
            var network = new Link.Offline(power.since(), Cause.NETWORK);
            var issued = desk.issue("HIS", "invoiceEBillOutpatient", data, sent, network);
            assertThat(desk.kept(issued).bill().cause()).isEqualTo(Cause.NETWORK);
        }
    }

    @Test
    void every_limit_stops_it_with_a_clear_word() throws Exception {
        try (var desk = holding()) {
            assertThatThrownBy(() -> issue(desk, "B0", "60.01")).hasMessageContaining("单张金额超过离线上限 60.00 元");
            assertThatThrownBy(() -> issue(desk, settlement("B0", "W02", "1.00"), START))
                    .hasMessageContaining("属于开票点 0101");
            assertThatThrownBy(() -> issue(desk, settlement("B0", "W09", "1.00"), START))
                    .hasMessageContaining("W09 未对照到开票点");
            issue(desk, "B1", "60.00");
            assertThatThrownBy(() -> issue(desk, "B2", "40.01")).hasMessageContaining("累计金额将超过离线上限 100.00 元");
            assertThatThrownBy(() -> issue(desk, settlement("B2", "W01", "1.00"), START.minus(Duration.ofHours(72))))
                    .hasMessageContaining("连续离线已满 72 小时");
            now = START.minus(Duration.ofMinutes(3));
            assertThatThrownBy(() -> issue(desk, "B2", "1.00")).hasMessageContaining("校准本机时间");
            now = START.plus(Duration.ofDays(8));
            assertThatThrownBy(() -> issue(desk, settlement("B2", "W01", "1.00"), now))
                    .hasMessageContaining("已过有效期");
            now = START;
            issue(desk, "B2", "1.00");
            issue(desk, "B3", "1.00");
            assertThatThrownBy(() -> issue(desk, "B4", "1.00")).hasMessageContaining("没有门诊离线票号段");
            desk.stop("本机的窗口代理已被停用");
            assertThatThrownBy(() -> issue(desk, "B5", "1.00")).hasMessageContaining("已被停用");
        }
    }

    @Test
    void a_closed_block_gives_no_more_numbers_whatever_became_of_the_answer() throws Exception {
        try (var desk = holding()) {
            issue(desk, "C1", "1.00");
            assertThat(desk.close(desk.blocks().getFirst()))
                    .as("not before all are uploaded")
                    .isEmpty();
            desk.confirmed(1, "");
            assertThat(desk.close(desk.blocks().getFirst()).orElseThrow().next())
                    .isEqualTo(2);
        }
        try (var desk = desk()) {
            assertThatThrownBy(() -> issue(desk, "C2", "1.00")).hasMessageContaining("没有门诊离线票号段");
        }
    }

    @Test
    void neither_a_foreign_block_nor_a_copied_journal_is_used() throws Exception {
        try (var desk = holding()) {
            issue(desk, "D1", "1.00");
            var foreign = block(unit);
            assertThatThrownBy(
                            () -> desk.take(foreign.text(), unit.certificate(), unit.sign(foreign.bytes()), List.of()))
                    .hasMessageContaining("不是签发给本机的");
            var altered = block(key).text().replace("last 3", "last 9");
            assertThatThrownBy(() -> desk.take(
                            altered, unit.certificate(), unit.sign(block(key).bytes()), List.of()))
                    .hasMessageContaining("不是签发给本机的");
        }
        key = TerminalKey.openOrCreate(folder.resolve("other.p12"), "x".toCharArray(), "另一台", START);
        assertThatThrownBy(this::desk).hasMessageContaining("不是本机密钥签名的");
        key = TerminalKey.openOrCreate(folder.resolve("agent.p12"), "x".toCharArray(), "窗口", START);
        Path journal = folder.resolve("offline.journal");
        Files.writeString(
                journal, Files.readString(journal, StandardCharsets.UTF_8).replace("测试甲", "测试乙"));
        assertThatThrownBy(this::desk).hasMessageContaining("被改动或损坏");
    }

    @Test
    void a_long_journal_is_cut_when_everything_is_at_the_platform_and_goes_on_where_it_stood() throws Exception {
        try (var desk = holding()) {
            issue(desk, "R1", "20.00");
            desk.tried("HIS OUTPATIENT R9");
            desk.confirmed(1, "");
            now = now.plus(Duration.ofDays(31));
        }
        longBytes = 1;
        try (var desk = desk()) {
            assertThat(desk.seq()).isEqualTo(1);
            assertThat(desk.earlier("HIS OUTPATIENT R1"))
                    .as("too old to come once more")
                    .isEmpty();
        }
        assertThat(journals()).as("what was cut off is kept").hasSize(2);
        try (var desk = desk()) {
            assertThat(desk.seq())
                    .as("a journal that is short already is left alone")
                    .isEqualTo(1);
        }
        assertThat(journals()).hasSize(2);
    }

    @Test
    void the_next_number_after_a_cut_follows_the_last_one_before_it() throws Exception {
        String head;
        try (var desk = holding()) {
            var first = issue(desk, "R1", "20.00");
            head = desk.kept(first).bill().digest();
            desk.confirmed(1, "");
        }
        longBytes = 1;
        now = now.plus(Duration.ofDays(3));
        try (var desk = desk()) {
            assertThat(desk.earlier("HIS OUTPATIENT R1")).as("young bills stay").isPresent();
            var second = issue(desk, settlement("R2", "W01", "20.00"), now);
            assertThat(second.number()).isEqualTo("99060126 0000000002");
            desk.confirmed(2, "");
        }
        // The first bill is old now, the second is not.
        now = now.plus(Duration.ofDays(28));
        try (var desk = desk()) {
            assertThat(journals()).hasSize(2);
            assertThat(desk.earlier("HIS OUTPATIENT R1")).isEmpty();
            var second = desk.earlier("HIS OUTPATIENT R2").orElseThrow();
            assertThat(desk.kept(second).bill().previous()).isEqualTo(head);
            assertThat(desk.blocks()).singleElement().satisfies(held -> {
                assertThat(held.left()).isEqualTo(1);
                assertThat(held.totalFen).isEqualTo(4_000);
            });
        }
    }

    @Test
    void nothing_is_cut_while_a_bill_waits_for_the_platform() throws Exception {
        try (var desk = holding()) {
            issue(desk, "R1", "20.00");
        }
        longBytes = 1;
        now = now.plus(Duration.ofDays(60));
        try (var desk = desk()) {
            assertThat(desk.waitingCount()).isEqualTo(1);
        }
        assertThat(journals()).containsExactly("offline.journal");
    }

    @Test
    void a_cut_that_was_interrupted_is_finished_and_a_forged_beginning_is_refused() throws Exception {
        try (var desk = holding()) {
            issue(desk, "R1", "20.00");
            desk.confirmed(1, "");
            now = now.plus(Duration.ofDays(31));
        }
        longBytes = 1;
        try (var desk = desk()) {
            assertThat(desk.seq()).isEqualTo(1);
        }
        Path file = folder.resolve("offline.journal");
        Files.move(file, folder.resolve("offline.journal.part"));
        try (var desk = desk()) {
            assertThat(desk.seq()).isEqualTo(1);
        }
        var forged = SentFields.JSON.createObjectNode();
        forged.put("content", "{\"seq\":0}")
                .put("signature", AgentApi.base64(unit.sign("{\"seq\":0}".getBytes(StandardCharsets.UTF_8))));
        Journal.write(
                file, java.util.List.of(new Journal.Entry("SNAPSHOT", SentFields.JSON.writeValueAsString(forged))));
        assertThatThrownBy(this::desk).isInstanceOf(IOException.class).hasMessageContaining("不是本机密钥签名的");
    }

    private java.util.List<String> journals() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void two_agents_never_work_in_one_folder() throws Exception {
        try (var desk = holding()) {
            assertThat(desk.seq()).isZero();
            assertThatThrownBy(this::desk).isInstanceOf(IOException.class).hasMessageContaining("正被另一个代理使用");
        }
    }

    @Test
    void a_block_that_another_certificate_signed_is_not_taken_until_somebody_compared_it() throws Exception {
        SoftKey other = TerminalKey.openOrCreate(folder.resolve("other.p12"), "x".toCharArray(), "示例医院", START);
        var block = new NumberBlock(
                "990001",
                "LX-W1-2",
                "W1",
                Sm2.sm3Hex(key.certificate()),
                "0101",
                BillKind.OUTPATIENT,
                new BillCode("99060126"),
                11,
                13,
                10_000,
                6_000,
                72,
                START,
                START.plus(Duration.ofDays(7)));
        try (var desk = holding()) {
            assertThatThrownBy(() -> desk.take(block.text(), other.certificate(), other.sign(block.bytes()), List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("另一张单位证书")
                    .hasMessageContaining("unit-certificate=" + Sm2.sm3Hex(other.certificate()));
            assertThat(desk.blocks()).hasSize(1);
        }
        allowed = Sm2.sm3Hex(other.certificate());
        try (var desk = desk()) {
            desk.take(block.text(), other.certificate(), other.sign(block.bytes()), List.of());
            assertThat(desk.blocks()).hasSize(2);
        }
        allowed = "";
        try (var desk = desk()) {
            assertThatThrownBy(() -> desk.take(
                            block(key).text().replace("LX-W1-1", "LX-W1-3"),
                            unit.certificate(),
                            unit.sign(block(key)
                                    .text()
                                    .replace("LX-W1-1", "LX-W1-3")
                                    .getBytes(StandardCharsets.UTF_8)),
                            List.of()))
                    .as("the old certificate is the foreign one now")
                    .hasMessageContaining("另一张单位证书");
        }
    }
}
