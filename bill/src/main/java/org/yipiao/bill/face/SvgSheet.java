package org.yipiao.bill.face;

import java.util.Base64;

/** One page as SVG. Only presentation attributes: a strict content security policy forbids style elements. */
final class SvgSheet {
    /** Digits and capitals of a proportional font are at most this much wider than half-width ones. */
    private static final double LATIN_SURPLUS = 0.25;

    private final StringBuilder out = new StringBuilder(24_000);

    private SvgSheet() {}

    static String of(Face.Sheet sheet, String title) {
        var svg = new SvgSheet();
        svg.document(sheet, title);
        return svg.out.toString();
    }

    private void document(Face.Sheet sheet, String title) {
        int width = (int) Geometry.PAGE_WIDTH;
        int height = (int) Geometry.PAGE_HEIGHT;
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"")
                .append(width);
        out.append("mm\" height=\"")
                .append(height)
                .append("mm\" viewBox=\"0 0 ")
                .append(width)
                .append(' ');
        out.append(height).append("\" xml:lang=\"zh-CN\" role=\"img\">\n<title>");
        Markup.text(out, Wording.clean(title));
        out.append("</title>\n<rect width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height);
        out.append("\" fill=\"#fff\"/>\n");
        for (var ink : sheet.all()) {
            draw(ink);
        }
        out.append("</svg>\n");
    }

    private void draw(Ink ink) {
        switch (ink) {
            case Ink.Words words -> words(words);
            case Ink.Line line -> line(line);
            case Ink.Box box -> box(box);
            case Ink.Picture picture -> picture(picture);
        }
        out.append('\n');
    }

    private void words(Ink.Words words) {
        boolean rare = RareText.in(words);
        if (rare) {
            out.append("<path d=\"");
            RareText.path(out, words, 0, 0, RareText.Commands.SVG);
            out.append("\" fill=\"");
            tint(words.tint());
            out.append("\"/>");
        }
        text(words, rare);
    }

    private void text(Ink.Words words, boolean unseen) {
        out.append("<text");
        attribute("x", words.x());
        attribute("y", words.y());
        attribute("font-size", words.size());
        switch (words.align()) {
            case LEFT -> {}
            case MIDDLE -> out.append(" text-anchor=\"middle\"");
            case RIGHT -> out.append(" text-anchor=\"end\"");
        }
        if (mayOverflow(words)) {
            attribute("textLength", words.width());
            out.append(" lengthAdjust=\"spacingAndGlyphs\"");
        }
        out.append(" font-family=\"").append(words.face().stack()).append("\" fill=\"");
        tint(words.tint());
        out.append(unseen ? "\" fill-opacity=\"0\">" : "\">");
        Markup.text(out, words.text());
        out.append("</text>");
    }

    /** True when a font with wider Latin letters than ours could leave the room. */
    private static boolean mayOverflow(Ink.Words words) {
        long latin = words.text().chars().filter(c -> c < 0x250).count();
        return words.width() + latin * LATIN_SURPLUS * words.size() > words.room();
    }

    private void line(Ink.Line line) {
        out.append("<line");
        attribute("x1", line.x1());
        attribute("y1", line.y1());
        attribute("x2", line.x2());
        attribute("y2", line.y2());
        stroke(line.thickness(), line.tint());
    }

    private void box(Ink.Box box) {
        out.append("<rect");
        attribute("x", box.x());
        attribute("y", box.y());
        attribute("width", box.width());
        attribute("height", box.height());
        out.append(" fill=\"none\"");
        stroke(box.thickness(), box.tint());
    }

    private void stroke(double thickness, Ink.Tint tint) {
        attribute("stroke-width", thickness);
        out.append(" stroke=\"");
        tint(tint);
        out.append("\"/>");
    }

    private void picture(Ink.Picture picture) {
        out.append("<image");
        attribute("x", picture.x());
        attribute("y", picture.y());
        attribute("width", picture.width());
        attribute("height", picture.height());
        if (picture.crisp()) {
            out.append(" image-rendering=\"pixelated\"");
        }
        out.append(" preserveAspectRatio=\"none\" href=\"data:image/png;base64,");
        out.append(Base64.getEncoder().encodeToString(picture.png())).append("\"/>");
    }

    private void attribute(String name, double value) {
        out.append(' ').append(name).append("=\"");
        Markup.number(out, value);
        out.append('"');
    }

    private void tint(Ink.Tint tint) {
        out.append("rgb(").append(tint.red()).append(',').append(tint.green()).append(',');
        out.append(tint.blue()).append(')');
    }
}
