package org.yipiao.bill.seal;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** 印文 What is red on a seal, as shapes in millimetres. */
final class SealInk {
    /** Added to the strokes of a letter, as a share of its size. */
    private static final double BOLDER = 0.03;

    private final Letters fonts = new Letters();
    private final List<Shape> shapes = new ArrayList<>();

    List<Shape> shapes() {
        return shapes;
    }

    /** An ellipse that touches the edges of a seal of this size when {@code inset} is half its thickness. */
    void ring(double width, double height, double inset, double thickness) {
        var ellipse = new Ellipse2D.Double(inset, inset, width - 2 * inset, height - 2 * inset);
        shapes.add(new BasicStroke((float) thickness).createStrokedShape(ellipse));
    }

    void star(double x, double y, double radius) {
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
        shapes.add(star);
    }

    /**
     * Letters on an ellipse, evenly from one angle to the other.
     *
     * @param from degrees clockwise from the top, of the middle of the first letter
     * @param tall how much higher than wide the letters are
     * @param feetOut true at the bottom, where letters stand with their feet to the rim and run from left to right
     */
    void onArc(
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
            letter(letters[i], place, size, tall);
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

    void onLine(String text, double x, double y, double size, double tall) {
        int[] letters = text.codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
            double offset = (i - (letters.length - 1) / 2.0) * size * 1.08;
            letter(letters[i], AffineTransform.getTranslateInstance(x + offset, y), size, tall);
        }
    }

    private void letter(int letter, AffineTransform place, double size, double tall) {
        Path2D outline = fonts.outline(letter);
        if (outline == null) {
            return; // No font has every rare character; the name stands in full in the seal's data.
        }
        place.scale(size, size * tall);
        Shape placed = place.createTransformedShape(outline);
        shapes.add(placed);
        // The text font is too thin for a stamp.
        shapes.add(new BasicStroke((float) (BOLDER * size)).createStrokedShape(placed));
    }
}
