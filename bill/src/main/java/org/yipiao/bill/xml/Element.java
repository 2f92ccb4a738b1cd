package org.yipiao.bill.xml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * XML元素 One element, its attributes, its own text and its child elements in document order.
 *
 * @param name local name, without a prefix
 * @param attributes by local name
 * @param text the element's text; white space between child elements is dropped
 */
public record Element(String name, Map<String, String> attributes, String text, List<Element> children) {
    /** @throws IllegalArgumentException unless there is exactly one such child */
    public Element only(String child) {
        Element only = atMostOne(child);
        if (only == null) {
            throw new IllegalArgumentException(name + " 缺少元素 " + child);
        }
        return only;
    }

    /** Text of the only such child; empty when there is none. @throws IllegalArgumentException when there are two */
    public String textOf(String child) {
        Element only = atMostOne(child);
        return only == null ? "" : only.text;
    }

    private @Nullable Element atMostOne(String child) {
        Element found = null;
        for (Element each : children) {
            if (each.name.equals(child)) {
                if (found != null) {
                    throw new IllegalArgumentException(name + " 中元素 " + child + " 重复");
                }
                found = each;
            }
        }
        return found;
    }

    public List<Element> all(String child) {
        return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    /** The attribute's value; empty when it is missing. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }
}
