package org.yipiao.kit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.yipiao.bill.AuxItem;
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
import org.yipiao.bill.face.Face;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.seal.SealPicture;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.verify.Verifier;

/** 文件性能 Documents per second on one core, beside the raw SM2 signatures they contain. */
final class Documents {
    private static final int NUMBERS = 1_000_000_000;

    private final SoftKey unitKey;
    private final SoftKey bureauKey;
    private final Seal unitSeal;
    private final Seal supervisorySeal;
    private final byte[] root;

    Documents() throws Exception {
        Path folder = Files.createTempDirectory("yipiao-bench");
        char[] password = "bench".toCharArray();
        Instant now = Instant.now();
        var authority = CertificateAuthority.openOrCreate(folder.resolve("ca.p12"), password, "测试根证书", now);
        root = authority.certificate();
        unitKey = authority.key(folder.resolve("unit.p12"), password, "示例医院", now);
        bureauKey = authority.key(folder.resolve("bureau.p12"), password, "示例省财政厅", now);
        var maker = authority.key(folder.resolve("maker.p12"), password, "示例制章者", now);
        Instant until = now.plus(365, ChronoUnit.DAYS);
        unitSeal = Seal.make(
                "00112233445566778899aabbccddeeff",
                "示例医院电子票据专用章",
                unitKey.certificate(),
                SealPicture.unit("示例医院", "电子票据专用章"),
                40,
                40,
                now,
                until,
                maker);
        supervisorySeal = Seal.make(
                "ffeeddccbbaa99887766554433221100",
                "示例省财政票据监制章",
                bureauKey.certificate(),
                SealPicture.supervisory("示例省"),
                31,
                21,
                now,
                until,
                maker);
    }

    void measure(Report report, double seconds) throws Exception {
        report.section("签名、版式与验真 (单核)");
        byte[] block = BillXml.block(bill(1), StandardCharsets.UTF_8);
        byte[] signature = unitKey.sign(block);
        var certificate = Sm2.certificate(unitKey.certificate());
        report.put("ceiling.sm2_sign_per_s", perSecond(seconds, i -> unitKey.sign(block)));
        report.put("ceiling.sm2_verify_per_s", perSecond(seconds, i -> Sm2.verify(certificate, block, signature)));
        report.put("xml.per_s", perSecond(seconds, i -> BillXml.block(bill(i), StandardCharsets.UTF_8)));
        report.put("ofd.per_s", perSecond(seconds, this::sealed));
        byte[] ofd = sealed(1);
        report.put("ofd.bytes", (Object) ofd.length);
        report.put(
                "pdf.per_s",
                perSecond(seconds, i -> Face.of(bill(i), List.of(), List.of()).pdf(block)));
        Ofdrw.perSecond(ofd, seconds).ifPresent(perSecond -> {
            report.put("ofdrw.per_s", perSecond);
            report.put("ofd.times_ofdrw", report.number("ofd.per_s") / perSecond);
        });
        var verifier = new Verifier(new Verifier.Trust(List.of(root)));
        if (!Verifier.genuine(verifier.verify(ofd))) {
            throw new IllegalStateException("the benchmark's own file is not genuine: " + verifier.verify(ofd));
        }
        report.put("verify.per_s", perSecond(seconds, i -> verifier.verify(ofd)));
        // Two XML signatures and two seals are four signatures a file.
        report.put("ofd.share_of_sm2", report.number("ofd.per_s") * 4 / report.number("ceiling.sm2_sign_per_s"));
    }

    /** One whole document: XML, both signatures, OFD, both seals. */
    private byte[] sealed(int number) {
        Instant now = Instant.now();
        byte[] block = BillXml.block(bill(number), StandardCharsets.UTF_8);
        var unit = signature(XmlSignature.Role.UNIT, now, unitKey, block, unitSeal);
        var supervisory =
                signature(XmlSignature.Role.SUPERVISORY, now, bureauKey, join(block, unit.element()), supervisorySeal);
        byte[] document = BillXml.assemble(block, StandardCharsets.UTF_8, List.of(unit, supervisory));
        var draft = OfdDraft.of(bill(number), document);
        byte[] first = signed(draft.unitSeal(unitSeal, now), unitKey);
        return draft.bytes(signed(draft.supervisorySeal(first, supervisorySeal, now), bureauKey));
    }

    private static XmlSignature signature(XmlSignature.Role role, Instant now, SoftKey key, byte[] message, Seal seal) {
        String serial = Sm2.certificate(key.certificate()).getSerialNumber().toString(16);
        return new XmlSignature(role, now, serial, seal.ref().id(), key.sign(message), key.certificate());
    }

    private static byte[] signed(OfdDraft.ToSeal toSeal, SoftKey key) {
        byte[] toSign = toSeal.toSign();
        return SealSignature.assemble(toSign, key.certificate(), key.sign(toSign));
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static double perSecond(double seconds, IntFunction<?> work) {
        run(seconds / 2, work);
        return run(seconds, work);
    }

    private static double run(double seconds, IntFunction<?> work) {
        long from = System.nanoTime();
        long until = from + (long) (seconds * 1e9);
        int done = 0;
        while (System.nanoTime() < until) {
            if (work.apply(++done) == null) {
                throw new IllegalStateException();
            }
        }
        return done / ((System.nanoTime() - from) / 1e9);
    }

    private Bill bill(int number) {
        BigDecimal price = new BigDecimal("18.25");
        Money amount = Money.ofYuan("18.25");
        List<Item> items = List.of(
                new Item("03", "检查费", BigDecimal.ONE, "项", price, amount, ""),
                new Item("09", "西药费", BigDecimal.ONE, "项", price, amount, ""));
        AuxItem line = new AuxItem("09", "西药费", "D001", "测试片", "10mg*12", BigDecimal.ONE, "盒", price, price, "甲", "");
        Money total = Money.ofYuan("36.50");
        var medical = new Medical(
                "女",
                "35岁",
                "T000001",
                "20260105",
                "综合医院",
                "自费",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                total,
                total,
                Money.ZERO,
                "",
                "",
                "内科",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
        var content = new BillContent(
                BillKind.OUTPATIENT,
                total,
                new Payer("1", "990101********0001", "测试甲", "", ""),
                "4",
                "BENCH-" + number,
                "",
                "收费员一",
                "复核员",
                medical,
                items,
                List.of(line, line));
        return new Bill(
                "CZ-EI-99",
                "1.1.0",
                "示例省医疗门诊收费票据（电子）",
                new BillCode("99060126"),
                BillNumber.of(number % NUMBERS),
                new CheckCode("a1b2c3"),
                "9906012601",
                "990100",
                LocalDateTime.of(2026, 1, 5, 9, 30, 11),
                new InvoicingParty("12990000000000000X", "示例医院", "示例医院", "990000000001", "示例银行"),
                content,
                unitSeal.ref(),
                supervisorySeal.ref(),
                Optional.empty());
    }
}
