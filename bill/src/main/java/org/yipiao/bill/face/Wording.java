package org.yipiao.bill.face;

import java.util.ArrayList;
import java.util.List;

/**
 * 排字 Makes any text fit its place: first smaller, then cut with an ellipsis, or wrapped where there is room for more lines.
 * Texts come from outside: what can not be shown or would reorder the line is taken out first.
 */
final class Wording {
    /** Text is never set smaller than this share of its normal size; then it is wrapped or cut. */
    static final double SHRINK_MIN = 0.5;

    /** Characters looked at per field at most; no place on a page holds more. */
    static final int LENGTH_MAX = 2_000;

    /** Marks that no line begins with; the character before them comes along. */
    private static final String NOT_FIRST = "，。、；：！？）》」』】”’,.;:!?)]}%…";

    private static final String ELLIPSIS = "…";

    /** Stands for a character that is none, such as half of a surrogate pair. */
    private static final int UNKNOWN = '□';

    private Wording() {}

    /** The text of one line: no controls, no direction marks, no line breaks, single blanks. */
    static String clean(String text) {
        if (plain(text)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        boolean blank = true;
        int end = Math.min(text.length(), LENGTH_MAX);
        for (int i = 0; i < end; ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                if (!blank) {
                    clean.append(' ');
                }
                blank = true;
                continue;
            }
            int type = Character.getType(character);
            if (type == Character.CONTROL || type == Character.FORMAT || variationSelector(character)) {
                continue;
            }
            boolean none = type == Character.SURROGATE || (character & 0xfffe) == 0xfffe;
            clean.appendCodePoint(none ? UNKNOWN : character);
            blank = false;
        }
        int length = clean.length();
        if (length > 0 && clean.charAt(length - 1) == ' ') {
            clean.setLength(length - 1);
        }
        return clean.toString();
    }

    /** Asks for another drawing of the same character; no font of ours has any. */
    private static boolean variationSelector(int character) {
        return (character >= 0xfe00 && character <= 0xfe0f) || (character >= 0xe0100 && character <= 0xe01ef);
    }

    /** The usual case: nothing but printable ASCII and Chinese characters, without blanks. */
    private static boolean plain(String text) {
        if (text.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean usual = (c > ' ' && c < 0x7f) || (c >= 0x4e00 && c < 0xa000) || c == '：' || c == '（' || c == '）';
            if (!usual) {
                return false;
            }
        }
        return true;
    }

    /** The size at which the text fits the room, not under {@link #SHRINK_MIN} of {@code size}. */
    static double size(String text, double size, double room) {
        double width = Advance.of(text) * size;
        return width <= room ? size : Math.max(size * room / width, size * SHRINK_MIN);
    }

    /** The text, or its beginning and an ellipsis when it is wider than the room even at this size. */
    static String cut(String text, double size, double room) {
        if (Advance.of(text) * size <= room + 1e-6) {
            return text;
        }
        double left = room / size - Advance.of(ELLIPSIS);
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            left -= Advance.of(character);
            if (left < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The place at or before {@code end} where the next line begins with no mark of {@link #NOT_FIRST}. */
    private static int breakBefore(String text, int start, int end) {
        int place = end;
        while (place > start && place < text.length() && NOT_FIRST.indexOf(text.charAt(place)) >= 0) {
            place = text.offsetByCodePoints(place, -1);
        }
        return place > start ? place : end;
    }

    /** The text in at most {@code lines} lines of this size; the last one is cut when the text goes on. */
    static List<String> wrap(String text, double size, double room, int lines) {
        var wrapped = new ArrayList<String>(lines);
        int start = 0;
        while (start < text.length() && wrapped.size() < lines - 1) {
            int end = start;
            double left = room / size;
            while (end < text.length()) {
                int character = text.codePointAt(end);
                left -= Advance.of(character);
                if (left < -1e-9) {
                    break;
                }
                end += Character.charCount(character);
            }
            if (end == start) {
                break; // room for not even one character
            }
            int next = breakBefore(text, start, end);
            wrapped.add(text.substring(start, next));
            start = next;
        }
        if (start < text.length()) {
            wrapped.add(cut(text.substring(start), size, room));
        }
        return wrapped;
    }
}
