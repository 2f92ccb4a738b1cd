package org.yipiao.sandbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.CheckCode;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import tools.jackson.databind.JsonNode;

/** A hospital of the tests: knows the bureau's configuration, makes bills, lets the signature server sign them. */
public final class Hospital {
    private static final Money ZERO = Money.ofFen(0);

    private final SandboxServer sandbox;
    private final String code;
    private final SealRef unitSeal;
    private final SealRef supervisorySeal;
    private final byte[] certificate;
    public final byte[] supervisoryCertificate;

    public Hospital(SandboxServer sandbox) throws IOException {
        this.sandbox = sandbox;
        JsonNode config = sandbox.bureau("getConfig", Map.of());
        this.code = config.get("kinds").get(0).get("billCode").asString();
        this.unitSeal = Seal.parse(config.get("unitSeal").binaryValue()).ref();
        this.supervisorySeal =
                Seal.parse(config.get("supervisorySeal").binaryValue()).ref();
        this.supervisoryCertificate = config.get("supervisoryCertificate").binaryValue();
        this.certificate = sandbox.post(
                        "/SignServerJson/ExportCert",
                        Map.of("version", "v1", "reqType", "ExportCert", "request", Map.of("keyIndex", 1)))
                .get("respond")
                .get("cert")
                .binaryValue();
    }

    public String code() {
        return code;
    }

    /** Draws numbers and gives the first. */
    public long numbers(String requestNo, int count) throws IOException {
        JsonNode answer =
                sandbox.bureau("requestNumbers", Map.of("requestNo", requestNo, "billCode", code, "count", count));
        return answer.get("segments").get(0).get("first").asLong();
    }

    public Bill bill(long number, long fen) {
        return bill(
                code, number, fen, Optional.empty(), LocalDateTime.ofInstant(sandbox.now(), SandboxApplication.ZONE));
    }

    public Bill red(Bill blue, long number) {
        return bill(
                code,
                number,
                -blue.content().total().fen(),
                Optional.of(blue.key()),
                LocalDateTime.ofInstant(sandbox.now(), SandboxApplication.ZONE));
    }

    public Bill bill(String billCode, long number, long fen, Optional<Bill.Key> reverses, LocalDateTime at) {
        Money total = Money.ofFen(fen);
        BigDecimal one = BigDecimal.valueOf(fen < 0 ? -1 : 1);
        var item = new Item("03", "检查费", one, "项", total.yuan().abs(), total, "");
        return new Bill(
                "CZ-EI-99",
                "1.1.0",
                "示例省医疗门诊收费票据（电子）",
                new BillCode(billCode),
                BillNumber.of(number),
                new CheckCode("a1b2c3"),
                billCode + "01",
                "990100",
                at.truncatedTo(ChronoUnit.SECONDS),
                new InvoicingParty("12990000000000000X", "示例医院", "示例医院", "9900000000000000001", "示例银行示例支行"),
                content(total, item),
                unitSeal,
                supervisorySeal,
                reverses);
    }

    private static BillContent content(Money total, Item item) {
        var medical = new Medical(
                "男",
                "35岁",
                "T1",
                "20261121",
                "综合医院",
                "自费",
                "",
                ZERO,
                ZERO,
                ZERO,
                total,
                ZERO,
                total,
                "",
                "",
                "内科",
                "",
                "",
                ZERO,
                ZERO,
                ZERO,
                List.of());
        return new BillContent(
                BillKind.OUTPATIENT,
                total,
                new Payer("1", "990101********0001", "测试甲", "", ""),
                "4",
                "BUS1",
                "",
                "收费员一",
                "复核员一",
                medical,
                List.of(item),
                List.of());
    }

    /** One row of an upload: the bill's block, signed by the signature server. */
    public Map<String, Object> signed(Bill bill) throws IOException {
        return signed(bill, BillXml.block(bill, StandardCharsets.UTF_8));
    }

    public Map<String, Object> signed(Bill bill, byte[] block) throws IOException {
        JsonNode respond = sandbox.post(
                        "/SignServerJson/SignData",
                        Map.of(
                                "request",
                                Map.of(
                                        "signMethod",
                                        131585,
                                        "keyIndex",
                                        1,
                                        "keyValue",
                                        SandboxServer.PIN,
                                        "inDataLen",
                                        block.length,
                                        "inData",
                                        block)))
                .get("respond");
        byte[] value = respond.get("signature").binaryValue();
        Instant at = sandbox.now().truncatedTo(ChronoUnit.SECONDS);
        var signature = new XmlSignature(
                XmlSignature.Role.UNIT,
                at,
                Sm2.certificate(certificate).getSerialNumber().toString(16),
                unitSeal.id(),
                value,
                certificate);
        return Map.of(
                "billCode", bill.code().digits(),
                "billNumber", bill.number().digits(),
                "charset", "UTF-8",
                "block", block,
                "unitSignature", signature.element());
    }

    /** Uploads one bill and gives the pack's results. */
    public JsonNode upload(Map<String, Object> row) throws IOException {
        return upload(List.of(row));
    }

    public JsonNode upload(Map<String, Object> first, Map<String, Object> second) throws IOException {
        return upload(List.of(first, second));
    }

    public JsonNode upload(List<Map<String, Object>> rows) throws IOException {
        return sandbox.bureau("uploadBills", Map.of("packNo", "P1", "bills", rows))
                .get("results");
    }

    /** True when the supervisory signature covers this very upload. */
    public boolean countersigned(Map<String, Object> row, JsonNode result) {
        var signature = XmlSignature.parse(result.get("supervisorySignature").binaryValue());
        byte[] covered = BillXml.supervised((byte[]) row.get("block"), (byte[]) row.get("unitSignature"));
        return signature.role() == XmlSignature.Role.SUPERVISORY
                && Sm2.verify(Sm2.certificate(supervisoryCertificate), covered, signature.value());
    }
}
