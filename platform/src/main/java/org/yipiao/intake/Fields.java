package org.yipiao.intake;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 报文字段 The members of one JSON object as they came. A null member is the same as a missing one; every scalar is text.
 *
 * @param members values are {@link String}, {@link Fields} or {@link List} of these
 */
record Fields(Map<String, Object> members) {
    /** The trimmed text of a scalar; empty when missing, null, or not a scalar. */
    String text(String name) {
        return members.get(name) instanceof String text ? text.strip() : "";
    }

    boolean isList(String name) {
        return members.get(name) instanceof List<?>;
    }

    /** True for everything that says something: not missing, null, "" or []. */
    boolean has(String name) {
        Object value = members.get(name);
        return switch (value) {
            case null -> false;
            case String text -> !text.isBlank();
            case List<?> rows -> !rows.isEmpty();
            default -> true;
        };
    }

    /** The texts of a list, in order; empty when it is none. */
    List<String> texts(String name) {
        return members.get(name) instanceof List<?> rows
                ? rows.stream()
                        .map(row -> row instanceof String text ? text : "")
                        .toList()
                : List.of();
    }

    /**
     * The objects of a list. Missing, null, "" and [] are an empty list; a single object is a list of one; a list that was
     * sent as text is read from the text.
     */
    List<Fields> list(String name) {
        return rows(name, members.get(name));
    }

    private static List<Fields> rows(String name, @Nullable Object value) {
        return switch (value) {
            case Fields single -> List.of(single);
            case List<?> rows ->
                rows.stream()
                        .filter(Fields.class::isInstance)
                        .map(Fields.class::cast)
                        .toList();
            case String text
            when text.strip().startsWith("[") ->
                Json.object("{\"" + name + "\":" + text.strip() + "}", name).list(name);
            case String text when text.strip().startsWith("{") -> List.of(Json.object(text.strip(), name));
            case null, default -> List.of();
        };
    }
}
