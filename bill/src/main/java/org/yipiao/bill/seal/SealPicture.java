package org.yipiao.bill.seal;

/** 印模 Draws seals as small palette PNGs, at most 3 kB. */
public final class SealPicture {
    private SealPicture() {}

    /** 单位章 Round, with a star, the unit's name on the arc and {@code foot} such as 财务专用章 below. */
    public static byte[] unit(String unitName, String foot) {
        throw new UnsupportedOperationException();
    }

    /** 财政票据监制章 Oval double line with the province's name in the middle. */
    public static byte[] supervisory(String province) {
        throw new UnsupportedOperationException();
    }
}
