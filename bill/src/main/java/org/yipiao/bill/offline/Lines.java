package org.yipiao.bill.offline;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * 行文本 A title and then one {@code name value} per line, in a fixed order: what is signed can be read by a person and has
 * one spelling only. A backslash is written twice, a line break as backslash and n.
 */
final class Lines {
    private static final int CHARS_MAX = 4_000_000;

    private final String title;
    private final Map<String, String> values = new LinkedHashMap<>();

    Lines(String title) {
        this.title = title;
    }

    Lines with(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    String text() {
        var text = new StringBuilder(title).append('\n');
        values.forEach((name, value) -> text.append(name)
                .append(' ')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n'));
        return text.toString();
    }

    /** @throws IllegalArgumentException with a Chinese message when it is another text */
    static Lines read(String title, String text) {
        if (text.length() > CHARS_MAX || !text.startsWith(title + "\n") || !text.endsWith("\n")) {
            throw new IllegalArgumentException("不是" + title + "的文本");
        }
        var lines = new Lines(title);
        String[] rows = text.substring(title.length() + 1, text.length() - 1).split("\n", -1);
        for (String row : rows) {
            int blank = row.indexOf(' ');
            if (blank < 1 || lines.values.put(row.substring(0, blank), unescaped(row.substring(blank + 1))) != null) {
                throw new IllegalArgumentException("文本中有不完整或重复的行");
            }
        }
        return lines;
    }

    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                plain.append(next == 'n' ? '\n' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("文本中缺少 " + name);
        }
        return value;
    }

    long number(String name) {
        try {
            return Long.parseLong(value(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " 不是数字", e);
        }
    }
}
