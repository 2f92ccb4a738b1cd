package org.yipiao.bill.face;

/** 字体 The two typefaces of the face: title and labels in 楷体, values in 宋体. */
public enum Typeface {
    KAI("楷体", "KaiTi, STKaiti, 'Kaiti SC', 'AR PL UKai CN', 'Noto Serif CJK SC', 'Source Han Serif SC', serif"),
    SONG("宋体", "SimSun, STSong, 'Songti SC', 'AR PL UMing CN', 'Noto Serif CJK SC', 'Source Han Serif SC', serif");

    private final String family;
    private final String stack;

    Typeface(String family, String stack) {
        this.family = family;
        this.stack = stack;
    }

    /** The name by which OFD readers find the standard Chinese font. */
    public String family() {
        return family;
    }

    /** The font-family list of the SVG, from the standard font to what phones and Linux have. */
    String stack() {
        return stack;
    }
}
