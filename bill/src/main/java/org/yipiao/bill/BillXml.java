package org.yipiao.bill;

import java.nio.charset.Charset;
import java.util.List;
import org.yipiao.bill.sign.XmlSignature;

/** 票据XML The bill's record. Signed bytes are stored and copied, never written again from values. */
public final class BillXml {
    private BillXml() {}

    /** The exact text of {@code Header} and {@code EInvoiceData} that the unit signs. */
    public static byte[] block(Bill bill, Charset charset) {
        throw new UnsupportedOperationException();
    }

    /** The whole {@code EInvoice} document around a signed block, byte for byte; {@code signatures} in order. */
    public static byte[] assemble(byte[] block, Charset charset, List<XmlSignature> signatures) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalArgumentException with a Chinese message when the text is no bill or breaks a limit */
    public static SignedBill read(byte[] document) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #read} for a bare block as uploaded to the bureau. */
    public static Bill readBlock(byte[] block, Charset charset) {
        throw new UnsupportedOperationException();
    }
}
