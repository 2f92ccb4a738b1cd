package org.yipiao.bill.ofd;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yipiao.bill.face.Advance;
import org.yipiao.bill.face.EmbeddedFont;
import org.yipiao.bill.face.Ink;
import org.yipiao.bill.face.Markup;
import org.yipiao.bill.face.RareText;
import org.yipiao.bill.face.Typeface;

/** 页面内容 Draws inks as the objects of an OFD page. */
final class PageXml {
    static final String NAMESPACE = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    /** Share of the size that stands over the baseline, and the whole height of a line of text. */
    private static final double ASCENT = 0.88;

    private static final double LINE_HEIGHT = 1.2;

    private final StringBuilder out;
    private final Fonts fonts;
    private int id;

    /** @param firstId number of the first object; the others follow */
    PageXml(StringBuilder out, int firstId, Fonts fonts) {
        this.out = out;
        this.id = firstId;
        this.fonts = fonts;
    }

    /** The different texts set in a typeface. */
    static Set<String> texts(Typeface face, List<Ink> inks) {
        var texts = new HashSet<String>();
        for (var ink : inks) {
            if (ink instanceof Ink.Words words && words.face() == face) {
                texts.add(words.text());
            }
        }
        return texts;
    }

    void draw(List<Ink> inks) {
        for (var ink : inks) {
            switch (ink) {
                case Ink.Words words -> words(words);
                case Ink.Line line -> line(line);
                case Ink.Box box -> box(box);
                case Ink.Picture picture -> picture(picture);
            }
        }
    }

    private void words(Ink.Words words) {
        boolean rare =
                RareText.in(words) || (fonts == Fonts.EMBEDDED && !EmbeddedFont.covers(words.face(), words.text()));
        if (rare) {
            outlines(words);
        }
        double size = words.size();
        out.append("<ofd:TextObject ID=\"").append(id++);
        boundary(words.left(), words.y() - ASCENT * size, words.width(), LINE_HEIGHT * size);
        out.append("\" Font=\"").append(font(words.face())).append("\" Size=\"");
        Markup.number(out, size);
        out.append(rare ? "\" Alpha=\"0\">" : "\">");
        if (words.tint() != Ink.Tint.BLACK) {
            color("FillColor", words.tint());
        }
        out.append("<ofd:TextCode X=\"0\" Y=\"");
        Markup.number(out, ASCENT * size);
        if (words.text().length() > 1) {
            out.append("\" DeltaX=\"");
            deltas(words.text(), size);
        }
        out.append("\">");
        Markup.text(out, words.text());
        out.append("</ofd:TextCode></ofd:TextObject>");
    }

    private void outlines(Ink.Words words) {
        double left = words.left();
        double top = words.y() - ASCENT * words.size();
        out.append("<ofd:PathObject ID=\"").append(id++);
        boundary(left, top, words.width(), LINE_HEIGHT * words.size());
        out.append("\" Stroke=\"false\" Fill=\"true\">");
        color("FillColor", words.tint());
        out.append("<ofd:AbbreviatedData>");
        RareText.path(out, words, left, top, RareText.Commands.OFD);
        out.append("</ofd:AbbreviatedData></ofd:PathObject>");
    }

    /** The advance of every character but the last, equal ones in a row as {@code g count advance}. */
    private void deltas(String text, double size) {
        int last = text.length() - 1;
        for (int i = 0; i < last; ) {
            double advance = Advance.of(text.charAt(i));
            int start = i;
            while (i < last && Advance.of(text.charAt(i)) == advance) {
                i++;
            }
            if (start > 0) {
                out.append(' ');
            }
            if (i - start > 1) {
                out.append("g ").append(i - start).append(' ');
            }
            Markup.number(out, advance * size);
        }
    }

    static int font(Typeface face) {
        return switch (face) {
            case KAI -> OfdTemplate.KAI_ID;
            case SONG -> OfdTemplate.SONG_ID;
        };
    }

    private void line(Ink.Line line) {
        double left = Math.min(line.x1(), line.x2());
        double top = Math.min(line.y1(), line.y2());
        double width = Math.abs(line.x2() - line.x1());
        double height = Math.abs(line.y2() - line.y1());
        double pad = path(left, top, width, height, line.thickness(), line.tint());
        out.append("M ");
        point(line.x1() - left + pad, line.y1() - top + pad);
        out.append(" L ");
        point(line.x2() - left + pad, line.y2() - top + pad);
        out.append("</ofd:AbbreviatedData></ofd:PathObject>");
    }

    private void box(Ink.Box box) {
        double pad = path(box.x(), box.y(), box.width(), box.height(), box.thickness(), box.tint());
        out.append("M ");
        point(pad, pad);
        out.append(" L ");
        point(pad + box.width(), pad);
        out.append(" L ");
        point(pad + box.width(), pad + box.height());
        out.append(" L ");
        point(pad, pad + box.height());
        out.append(" C</ofd:AbbreviatedData></ofd:PathObject>");
    }

    /** Opens a path object whose boundary leaves room for the stroke. @return the room on each side */
    private double path(double x, double y, double width, double height, double thickness, Ink.Tint tint) {
        out.append("<ofd:PathObject ID=\"").append(id++);
        boundary(x - thickness, y - thickness, width + 2 * thickness, height + 2 * thickness);
        out.append("\" LineWidth=\"");
        Markup.number(out, thickness);
        out.append("\">");
        color("StrokeColor", tint);
        out.append("<ofd:AbbreviatedData>");
        return thickness;
    }

    private void picture(Ink.Picture picture) {
        out.append("<ofd:ImageObject ID=\"").append(id++);
        boundary(picture.x(), picture.y(), picture.width(), picture.height());
        out.append("\" CTM=\"");
        Markup.number(out, picture.width());
        out.append(" 0 0 ");
        Markup.number(out, picture.height());
        out.append(" 0 0\" ResourceID=\"").append(OfdTemplate.QR_ID).append("\"/>");
    }

    private void boundary(double x, double y, double width, double height) {
        out.append("\" Boundary=\"");
        point(x, y);
        out.append(' ');
        point(width, height);
    }

    private void point(double x, double y) {
        Markup.number(out, x);
        out.append(' ');
        Markup.number(out, y);
    }

    private void color(String element, Ink.Tint tint) {
        out.append("<ofd:")
                .append(element)
                .append(" Value=\"")
                .append(tint.red())
                .append(' ');
        out.append(tint.green()).append(' ').append(tint.blue()).append("\"/>");
    }
}
