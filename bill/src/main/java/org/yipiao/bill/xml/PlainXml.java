package org.yipiao.bill.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 平直XML Reads the plain documents that bills and layout files are: elements, attributes, text, the five entities, prefixes
 * declared at the root. It gives up on everything else, and on everything that is wrong, so that {@link BoundedXml} asks the
 * JDK's parser: what is read here is read the same there, some ten times slower.
 */
final class PlainXml {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"";
    private static final int NAME_MAX = 100;
    private static final int ATTRIBUTES_MAX = 50;

    private final String text;
    private final char[] chars;
    private final Set<String> prefixes = new HashSet<>();
    private int at;
    private int elements;

    private PlainXml(String text) {
        this.text = text;
        this.chars = text.toCharArray();
    }

    /** Thrown on what is not plain. */
    private static final class NotPlain extends RuntimeException {
        NotPlain() {
            super("not plain", null, false, false);
        }
    }

    /** @return the root element; null when the text is not as plain as that */
    static @Nullable Element read(String text) {
        try {
            return new PlainXml(text).document();
        } catch (NotPlain e) {
            return null;
        }
    }

    private Element document() {
        if (text.startsWith(DECLARATION)) {
            int encoding = DECLARATION.length();
            int end = text.indexOf("\"?>", encoding);
            String name = end < 0 ? "" : text.substring(encoding, end);
            require(name.equals("UTF-8") || name.equals("GB18030"));
            at = end + 3;
        }
        blanks();
        expect('<');
        Element root = element(1);
        blanks();
        require(at == chars.length);
        return root;
    }

    /** From behind the opening bracket. */
    private Element element(int depth) {
        require(depth <= BoundedXml.DEPTH_MAX && ++elements <= BoundedXml.ELEMENTS_MAX);
        int nameStart = at;
        int colon = qualifiedName();
        int nameEnd = at;
        Map<String, String> attributes = attributes(depth == 1);
        String name = new String(chars, colon + 1, nameEnd - colon - 1);
        require(colon < nameStart || prefixes.contains(new String(chars, nameStart, colon - nameStart)));
        if (peek() == '/') {
            at++;
            expect('>');
            return new Element(name, attributes, "", List.of());
        }
        expect('>');
        return content(depth, name, attributes, nameStart, nameEnd);
    }

    private Element content(int depth, String name, Map<String, String> attributes, int nameStart, int nameEnd) {
        String own = text();
        List<Element> children = null;
        while (true) {
            expect('<');
            if (peek() == '/') {
                at++;
                break;
            }
            if (children == null) {
                children = new ArrayList<>();
            }
            require(own.isBlank());
            children.add(element(depth + 1));
            own = text();
        }
        for (int i = nameStart; i < nameEnd; i++) {
            expect(chars[i]);
        }
        blanks();
        expect('>');
        if (children == null) {
            return new Element(name, attributes, own, List.of());
        }
        require(own.isBlank());
        return new Element(name, attributes, "", Collections.unmodifiableList(children));
    }

    /** @return the place of the colon; the one before the name when there is no prefix */
    private int qualifiedName() {
        int start = at;
        name();
        if (at < chars.length && chars[at] == ':') {
            int colon = at++;
            name();
            return colon;
        }
        return start - 1;
    }

    private void name() {
        int start = at;
        while (at < chars.length && isNameCharacter(chars[at], at == start)) {
            at++;
        }
        require(at > start && at - start <= NAME_MAX);
    }

    private static boolean isNameCharacter(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (!first && ((c >= '0' && c <= '9') || c == '.' || c == '-'));
    }

    private Map<String, String> attributes(boolean root) {
        Map<String, String> attributes = null;
        while (blanks() && peek() != '>' && peek() != '/') {
            int start = at;
            int colon = qualifiedName();
            String first = new String(chars, start, (colon < start ? at : colon) - start);
            String local = new String(chars, colon + 1, at - colon - 1);
            blanks();
            expect('=');
            blanks();
            String value = value();
            if (first.equals("xmlns")) {
                // A declaration with strange names or below the root is for the other parser.
                require(root && !value.isEmpty() && !value.contains("www.w3.org"));
                require(colon < start || (!local.startsWith("xml") && prefixes.add(local)));
                require(colon >= start || prefixes.add(""));
            } else {
                require(colon < start);
                if (attributes == null) {
                    attributes = HashMap.newHashMap(4);
                }
                require(attributes.put(local, value) == null && attributes.size() <= ATTRIBUTES_MAX);
            }
        }
        require(peek() == '>' || peek() == '/');
        return attributes == null ? Map.of() : Collections.unmodifiableMap(attributes);
    }

    private String value() {
        char quote = peek();
        require(quote == '"' || quote == '\'');
        int start = ++at;
        StringBuilder unescaped = null;
        while (peek() != quote) {
            char c = chars[at];
            require(c != '<' && c >= ' ');
            if (c == '&') {
                unescaped = unescaped(unescaped, start);
                start = at;
            } else {
                character(c);
            }
        }
        String rest = new String(chars, start, at - start);
        at++;
        return unescaped == null ? rest : unescaped.append(rest).toString();
    }

    /** Up to the next bracket. */
    private String text() {
        int start = at;
        StringBuilder unescaped = null;
        while (peek() != '<') {
            char c = chars[at];
            if (c == '&') {
                unescaped = unescaped(unescaped, start);
                start = at;
            } else {
                require(c >= ' ' || c == '\n' || c == '\t');
                require(c != '>' || at < 2 || chars[at - 1] != ']' || chars[at - 2] != ']');
                character(c);
            }
        }
        if (unescaped != null) {
            return unescaped.append(chars, start, at - start).toString();
        }
        return start == at ? "" : new String(chars, start, at - start);
    }

    /** One that XML allows, or two that are one. */
    private void character(char c) {
        at++;
        if (c >= Character.MIN_SURROGATE) {
            require(c < 0xfffe);
            if (c <= Character.MAX_SURROGATE) {
                require(Character.isHighSurrogate(c) && Character.isLowSurrogate(peek()));
                at++;
            }
        }
    }

    private StringBuilder unescaped(@Nullable StringBuilder before, int start) {
        StringBuilder out = before == null ? new StringBuilder() : before;
        out.append(chars, start, at - start);
        for (String entity : List.of("&lt;<", "&gt;>", "&amp;&", "&quot;\"", "&apos;'")) {
            int length = entity.length() - 1;
            if (text.startsWith(entity.substring(0, length), at)) {
                at += length;
                return out.append(entity.charAt(length));
            }
        }
        throw new NotPlain();
    }

    /** @return whether there was one */
    private boolean blanks() {
        int start = at;
        while (at < chars.length && (chars[at] == ' ' || chars[at] == '\n' || chars[at] == '\t')) {
            at++;
        }
        return at > start;
    }

    private char peek() {
        require(at < chars.length);
        return chars[at];
    }

    private void expect(char wanted) {
        require(at < chars.length && chars[at] == wanted);
        at++;
    }

    private static void require(boolean plain) {
        if (!plain) {
            throw new NotPlain();
        }
    }
}
