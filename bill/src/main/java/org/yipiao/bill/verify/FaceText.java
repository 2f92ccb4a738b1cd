package org.yipiao.bill.verify;

import static org.yipiao.bill.verify.CheckList.require;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.yipiao.bill.Bill;
import org.yipiao.bill.xml.Element;

/** 票面文字 The texts that stand on the first page of the layout file. */
final class FaceText {
    private static final String ELLIPSIS = "…";

    /** Two pieces of one line stand this close together, in millimetres. */
    private static final double TOUCHING = 0.1;

    private final Set<String> texts = new LinkedHashSet<>();
    private String line = "";
    private double lineEnd;
    private double lineTop;

    private FaceText() {}

    static FaceText of(OfdPackage ofd, String documentPath, Element document) {
        List<Element> pages = document.only("Pages").all("Page");
        require(!pages.isEmpty(), "文件没有页面");
        String path = OfdPackage.resolve(documentPath, pages.getFirst().attribute("BaseLoc"));
        FaceText face = new FaceText();
        face.collect(ofd.xml(path));
        face.texts.add(face.line);
        return face;
    }

    private void collect(Element element) {
        if (element.name().equals("TextObject")) {
            String whole = "";
            for (Element code : element.children()) {
                if (code.name().equals("TextCode")) {
                    String text = bare(code.text());
                    texts.add(text);
                    whole = whole.isEmpty() ? text : whole + text;
                }
            }
            join(whole, element.attribute("Boundary"));
        }
        element.children().forEach(this::collect);
    }

    /** A line with a rare character is set in pieces, one text object behind the other. */
    private void join(String text, String boundary) {
        var numbers = new StringTokenizer(boundary);
        double left = number(numbers);
        double top = number(numbers);
        boolean goesOn = Math.abs(left - lineEnd) < TOUCHING && Math.abs(top - lineTop) < TOUCHING;
        if (!goesOn) {
            texts.add(line);
        }
        line = goesOn ? line + text : text;
        lineEnd = left + number(numbers);
        lineTop = top;
    }

    private static double number(StringTokenizer numbers) {
        try {
            return numbers.hasMoreTokens() ? Double.parseDouble(numbers.nextToken()) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN; // Stands by itself then.
        }
    }

    /** @return what was compared @throws IllegalArgumentException naming the first value that the face does not show */
    String shows(Bill bill) {
        whole("票据代码", bill.code().digits());
        whole("票据号码", bill.number().digits());
        whole("校验码", bill.checkCode().text());
        whole("金额合计", bill.content().total().plain());
        String payer = bare(bill.content().payer().name());
        require(payer.isEmpty() || texts.stream().anyMatch(text -> isName(text, payer)), "票面没有与数据一致的交款人");
        return "代码、号码、校验码、金额、交款人一致";
    }

    /** As a text of its own or behind a label, not as a part of a longer number. */
    private void whole(String label, String value) {
        for (String text : texts) {
            for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                int end = at + value.length();
                boolean before = at > 0 && (belongsToNumber(text.charAt(at - 1)) || text.charAt(at - 1) == '-');
                boolean after = end < text.length() && belongsToNumber(text.charAt(end));
                if (!before && !after) {
                    return;
                }
            }
        }
        throw new IllegalArgumentException("票面没有与数据一致的" + label);
    }

    private static boolean belongsToNumber(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == ',';
    }

    /** A long name is cut with an ellipsis. */
    private static boolean isName(String text, String payer) {
        String shown = text.substring(text.indexOf('：') + 1);
        if (text.equals(payer) || shown.equals(payer)) {
            return true;
        }
        return shown.endsWith(ELLIPSIS)
                && shown.length() > ELLIPSIS.length()
                && payer.startsWith(shown.substring(0, shown.length() - ELLIPSIS.length()));
    }

    /** Without what a face leaves out or sets in its own way: blanks, controls, direction marks, variation selectors. */
    private static String bare(String text) {
        if (isBare(text)) {
            return text;
        }
        StringBuilder bare = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !Character.isWhitespace(c)
                        && !Character.isSpaceChar(c)
                        && Character.getType(c) != Character.CONTROL
                        && Character.getType(c) != Character.FORMAT
                        && !(c >= 0xfe00 && c <= 0xfe0f)
                        && !(c >= 0xe0100 && c <= 0xe01ef))
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }

    /** The usual case: printable ASCII and Chinese characters only. */
    private static boolean isBare(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c > ' ' && c < 0x7f) || (c >= 0x4e00 && c <= 0x9fff) || c == '：')) {
                return false;
            }
        }
        return true;
    }
}
