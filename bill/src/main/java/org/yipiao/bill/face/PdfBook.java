package org.yipiao.bill.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.util.Matrix;
import org.yipiao.bill.Bill;

/** All pages of a bill as PDF: subsets of the shipped fonts embedded, the bill XML attached. */
final class PdfBook {
    private static final float POINTS_PER_MM = 72f / 25.4f;

    /** The two names under which insurers look for the XML in a PDF. */
    private static final List<String> ATTACHMENT_NAMES = List.of("einvoice.xml", "hidexml");

    private final PDDocument document;
    private final Map<Glyphs.Shipped, PDType0Font> fonts = new EnumMap<>(Glyphs.Shipped.class);

    private PdfBook(PDDocument document) {
        this.document = document;
    }

    static byte[] of(Bill bill, Face face, byte[] einvoiceXml) {
        try (var document = new PDDocument()) {
            // Not the clock: the same bill makes the same file.
            document.setDocumentId((long) bill.key().hashCode());
            var book = new PdfBook(document);
            for (int page = 1; page <= face.pages(); page++) {
                book.page(face.sheet(page));
            }
            book.attach(einvoiceXml);
            book.describe(bill);
            var out = new ByteArrayOutputStream(64 * 1024);
            document.save(out);
            return out.toByteArray();
        } catch (IOException wrong) {
            throw new UncheckedIOException("PDF " + bill.key(), wrong);
        }
    }

    static byte[] of(String title, List<PrintBook.Leaf> leaves) {
        try (var document = new PDDocument()) {
            document.setDocumentId((long) title.hashCode());
            var book = new PdfBook(document);
            for (var leaf : leaves) {
                book.leaf(leaf);
            }
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setCreator("Yipiao");
            var out = new ByteArrayOutputStream(64 * 1024);
            document.save(out);
            return out.toByteArray();
        } catch (IOException wrong) {
            throw new UncheckedIOException("PDF " + title, wrong);
        }
    }

    /** Drawn as a page of a face is, moved so that its upper left corner and the printer's shift come out right. */
    private void leaf(PrintBook.Leaf leaf) throws IOException {
        var page = new PDPage(
                new PDRectangle((float) leaf.width() * POINTS_PER_MM, (float) leaf.height() * POINTS_PER_MM));
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
            content.transform(Matrix.getScaleInstance(POINTS_PER_MM, POINTS_PER_MM));
            content.transform(Matrix.getTranslateInstance(
                    (float) leaf.right(), (float) (leaf.height() - Geometry.PAGE_HEIGHT - leaf.down())));
            for (var ink : leaf.inks()) {
                draw(content, ink);
            }
        }
    }

    private void describe(Bill bill) {
        var information = document.getDocumentInformation();
        information.setTitle(bill.name() + " " + bill.key());
        information.setAuthor(bill.issuer().name());
        information.setCreator("Yipiao");
        var issued = GregorianCalendar.from(bill.issuedAt().atZone(ZoneOffset.ofHours(8)));
        information.setCreationDate(issued);
        document.getDocumentCatalog().setLanguage("zh-CN");
    }

    private void attach(byte[] einvoiceXml) throws IOException {
        var file = new PDEmbeddedFile(document, new ByteArrayInputStream(einvoiceXml), COSName.FLATE_DECODE);
        file.setSubtype("text/xml");
        file.setSize(einvoiceXml.length);
        var named = new PDComplexFileSpecification();
        named.setFile(ATTACHMENT_NAMES.getFirst());
        named.setFileUnicode(ATTACHMENT_NAMES.getFirst());
        named.setEmbeddedFile(file);
        named.setEmbeddedFileUnicode(file);
        var byName = new TreeMap<String, PDComplexFileSpecification>();
        for (var name : ATTACHMENT_NAMES) {
            byName.put(name, named);
        }
        var files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(byName);
        var names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(files);
        document.getDocumentCatalog().setNames(names);
    }

    private void page(Face.Sheet sheet) throws IOException {
        var page = new PDPage(new PDRectangle(
                (float) Geometry.PAGE_WIDTH * POINTS_PER_MM, (float) Geometry.PAGE_HEIGHT * POINTS_PER_MM));
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
            content.transform(Matrix.getScaleInstance(POINTS_PER_MM, POINTS_PER_MM));
            for (var ink : sheet.all()) {
                draw(content, ink);
            }
        }
    }

    private void draw(PDPageContentStream content, Ink ink) throws IOException {
        switch (ink) {
            case Ink.Words words -> words(content, words);
            case Ink.Line line -> {
                pen(content, line.thickness(), line.tint());
                content.moveTo((float) line.x1(), up(line.y1()));
                content.lineTo((float) line.x2(), up(line.y2()));
                content.stroke();
            }
            case Ink.Box box -> {
                pen(content, box.thickness(), box.tint());
                content.addRect((float) box.x(), up(box.y() + box.height()), (float) box.width(), (float) box.height());
                content.stroke();
            }
            case Ink.Picture picture -> {
                var image = LosslessFactory.createFromImage(document, PngSheet.image(picture));
                content.drawImage(
                        image, (float) picture.x(), up(picture.y() + picture.height()), (float) picture.width(), (float)
                                picture.height());
            }
        }
    }

    /** PDF counts upwards from the lower edge. */
    private static float up(double y) {
        return (float) (Geometry.PAGE_HEIGHT - y);
    }

    private static void pen(PDPageContentStream content, double thickness, Ink.Tint tint) throws IOException {
        content.setLineWidth((float) thickness);
        content.setStrokingColor(tint.red() / 255f, tint.green() / 255f, tint.blue() / 255f);
    }

    private void words(PDPageContentStream content, Ink.Words words) throws IOException {
        var tint = words.tint();
        content.setNonStrokingColor(tint.red() / 255f, tint.green() / 255f, tint.blue() / 255f);
        String text = words.text();
        double x = words.left();
        for (int start = 0; start < text.length(); ) {
            var font = Glyphs.shipped(words.face(), text.codePointAt(start));
            int end = start;
            double width = 0;
            while (end < text.length()
                    && Glyphs.shipped(words.face(), text.codePointAt(end)).equals(font)) {
                int character = text.codePointAt(end);
                width += Advance.of(character) * words.size();
                end += Character.charCount(character);
            }
            run(content, words, text.substring(start, end), x, font);
            x += width;
            start = end;
        }
    }

    private void run(
            PDPageContentStream content, Ink.Words words, String text, double x, Optional<Glyphs.Shipped> shipped)
            throws IOException {
        if (shipped.isEmpty()) {
            outlines(content, words, text, x);
            return;
        }
        content.beginText();
        content.setFont(font(shipped.get()), (float) words.size());
        content.newLineAtOffset((float) x, up(words.y()));
        content.showTextWithPositioning(positioned(text, Glyphs.file(shipped.get())));
        content.endText();
    }

    /** The text with the difference between the font's advances and ours, in thousandths of an em. */
    private static Object[] positioned(String text, FontFile file) {
        var positioned = new ArrayList<Object>();
        var same = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            same.appendCodePoint(character);
            i += Character.charCount(character);
            double surplus = file.advance(character) - Advance.of(character);
            if (Math.abs(surplus) > 0.001) {
                positioned.add(same.toString());
                positioned.add((float) (surplus * 1000));
                same.setLength(0);
            }
        }
        if (!same.isEmpty()) {
            positioned.add(same.toString());
        }
        return positioned.toArray();
    }

    private PDType0Font font(Glyphs.Shipped shipped) throws IOException {
        var known = fonts.get(shipped);
        if (known == null) {
            var parsed = new TTFParser().parse(new RandomAccessReadBuffer(FontFile.bytes(shipped.fileName())));
            known = PDType0Font.load(document, parsed, true);
            fonts.put(shipped, known);
        }
        return known;
    }

    /** Characters that no shipped font has, drawn as paths and named for searching and copying. */
    private static void outlines(PDPageContentStream content, Ink.Words words, String text, double left)
            throws IOException {
        var actual = new COSDictionary();
        actual.setString(COSName.ACTUAL_TEXT, text);
        content.beginMarkedContent(COSName.getPDFName("Span"), PDPropertyList.create(actual));
        double x = left;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            Path2D outline = new Path2D.Double(
                    Glyphs.outline(words.face(), character),
                    new AffineTransform(words.size(), 0, 0, words.size(), x, up(words.y())));
            fill(content, outline);
            x += Advance.of(character) * words.size();
            i += Character.charCount(character);
        }
        content.endMarkedContent();
    }

    private static void fill(PDPageContentStream content, Path2D outline) throws IOException {
        var p = new float[6];
        float x = 0;
        float y = 0;
        for (var steps = outline.getPathIterator(null); !steps.isDone(); steps.next()) {
            switch (steps.currentSegment(p)) {
                case PathIterator.SEG_MOVETO -> {
                    content.moveTo(p[0], p[1]);
                    x = p[0];
                    y = p[1];
                }
                case PathIterator.SEG_LINETO -> {
                    content.lineTo(p[0], p[1]);
                    x = p[0];
                    y = p[1];
                }
                case PathIterator.SEG_QUADTO -> {
                    // PDF has cubic curves only.
                    content.curveTo(
                            x + (p[0] - x) * 2 / 3,
                            y + (p[1] - y) * 2 / 3,
                            p[2] + (p[0] - p[2]) * 2 / 3,
                            p[3] + (p[1] - p[3]) * 2 / 3,
                            p[2],
                            p[3]);
                    x = p[2];
                    y = p[3];
                }
                case PathIterator.SEG_CUBICTO -> {
                    content.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                    x = p[4];
                    y = p[5];
                }
                default -> content.closePath();
            }
        }
        content.fill();
    }
}
