package org.yipiao.bill.ofd;

import java.time.Instant;
import org.yipiao.bill.Bill;
import org.yipiao.bill.seal.Seal;

/**
 * 待签章版式文件 One OFD on its way: the unit's seal first, the supervisory seal second, then {@link #bytes}. The second
 * signature's references cover the first one's files.
 */
public final class OfdDraft {
    /** Prepares the package of one bill. @param einvoiceXml attached as {@code einvoice.xml} */
    public static OfdDraft of(Bill bill, byte[] einvoiceXml) {
        throw new UnsupportedOperationException();
    }

    /** 待签章 Signature.xml for the next seal. */
    public record ToSeal(byte[] signatureXml, String propertyInfo, Seal seal, Instant time) {}

    /** Step 1: what the unit's seal has to sign. */
    public ToSeal unitSeal(Seal seal, Instant time) {
        throw new UnsupportedOperationException();
    }

    /** Step 2: takes the unit's SignedValue.dat and tells what the supervisory seal has to sign. */
    public ToSeal supervisorySeal(byte[] unitSignedValue, Seal seal, Instant time) {
        throw new UnsupportedOperationException();
    }

    /** Step 3: the finished file. */
    public byte[] bytes(byte[] supervisorySignedValue) {
        throw new UnsupportedOperationException();
    }
}
