package org.yipiao.bill.ofd;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Bill;
import org.yipiao.bill.face.EmbeddedFont;
import org.yipiao.bill.face.Face;
import org.yipiao.bill.face.Geometry;
import org.yipiao.bill.face.Ink;
import org.yipiao.bill.face.Markup;
import org.yipiao.bill.face.Typeface;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.bill.sign.Sm2;

/**
 * 待签章版式文件 One OFD on its way: the unit's seal first, the supervisory seal second, then {@link #bytes}. The second
 * signature's references cover the first one's files. Each step once, in this order, by one thread at a time. The same bill,
 * XML, seals, times and signed values always make the same bytes.
 *
 * <p>Both signatures list every file of the package except their own and {@code Signatures.xml}: that list of signatures would
 * change under the first seal when a later one is added, so neither covers it.
 */
public final class OfdDraft {
    private static final String SIGNATURE_METHOD = "1.2.156.10197.1.501";
    private static final String CHECK_METHOD = "1.2.156.10197.1.401";
    private static final String SIGNATURE = "Signature.xml";
    private static final String SEAL = "Seal.esl";
    private static final String SIGNED_VALUE = "SignedValue.dat";
    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * 待签章 Signature.xml for the next seal.
     *
     * @param dataHash SM3 of {@code signatureXml}
     */
    public record ToSeal(byte[] signatureXml, byte[] dataHash, String propertyInfo, Seal seal, Instant time) {
        /** What the seal's owner signs. */
        public byte[] toSign() {
            return SealSignature.toSignDigest(seal, time, dataHash, propertyInfo);
        }
    }

    private final List<Part> parts;
    private @Nullable ToSeal unit;
    private @Nullable ToSeal supervisory;

    private OfdDraft(List<Part> parts) {
        this.parts = parts;
    }

    /** Prepares the package of one bill. @param einvoiceXml attached as {@code einvoice.xml} */
    public static OfdDraft of(Bill bill, byte[] einvoiceXml) {
        return of(bill, einvoiceXml, Fonts.BY_NAME);
    }

    /** As above, with fonts by name or in the file. */
    public static OfdDraft of(Bill bill, byte[] einvoiceXml, Fonts fonts) {
        var face = Face.of(bill, List.of(), List.of());
        int pages = face.pages();
        var sheets = new ArrayList<Face.Sheet>(pages);
        for (int page = 1; page <= pages; page++) {
            sheets.add(face.sheet(page));
        }
        var parts = new ArrayList<Part>();
        parts.add(deflated("OFD.xml", ofdXml(bill)));
        var template = OfdTemplate.of(sheets.getFirst().form(), fonts);
        parts.addAll(
                pages == 1
                        ? template.parts()
                        : template.parts(pages, sheets.get(1).form()));
        for (int page = 1; page <= pages; page++) {
            parts.add(deflated(
                    OfdTemplate.pagePath(page), page(sheets.get(page - 1).inks(), page, fonts)));
        }
        if (fonts == Fonts.EMBEDDED) {
            embed(template, sheets, parts);
        }
        parts.add(Part.stored(OfdTemplate.QR_PATH, qrCode(sheets.getFirst().inks())));
        parts.add(Part.deflated(OfdTemplate.ATTACHMENT_PATH, einvoiceXml));
        return new OfdDraft(parts);
    }

    private static void embed(OfdTemplate template, List<Face.Sheet> sheets, List<Part> parts) {
        var values = new ArrayList<Ink>();
        sheets.forEach(sheet -> values.addAll(sheet.inks()));
        var listForms = sheets.stream().skip(1).limit(1).map(Face.Sheet::form).toList();
        parts.add(template.kaiFont(listForms, PageXml.texts(Typeface.KAI, values)));
        byte[] song = EmbeddedFont.of(Typeface.SONG, PageXml.texts(Typeface.SONG, values));
        parts.add(Part.deflated(OfdTemplate.SONG_PATH, song));
    }

    private static Part deflated(String path, StringBuilder xml) {
        return Part.deflated(path, xml.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The only picture that a face without seals has. */
    private static byte[] qrCode(List<Ink> inks) {
        for (var ink : inks) {
            if (ink instanceof Ink.Picture picture) {
                return picture.png();
            }
        }
        throw new IllegalStateException("the face has no QR code");
    }

    private static StringBuilder page(List<Ink> inks, int page, Fonts fonts) {
        var out = new StringBuilder(12_000);
        OfdTemplate.openPage(out, page);
        new PageXml(out, OfdTemplate.pageId(page) + 2, fonts).draw(inks);
        OfdTemplate.closePage(out);
        return out;
    }

    private static StringBuilder ofdXml(Bill bill) {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:OFD ").append(PageXml.NAMESPACE).append(" Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody>");
        out.append("<ofd:DocInfo><ofd:DocID>").append(documentId(bill)).append("</ofd:DocID><ofd:Title>");
        Markup.text(out, bill.name());
        out.append("</ofd:Title><ofd:CreationDate>").append(bill.issuedAt().toLocalDate());
        out.append("</ofd:CreationDate><ofd:Creator>Yipiao</ofd:Creator><ofd:CustomDatas>");
        out.append("<ofd:CustomData Name=\"票据代码\">").append(bill.code()).append("</ofd:CustomData>");
        out.append("<ofd:CustomData Name=\"票据号码\">").append(bill.number()).append("</ofd:CustomData>");
        out.append("</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>");
        return out.append("<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>");
    }

    /** 32 hexadecimal digits, the same for the same bill. */
    private static String documentId(Bill bill) {
        byte[] key = bill.key().toString().getBytes(StandardCharsets.US_ASCII);
        return UUID.nameUUIDFromBytes(key).toString().replace("-", "");
    }

    /** Step 1: what the unit's seal has to sign. */
    public ToSeal unitSeal(Seal seal, Instant time) {
        if (unit != null) {
            throw new IllegalStateException("the unit's seal is already prepared");
        }
        var signature = signature(
                OfdTemplate.UNIT_SIGN,
                Geometry.UNIT_SEAL_X,
                Geometry.UNIT_SEAL_Y,
                Geometry.UNIT_SEAL_DIAMETER,
                Geometry.UNIT_SEAL_DIAMETER,
                time);
        unit = toSeal(signature, OfdTemplate.UNIT_SIGN, seal, time);
        return unit;
    }

    /** Step 2: takes the unit's SignedValue.dat and tells what the supervisory seal has to sign. */
    public ToSeal supervisorySeal(byte[] unitSignedValue, Seal seal, Instant time) {
        if (unit == null || supervisory != null) {
            throw new IllegalStateException("the supervisory seal follows the unit's seal, once");
        }
        String folder = OfdTemplate.UNIT_SIGN;
        parts.add(Part.deflated(folder + SIGNATURE, unit.signatureXml(), unit.dataHash()));
        parts.add(OfdTemplate.seal(unit.seal()).at(folder + SEAL));
        parts.add(Part.stored(folder + SIGNED_VALUE, unitSignedValue));
        var signature = signature(
                OfdTemplate.SUPERVISORY_SIGN,
                Geometry.SUPERVISORY_SEAL_X,
                Geometry.SUPERVISORY_SEAL_Y,
                Geometry.SUPERVISORY_SEAL_WIDTH,
                Geometry.SUPERVISORY_SEAL_HEIGHT,
                time);
        supervisory = toSeal(signature, OfdTemplate.SUPERVISORY_SIGN, seal, time);
        return supervisory;
    }

    /** Step 3: the finished file. */
    public byte[] bytes(byte[] supervisorySignedValue) {
        if (supervisory == null) {
            throw new IllegalStateException("the supervisory seal is not prepared");
        }
        var whole = new ArrayList<>(parts);
        String folder = OfdTemplate.SUPERVISORY_SIGN;
        whole.add(Part.unlistedDeflated(folder + SIGNATURE, supervisory.signatureXml()));
        whole.add(OfdTemplate.seal(supervisory.seal()).at(folder + SEAL));
        whole.add(Part.unlisted(folder + SIGNED_VALUE, supervisorySignedValue));
        whole.add(OfdTemplate.SIGNATURES);
        return Container.of(whole);
    }

    private static ToSeal toSeal(byte[] signatureXml, String folder, Seal seal, Instant time) {
        return new ToSeal(signatureXml, Sm2.sm3(signatureXml), "/" + folder + SIGNATURE, seal, time);
    }

    /** Signature.xml over all parts so far. */
    private byte[] signature(String folder, double x, double y, double width, double height, Instant time) {
        var out = new StringBuilder(4_000).append(PageXml.HEAD);
        out.append("<ofd:Signature ").append(PageXml.NAMESPACE).append("><ofd:SignedInfo>");
        out.append("<ofd:Provider ProviderName=\"Yipiao\" Version=\"1.0\" Company=\"Yipiao\"/><ofd:SignatureMethod>");
        out.append(SIGNATURE_METHOD).append("</ofd:SignatureMethod><ofd:SignatureDateTime>");
        SIGNED_AT.formatTo(time, out);
        out.append("</ofd:SignatureDateTime><ofd:References CheckMethod=\"")
                .append(CHECK_METHOD)
                .append("\">");
        for (var part : parts) {
            out.append("<ofd:Reference FileRef=\"/").append(part.path()).append("\"><ofd:CheckValue>");
            out.append(part.digest()).append("</ofd:CheckValue></ofd:Reference>");
        }
        out.append("</ofd:References><ofd:StampAnnot ID=\"1\" Boundary=\"");
        Markup.number(out, x);
        out.append(' ');
        Markup.number(out, y);
        out.append(' ');
        Markup.number(out, width);
        out.append(' ');
        Markup.number(out, height);
        out.append("\" PageRef=\"")
                .append(OfdTemplate.pageId(1))
                .append("\"/><ofd:Seal><ofd:BaseLoc>/")
                .append(folder);
        out.append("Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>/")
                .append(folder);
        out.append("SignedValue.dat</ofd:SignedValue></ofd:Signature>");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
