package org.yipiao.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** Collects what is wrong with a request, so that everything is told at once. */
final class Faults {
    private static final int SHOWN_MAX = 60;

    private final List<FieldError> errors = new ArrayList<>();

    void add(String path, String label, @Nullable String value, String rule, String hint) {
        String shown = value == null ? "" : value;
        errors.add(new FieldError(
                path, label, shown.length() <= SHOWN_MAX ? shown : shown.substring(0, SHOWN_MAX), rule, hint));
    }

    /** Text without control characters, its edges stripped. */
    String text(String path, String label, @Nullable String value, int min, int max) {
        String text = value == null ? "" : value.strip();
        int length = text.codePointCount(0, text.length());
        boolean odd = text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (length < min || length > max || odd) {
            add(
                    path,
                    label,
                    text,
                    (min == 0 ? "不超过 " + max + " 个字符" : "必填，" + min + " 到 " + max + " 个字符") + "，不含控制字符",
                    "请改正" + label);
            return "";
        }
        return text;
    }

    int number(String path, String label, @Nullable Integer value, int min, int max) {
        if (value == null || value < min || value > max) {
            add(path, label, value == null ? "" : value.toString(), min + " 到 " + max + " 的整数", "请改正" + label);
            return min;
        }
        return value;
    }

    void size(String path, String label, Collection<?> values, int max) {
        if (values.size() > max) {
            add(path, label, values.size() + " 项", "不超过 " + max + " 项", "请减少" + label);
        }
    }

    /** @throws Refused naming everything collected */
    void refuse() {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
        }
    }
}
