package org.yipiao.bill.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a document within limits; whatever else a document may hold is refused. */
public final class BoundedXml {
    /** Largest document: a bill with 5 000 list lines is some 2 MB. */
    public static final int BYTES_MAX = 10 * 1024 * 1024;

    /** Deepest nesting; bills and OFD pages stay below ten. */
    public static final int DEPTH_MAX = 20;

    /** Most elements of one document: 5 000 list lines have some 50 000. */
    public static final int ELEMENTS_MAX = 200_000;

    public static final Charset GB18030 = Charset.forName("GB18030");

    /** What a wrong byte is decoded to. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final Pattern DECLARATION = Pattern.compile(
            "^<\\?xml\\s+version\\s*=\\s*[\"']1\\.0[\"'](?:\\s+encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"'])?"
                    + "(?:\\s+standalone\\s*=\\s*[\"'](?:yes|no)[\"'])?\\s*\\?>");

    /** The stream factory is expensive to make and not promised to be thread-safe. */
    private static final ThreadLocal<XMLInputFactory> FACTORY = ThreadLocal.withInitial(BoundedXml::factory);

    private BoundedXml() {}

    /**
     * Reads a document in UTF-8 or GB18030 as its declaration says.
     *
     * @return the root element
     * @throws IllegalArgumentException with a Chinese message when the bytes are not such a document or break a limit
     */
    public static Element read(byte[] document) {
        if (document.length > BYTES_MAX) {
            throw new IllegalArgumentException("XML 超过 " + BYTES_MAX / 1024 / 1024 + " MB");
        }
        String text = decoded(document, charset(document));
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        Element plain = PlainXml.read(text);
        return plain == null ? readByJdk(text) : plain;
    }

    /** As {@link #read}, for whatever is not plain. */
    static Element readByJdk(String text) {
        try {
            XMLStreamReader reader = FACTORY.get().createXMLStreamReader(new StringReader(text));
            try {
                return tree(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("XML 格式不正确，第 " + e.getLocation().getLineNumber() + " 行", e);
        }
    }

    /** The encoding named in the declaration: UTF-8 or GB18030; UTF-8 when none is named. */
    public static Charset charset(byte[] document) {
        int mark = byteOrderMark(document);
        String head = new String(document, mark, Math.min(200, document.length - mark), ISO_8859_1);
        Matcher declaration = DECLARATION.matcher(head);
        if (!head.startsWith("<?xml")) {
            return UTF_8;
        }
        // A declaration that this reader does not understand another one may understand in its own way.
        if (!declaration.find()) {
            throw new IllegalArgumentException("XML 声明不正确");
        }
        if (declaration.group(1) == null || declaration.group(1).equalsIgnoreCase("UTF-8")) {
            return UTF_8;
        }
        if (mark == 0 && declaration.group(1).equalsIgnoreCase("GB18030")) {
            return GB18030;
        }
        throw new IllegalArgumentException("不支持的编码 " + declaration.group(1) + "，应为 UTF-8 或 GB18030");
    }

    /** Length of a UTF-8 byte order mark at the start: 3 or 0. */
    public static int byteOrderMark(byte[] document) {
        return document.length >= 3
                        && (document[0] & 0xff) == 0xef
                        && (document[1] & 0xff) == 0xbb
                        && (document[2] & 0xff) == 0xbf
                ? 3
                : 0;
    }

    private static String decoded(byte[] document, Charset charset) {
        String text = new String(document, charset);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // Either the document says this very character, or bytes were wrong.
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(document)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("XML 的字节不是正确的 " + charset + " 编码", e);
        }
    }

    private static Element tree(XMLStreamReader reader) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        int elements = 0;
        Element root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() >= DEPTH_MAX) {
                        throw new IllegalArgumentException("XML 嵌套超过 " + DEPTH_MAX + " 层");
                    }
                    if (++elements > ELEMENTS_MAX) {
                        throw new IllegalArgumentException("XML 元素超过 " + ELEMENTS_MAX + " 个");
                    }
                    open.push(new Open(reader));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    Open parent = open.peek();
                    if (parent != null) {
                        parent.text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element done = open.pop().closed();
                    Open parent = open.peek();
                    if (parent == null) {
                        root = done;
                    } else {
                        parent.children.add(done);
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new IllegalArgumentException("XML 不得含有 DTD 或实体");
                default -> {
                    // Comments and processing instructions mean nothing here.
                }
            }
        }
        if (root == null) {
            throw new IllegalArgumentException("XML 没有根元素");
        }
        return root;
    }

    /** An element whose end has not come yet. */
    private static final class Open {
        final String name;
        final Map<String, String> attributes;
        final StringBuilder text = new StringBuilder();
        final List<Element> children = new ArrayList<>();

        Open(XMLStreamReader reader) {
            name = reader.getLocalName();
            int count = reader.getAttributeCount();
            attributes = count == 0 ? Map.of() : HashMap.newHashMap(count);
            for (int i = 0; i < count; i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }

        Element closed() {
            String own = text.toString();
            if (!children.isEmpty()) {
                if (!own.isBlank()) {
                    throw new IllegalArgumentException("元素 " + name + " 中文字与子元素混排");
                }
                own = "";
            }
            return new Element(
                    name, Collections.unmodifiableMap(attributes), own, Collections.unmodifiableList(children));
        }
    }

    /** The JDK's own, whatever other parser is on the class path: its settings are known. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
