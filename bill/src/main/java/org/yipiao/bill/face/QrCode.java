package org.yipiao.bill.face;

/** 二维码 */
public final class QrCode {
    private QrCode() {}

    /** A small one-bit PNG of the code; a seven-field bill text stays under 400 bytes. */
    public static byte[] png(String text) {
        throw new UnsupportedOperationException();
    }
}
