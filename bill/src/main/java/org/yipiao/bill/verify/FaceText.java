package org.yipiao.bill.verify;

import static org.yipiao.bill.verify.CheckList.require;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yipiao.bill.Bill;
import org.yipiao.bill.xml.BoundedXml;
import org.yipiao.bill.xml.Element;

/** 票面文字 The texts that stand on the first page of the layout file. */
final class FaceText {
    private static final String ELLIPSIS = "…";

    private final List<String> texts;

    private FaceText(List<String> texts) {
        this.texts = texts;
    }

    static FaceText of(OfdPackage ofd, String documentPath, Element document) {
        List<Element> pages = document.only("Pages").all("Page");
        require(!pages.isEmpty(), "文件没有页面");
        String path = OfdPackage.resolve(documentPath, pages.getFirst().attribute("BaseLoc"));
        List<String> texts = new ArrayList<>();
        collect(BoundedXml.read(ofd.file(path)), texts);
        return new FaceText(texts);
    }

    private static void collect(Element element, List<String> texts) {
        if (element.name().equals("TextCode")) {
            texts.add(bare(element.text()));
        }
        element.children().forEach(child -> collect(child, texts));
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
        Pattern alone = Pattern.compile("(?<![0-9A-Za-z.,-])" + Pattern.quote(value) + "(?![0-9A-Za-z.,])");
        require(texts.stream().anyMatch(text -> alone.matcher(text).find()), "票面没有与数据一致的" + label);
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
}
