package org.yipiao.bill.seal;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * 印模 Draws seals as small palette PNGs, at most 3 kB: red or
 * transparent dots, because twice as many of them fit as of four strengths. The unit of the
 * drawing is the millimetre of the finished seal.
 */
public final class SealPicture {
    /** Printed size of the unit's round seal. */
    public static final int UNIT_MM = 40;

    /** Printed size of the oval supervisory seal. */
    public static final int SUPERVISORY_WIDTH_MM = 31;

    public static final int SUPERVISORY_HEIGHT_MM = 21;

    private static final double NAME_RADIUS = 15.0;

    private static final int RED = 0xd7000f;

    /** From this strength on a dot is red: below the middle, so that hairlines hold together. */
    private static final int DARK = 96;

    /** Tried from fine to coarse until the file is small enough. */
    private static final double[] DOTS_PER_MM = {14, 13, 12, 11, 10, 9, 8, 7, 6, 5};

    private SealPicture() {}

    /** 单位章 Round, with a star, the unit's name on the arc and {@code foot} such as 财务专用章 below. */
    public static byte[] unit(String unitName, String foot) {
        SealInk ink = new SealInk();
        double centre = UNIT_MM / 2.0;
        ink.ring(UNIT_MM, UNIT_MM, 0.8, 1.2);
        ink.star(centre, centre - 0.4, 5.8);
        int letters = unitName.codePointCount(0, unitName.length());
        // Short names keep their letters apart by 36 degrees; long ones share the 236 above the foot.
        double sweep = Math.min(236, 36.0 * Math.max(1, letters - 1));
        double room = Math.toRadians(sweep) * NAME_RADIUS / Math.max(1, letters - 1);
        double size = Math.min(5.2, 0.92 * room);
        double tall = Math.min(1.7, 1.2 * 5.2 / Math.max(size, 3.7));
        ink.onArc(unitName, centre, centre, NAME_RADIUS, NAME_RADIUS, -sweep / 2, sweep / 2, size, tall, false);
        ink.onLine(foot, centre, 31.2, Math.min(3.6, 22.0 / Math.max(1, foot.length())), 1.15);
        return smallest(ink, UNIT_MM, UNIT_MM);
    }

    /** 财政票据监制章 Oval double line with the province's name in the middle. */
    public static byte[] supervisory(String province) {
        SealInk ink = new SealInk();
        double x = SUPERVISORY_WIDTH_MM / 2.0;
        double y = SUPERVISORY_HEIGHT_MM / 2.0;
        ink.ring(SUPERVISORY_WIDTH_MM, SUPERVISORY_HEIGHT_MM, 0.5, 0.7);
        ink.ring(SUPERVISORY_WIDTH_MM, SUPERVISORY_HEIGHT_MM, 1.4, 0.3);
        ink.onArc("财政票据监制章", x, y, x - 4.0, y - 4.0, -72, 72, 3.3, 1.1, false);
        ink.onLine(province, x, y + 0.5, Math.min(4.2, 17.0 / Math.max(1, province.length())), 1.0);
        ink.onArc("财政部监制", x, y, x - 3.8, y - 3.8, 138, 222, 2.6, 1.1, true);
        return smallest(ink, SUPERVISORY_WIDTH_MM, SUPERVISORY_HEIGHT_MM);
    }

    private static byte[] smallest(SealInk ink, int widthMm, int heightMm) {
        byte[] png = new byte[0];
        for (double dots : DOTS_PER_MM) {
            png = png(ink, widthMm, heightMm, dots);
            if (png.length <= Seal.PICTURE_BYTES_MAX) {
                return png;
            }
        }
        throw new IllegalArgumentException("印章文字过多，印模超过 " + Seal.PICTURE_BYTES_MAX + " 字节：" + png.length);
    }

    private static byte[] png(SealInk ink, int widthMm, int heightMm, double dotsPerMm) {
        int width = (int) Math.round(widthMm * dotsPerMm);
        int height = (int) Math.round(heightMm * dotsPerMm);
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = drawn.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(dotsPerMm, dotsPerMm);
        pen.setColor(new Color(RED));
        ink.shapes().forEach(pen::fill);
        pen.dispose();
        int[] alpha = drawn.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = alpha[i] >>> 24 >= DARK ? 255 : 0;
        }
        return PalettePng.of(alpha, width, height, RED);
    }
}
