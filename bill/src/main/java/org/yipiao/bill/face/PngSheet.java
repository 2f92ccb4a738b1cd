package org.yipiao.bill.face;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** One page as PNG. Text is drawn as outlines, so that no font of the machine and no font system is needed. */
final class PngSheet {
    static final double PIXELS_PER_MM_MIN = 2;
    static final double PIXELS_PER_MM_MAX = 20;

    private final Graphics2D canvas;

    private PngSheet(Graphics2D canvas) {
        this.canvas = canvas;
    }

    static byte[] of(Face.Sheet sheet, double pixelsPerMm) {
        // Written so that NaN is refused too.
        if (!(pixelsPerMm >= PIXELS_PER_MM_MIN && pixelsPerMm <= PIXELS_PER_MM_MAX)) {
            throw new IllegalArgumentException("每毫米像素应为2至20: " + pixelsPerMm);
        }
        var image = new BufferedImage(
                (int) Math.round(Geometry.PAGE_WIDTH * pixelsPerMm),
                (int) Math.round(Geometry.PAGE_HEIGHT * pixelsPerMm),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            canvas.scale(pixelsPerMm, pixelsPerMm);
            var png = new PngSheet(canvas);
            for (var ink : sheet.all()) {
                png.draw(ink);
            }
        } finally {
            canvas.dispose();
        }
        var out = new ByteArrayOutputStream(128 * 1024);
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private void draw(Ink ink) {
        switch (ink) {
            case Ink.Words words -> words(words);
            case Ink.Line line -> {
                pen(line.thickness(), line.tint());
                canvas.draw(new Line2D.Double(line.x1(), line.y1(), line.x2(), line.y2()));
            }
            case Ink.Box box -> {
                pen(box.thickness(), box.tint());
                canvas.draw(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
            }
            case Ink.Picture picture -> picture(picture);
        }
    }

    private void words(Ink.Words words) {
        canvas.setColor(color(words.tint()));
        double x = words.left();
        String text = words.text();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            var place = new AffineTransform(words.size(), 0, 0, -words.size(), x, words.y());
            if (character != ' ') {
                canvas.fill(place.createTransformedShape(Glyphs.outline(words.face(), character)));
            }
            x += Advance.of(character) * words.size();
            i += Character.charCount(character);
        }
    }

    private void pen(double thickness, Ink.Tint tint) {
        canvas.setColor(color(tint));
        canvas.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    }

    private static Color color(Ink.Tint tint) {
        return new Color(tint.red(), tint.green(), tint.blue());
    }

    private void picture(Ink.Picture picture) {
        BufferedImage image = image(picture);
        double scaleX = picture.width() / image.getWidth();
        double scaleY = picture.height() / image.getHeight();
        canvas.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                picture.crisp()
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.drawImage(image, new AffineTransform(scaleX, 0, 0, scaleY, picture.x(), picture.y()), null);
    }

    /** @throws IllegalArgumentException when the picture is no PNG */
    static BufferedImage image(Ink.Picture picture) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
            if (image == null) {
                throw new IllegalArgumentException("图片不是PNG");
            }
            return image;
        } catch (IOException broken) {
            throw new IllegalArgumentException("图片不能读取", broken);
        }
    }
}
