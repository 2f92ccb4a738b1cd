package org.yipiao.bill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.xml.BoundedXml;

/**
 * 票据XML The bill's record. Signed bytes are stored and copied, never written again from values.
 *
 * <p>The document is {@code <EInvoice>}, the block ({@code Header} and {@code EInvoiceData}) and {@code
 * <EInvoiceSignature>} with the unit's and the supervisory signature, without white space between them.
 */
public final class BillXml {
    private BillXml() {}

    /**
     * The exact text of {@code Header} and {@code EInvoiceData} that the unit signs. The same bill always gives the same
     * bytes.
     *
     * @param charset UTF-8 or GB18030, a setting of the bureau
     * @throws IllegalArgumentException when a text holds a character that XML can not carry (control characters, half
     *     surrogate pairs), or a decimal has more than 6 decimals
     */
    public static byte[] block(Bill bill, Charset charset) {
        return BlockWriter.text(bill).getBytes(supported(charset));
    }

    /** The whole {@code EInvoice} document around a signed block, byte for byte; {@code signatures} in order. */
    public static byte[] assemble(byte[] block, Charset charset, List<XmlSignature> signatures) {
        ByteArrayOutputStream document = new ByteArrayOutputStream(block.length + 3072);
        document.writeBytes(opening(charset));
        document.writeBytes(block);
        if (!signatures.isEmpty()) {
            document.writeBytes("<EInvoiceSignature>".getBytes(US_ASCII));
            signatures.forEach(signature -> document.writeBytes(signature.element()));
            document.writeBytes("</EInvoiceSignature>".getBytes(US_ASCII));
        }
        document.writeBytes(CLOSING);
        return document.toByteArray();
    }

    /** 监制签名范围 What the supervisory signature covers: the block and the unit's signature element behind it. */
    public static byte[] supervised(byte[] block, byte[] unitElement) {
        byte[] covered = java.util.Arrays.copyOf(block, block.length + unitElement.length);
        System.arraycopy(unitElement, 0, covered, block.length, unitElement.length);
        return covered;
    }

    /**
     * Reads a document, keeping the bytes its signatures cover.
     *
     * @throws IllegalArgumentException with a Chinese message when the text is no bill or breaks a limit
     */
    public static SignedBill read(byte[] document) {
        var root = BoundedXml.read(document);
        Layout layout = Layout.of(document);
        List<byte[]> elements = new ArrayList<>();
        List<XmlSignature> signatures = new ArrayList<>();
        for (Layout.Range range : layout.signatures()) {
            byte[] element = range.of(document);
            elements.add(element);
            signatures.add(XmlSignature.parse(element));
        }
        var roles = signatures.stream().map(XmlSignature::role).toList();
        if (!List.of(XmlSignature.Role.UNIT, XmlSignature.Role.SUPERVISORY)
                .subList(0, Math.min(2, roles.size()))
                .equals(roles)) {
            throw new IllegalArgumentException("签名应先为开票单位签名，后为财政监制签名，各一个");
        }
        return new SignedBill(
                BlockReader.bill(root), layout.block().of(document), List.copyOf(signatures), List.copyOf(elements));
    }

    /**
     * As {@link #read} for a bare block as uploaded to the bureau.
     *
     * @throws IllegalArgumentException with a Chinese message when the bytes are not exactly one block
     */
    public static Bill readBlock(byte[] block, Charset charset) {
        byte[] document = assemble(block, charset, List.of());
        var root = BoundedXml.read(document);
        Layout layout = Layout.of(document);
        if (!layout.signatures().isEmpty() || layout.block().length() != block.length) {
            throw new IllegalArgumentException("票据数据块应只含 Header 和 EInvoiceData");
        }
        return BlockReader.bill(root);
    }

    private static final byte[] CLOSING = "</EInvoice>".getBytes(US_ASCII);

    private static byte[] opening(Charset charset) {
        return ("<?xml version=\"1.0\" encoding=\"" + supported(charset).name() + "\"?>\n<EInvoice>")
                .getBytes(US_ASCII);
    }

    private static Charset supported(Charset charset) {
        if (!charset.equals(java.nio.charset.StandardCharsets.UTF_8) && !charset.equals(BoundedXml.GB18030)) {
            throw new IllegalArgumentException("不支持的编码 " + charset + "，应为 UTF-8 或 GB18030");
        }
        return charset;
    }
}
