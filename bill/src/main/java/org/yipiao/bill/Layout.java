package org.yipiao.bill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.yipiao.bill.xml.BoundedXml;

/**
 * Where the signed parts stand in a document, in bytes. A signature is over bytes, so they are found in the bytes
 * themselves and never written again. What could make a parser see another document than this scanner does (comments,
 * CDATA, attributes, processing instructions) is refused. In UTF-8 and in GB18030 the bytes of {@code <} and {@code >} are
 * never a part of another character.
 *
 * @param block from {@code <Header>} to {@code </EInvoiceData>}
 * @param signatures the elements inside {@code EInvoiceSignature} in document order
 */
record Layout(Range block, List<Range> signatures) {
    /** Bytes {@code start} to before {@code end}. */
    record Range(int start, int end) {
        byte[] of(byte[] document) {
            return Arrays.copyOfRange(document, start, end);
        }

        int length() {
            return end - start;
        }
    }

    private static final List<String> UNSIGNED = List.of("Header", "EInvoiceData");
    private static final List<String> SIGNED = List.of("Header", "EInvoiceData", "EInvoiceSignature");

    static Layout of(byte[] document) {
        return new Scanner(document).scan();
    }

    private static final class Scanner {
        private final byte[] bytes;
        private final Deque<String> open = new ArrayDeque<>();
        private final List<String> parts = new ArrayList<>();
        private final List<Range> ranges = new ArrayList<>();
        private final List<Range> signatures = new ArrayList<>();
        private int partStart;
        private int signatureStart;
        private boolean rootSeen;

        Scanner(byte[] bytes) {
            this.bytes = bytes;
        }

        Layout scan() {
            int at = BoundedXml.byteOrderMark(bytes);
            if (startsWith(at, "<?xml ")) {
                at = next(at, '>') + 1;
            }
            while ((at = next(at, '<')) < bytes.length) {
                int end = next(at, '>');
                if (end == bytes.length || end == at + 1) {
                    throw new IllegalArgumentException("XML 标签不完整");
                }
                tag(at, end);
                at = end + 1;
            }
            if (!open.isEmpty() || !(parts.equals(UNSIGNED) || parts.equals(SIGNED))) {
                throw new IllegalArgumentException("EInvoice 下应依次为 Header、EInvoiceData 和 EInvoiceSignature，各一个");
            }
            return new Layout(new Range(ranges.get(0).start(), ranges.get(1).end()), List.copyOf(signatures));
        }

        private void tag(int start, int end) {
            boolean closing = bytes[start + 1] == '/';
            boolean empty = bytes[end - 1] == '/';
            int from = closing ? start + 2 : start + 1;
            int to = empty ? end - 1 : end;
            String name = new String(bytes, from, Math.max(0, to - from), ISO_8859_1);
            if ((closing && empty) || !isName(name)) {
                throw new IllegalArgumentException("票据 XML 不得含有注释、CDATA、处理指令、属性或命名空间前缀");
            }
            if (!closing) {
                opened(name, start);
            }
            if (closing || empty) {
                closed(name, end + 1);
            }
        }

        private void opened(String name, int start) {
            switch (open.size()) {
                case 0 -> {
                    if (rootSeen || !name.equals("EInvoice")) {
                        throw new IllegalArgumentException("根元素应为 EInvoice");
                    }
                    rootSeen = true;
                }
                case 1 -> partStart = start;
                case 2 -> signatureStart = start;
                default -> {
                    // Deeper elements are inside a part that is already marked.
                }
            }
            open.push(name);
        }

        private void closed(String name, int end) {
            if (!name.equals(open.peek())) {
                throw new IllegalArgumentException("XML 标签不配对：" + name);
            }
            open.pop();
            if (open.size() == 1) {
                parts.add(name);
                ranges.add(new Range(partStart, end));
            } else if (open.size() == 2 && "EInvoiceSignature".equals(open.peek())) {
                signatures.add(new Range(signatureStart, end));
            }
        }

        private int next(int from, char wanted) {
            int at = from;
            while (at < bytes.length && bytes[at] != wanted) {
                at++;
            }
            return at;
        }

        private boolean startsWith(int at, String ascii) {
            int end = at + ascii.length();
            return end <= bytes.length && new String(bytes, at, ascii.length(), ISO_8859_1).equals(ascii);
        }

        private static boolean isName(String name) {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                if (!letter && (i == 0 || c < '0' || c > '9')) {
                    return false;
                }
            }
            return !name.isEmpty();
        }
    }
}
