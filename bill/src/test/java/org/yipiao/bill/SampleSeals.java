package org.yipiao.bill;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.yipiao.bill.ofd.Fonts;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.seal.SealPicture;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.bill.sign.Signer;
import org.yipiao.bill.sign.TestKeys;

/** 签章 Seals of 示例医院 and 示例省, and sealed files of sample bills. */
public final class SampleSeals {
    public static final Instant SEALED_AT = SampleBills.ISSUED_AT.toInstant(ZoneOffset.ofHours(8));

    public static final Seal UNIT = Seal.make(
            "99000000000000000000000000000001",
            "示例医院财务专用章",
            TestKeys.UNIT.certificate(),
            SealPicture.unit("示例医院", "财务专用章"),
            40,
            40,
            TestKeys.MADE,
            TestKeys.MADE.plusSeconds(400L * 86_400),
            TestKeys.MAKER);

    public static final Seal SUPERVISORY = Seal.make(
            "99000000000000000000000000000002",
            "示例省财政票据监制章",
            TestKeys.BUREAU.certificate(),
            SealPicture.supervisory("示例省"),
            31,
            21,
            TestKeys.MADE,
            TestKeys.MADE.plusSeconds(400L * 86_400),
            TestKeys.MAKER);

    private SampleSeals() {}

    /** The attachment of a sample file; unsigned, because the seals do not look into it. */
    public static byte[] xml(Bill bill) {
        var charset = StandardCharsets.UTF_8;
        return BillXml.assemble(BillXml.block(bill, charset), charset, List.of());
    }

    /** A finished OFD with both seals. */
    public static byte[] sealed(Bill bill) {
        return sealed(bill, Fonts.BY_NAME);
    }

    public static byte[] sealed(Bill bill, Fonts fonts) {
        var draft = OfdDraft.of(bill, xml(bill), fonts);
        byte[] unit = signed(draft.unitSeal(UNIT, SEALED_AT), TestKeys.UNIT);
        byte[] supervisory =
                signed(draft.supervisorySeal(unit, SUPERVISORY, SEALED_AT.plusSeconds(5)), TestKeys.BUREAU);
        return draft.bytes(supervisory);
    }

    public static byte[] signed(OfdDraft.ToSeal toSeal, Signer signer) {
        byte[] toSign = toSeal.toSign();
        return SealSignature.assemble(toSign, signer.certificate(), signer.sign(toSign));
    }
}
