package org.yipiao.bill.seal;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
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
        return smallest(UNIT_MM, UNIT_MM, pen -> {
            double centre = UNIT_MM / 2.0;
            pen.setStroke(new BasicStroke(1.2f));
            pen.draw(new Ellipse2D.Double(0.8, 0.8, UNIT_MM - 1.6, UNIT_MM - 1.6));
            pen.fill(star(centre, centre - 0.4, 5.8));
            int letters = unitName.codePointCount(0, unitName.length());
            // Short names keep their letters apart by 36 degrees; long ones share the 236 above the foot.
            double sweep = Math.min(236, 36.0 * Math.max(1, letters - 1));
            double room = Math.toRadians(sweep) * NAME_RADIUS / Math.max(1, letters - 1);
            double size = Math.min(5.2, 0.92 * room);
            onArc(
                    pen,
                    unitName,
                    centre,
                    centre,
                    NAME_RADIUS,
                    NAME_RADIUS,
                    -sweep / 2,
                    sweep / 2,
                    size,
                    Math.min(1.7, 1.2 * 5.2 / Math.max(size, 3.7)),
                    false);
            onLine(pen, foot, centre, 31.2, Math.min(3.6, 22.0 / Math.max(1, foot.length())), 1.15);
        });
    }

    /** 财政票据监制章 Oval double line with the province's name in the middle. */
    public static byte[] supervisory(String province) {
        return smallest(SUPERVISORY_WIDTH_MM, SUPERVISORY_HEIGHT_MM, pen -> {
            double x = SUPERVISORY_WIDTH_MM / 2.0;
            double y = SUPERVISORY_HEIGHT_MM / 2.0;
            pen.setStroke(new BasicStroke(0.7f));
            pen.draw(new Ellipse2D.Double(0.5, 0.5, 2 * x - 1, 2 * y - 1));
            pen.setStroke(new BasicStroke(0.3f));
            pen.draw(new Ellipse2D.Double(1.4, 1.4, 2 * x - 2.8, 2 * y - 2.8));
            onArc(pen, "财政票据监制章", x, y, x - 4.0, y - 4.0, -72, 72, 3.3, 1.1, false);
            onLine(pen, province, x, y + 0.5, Math.min(4.2, 17.0 / Math.max(1, province.length())), 1.0);
            onArc(pen, "财政部监制", x, y, x - 3.8, y - 3.8, 138, 222, 2.6, 1.1, true);
        });
    }

    /** What draws a seal in millimetres. */
    private interface Drawing {
        void on(Graphics2D pen);
    }

    private static byte[] smallest(int widthMm, int heightMm, Drawing drawing) {
        byte[] png = new byte[0];
        for (double dots : DOTS_PER_MM) {
            png = png(widthMm, heightMm, dots, drawing);
            if (png.length <= Seal.PICTURE_BYTES_MAX) {
                return png;
            }
        }
        throw new IllegalArgumentException("印章文字过多，印模超过 " + Seal.PICTURE_BYTES_MAX + " 字节：" + png.length);
    }

    private static byte[] png(int widthMm, int heightMm, double dotsPerMm, Drawing drawing) {
        int width = (int) Math.round(widthMm * dotsPerMm);
        int height = (int) Math.round(heightMm * dotsPerMm);
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = drawn.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(dotsPerMm, dotsPerMm);
        pen.setColor(new Color(RED));
        drawing.on(pen);
        pen.dispose();
        int[] alpha = drawn.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = alpha[i] >>> 24 >= DARK ? 255 : 0;
        }
        return PalettePng.of(alpha, width, height, RED);
    }

    private static Shape star(double x, double y, double radius) {
        Path2D star = new Path2D.Double();
        for (int i = 0; i < 10; i++) {
            double r = i % 2 == 0 ? radius : radius * 0.382;
            double angle = Math.toRadians(36.0 * i - 90);
            if (i == 0) {
                star.moveTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
            } else {
                star.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
            }
        }
        star.closePath();
        return star;
    }

    /**
     * Letters on an ellipse, evenly from one angle to the other.
     *
     * @param from degrees clockwise from the top, of the middle of the first letter
     * @param tall how much higher than wide the letters are
     * @param feetOut true at the bottom, where letters stand with their feet to the rim and run from left to right
     */
    private static void onArc(
            Graphics2D pen,
            String text,
            double x,
            double y,
            double radiusX,
            double radiusY,
            double from,
            double to,
            double size,
            double tall,
            boolean feetOut) {
        int[] letters = text.codePoints().toArray();
        double[] angles = evenly(letters.length, radiusX, radiusY, from, to);
        for (int i = 0; i < letters.length; i++) {
            double angle = angles[feetOut ? letters.length - 1 - i : i];
            // Upright on the ellipse means along its normal, not along the radius.
            double normal = Math.atan2(Math.sin(angle) / radiusX, Math.cos(angle) / radiusY);
            AffineTransform place =
                    AffineTransform.getTranslateInstance(x + radiusX * Math.sin(angle), y - radiusY * Math.cos(angle));
            place.rotate(feetOut ? normal + Math.PI : normal);
            letter(pen, letters[i], place, size, tall);
        }
    }

    /** Angles at equal distances along the ellipse, in radians; equal angles would crowd at its narrow ends. */
    private static double[] evenly(int count, double radiusX, double radiusY, double from, double to) {
        int steps = 720;
        double[] length = new double[steps + 1];
        for (int i = 1; i <= steps; i++) {
            double angle = Math.toRadians(from + (to - from) * (i - 0.5) / steps);
            length[i] = length[i - 1] + Math.hypot(radiusX * Math.cos(angle), radiusY * Math.sin(angle));
        }
        double[] angles = new double[count];
        int step = 0;
        for (int i = 0; i < count; i++) {
            double wanted = length[steps] * (count == 1 ? 0.5 : (double) i / (count - 1));
            while (step < steps && length[step] < wanted) {
                step++;
            }
            angles[i] = Math.toRadians(from + (to - from) * step / steps);
        }
        return angles;
    }

    private static void onLine(Graphics2D pen, String text, double x, double y, double size, double tall) {
        int[] letters = text.codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
            double offset = (i - (letters.length - 1) / 2.0) * size * 1.08;
            letter(pen, letters[i], AffineTransform.getTranslateInstance(x + offset, y), size, tall);
        }
    }

    private static void letter(Graphics2D pen, int letter, AffineTransform place, double size, double tall) {
        Path2D outline = Letters.loaded().outline(letter);
        if (outline == null) {
            return; // No font has every rare character; the name stands in full in the seal's data.
        }
        place.scale(size, size * tall);
        pen.fill(place.createTransformedShape(outline));
    }
}
