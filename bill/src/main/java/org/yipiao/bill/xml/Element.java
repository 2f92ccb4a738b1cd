package org.yipiao.bill.xml;

import java.util.List;
import java.util.Map;

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
        List<Element> found = all(child);
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    found.isEmpty() ? name + " 缺少元素 " + child : name + " 中元素 " + child + " 重复");
        }
        return found.getFirst();
    }

    /** Text of the only such child; empty when there is none. @throws IllegalArgumentException when there are two */
    public String textOf(String child) {
        List<Element> found = all(child);
        return found.isEmpty() ? "" : only(child).text();
    }

    public List<Element> all(String child) {
        return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    /** The attribute's value; empty when it is missing. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }
}
