package org.yipiao.console.basics;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 校验 Reads the fields of one record as a person or a spreadsheet gave them, and says all that is wrong at once. */
final class Checks {
    private static final int VALUE_SHOWN_MAX = 60;
    private static final String CODE = "[0-9A-Za-z._\\-]+";

    private final List<FieldError> errors = new ArrayList<>();

    /** Trimmed; empty when there is none. */
    String text(String path, String label, @Nullable String value, int max) {
        String text = value == null ? "" : value.strip();
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            fault(path, label, text, "含有换行或控制字符", "请删去后重新填写");
            return "";
        }
        if (text.codePointCount(0, text.length()) > max) {
            fault(path, label, text, "最多 " + max + " 个字", "请缩短后重新填写");
            return "";
        }
        return text;
    }

    String needed(String path, String label, @Nullable String value, int max) {
        String text = text(path, label, value, max);
        if (text.isEmpty() && (value == null || value.isBlank())) {
            fault(path, label, "", "必填", "请填写" + label);
        }
        return text;
    }

    /** Letters, digits, dot, dash and underscore. */
    String code(String path, String label, @Nullable String value, int max) {
        String code = needed(path, label, value, max);
        if (!code.isEmpty() && !code.matches(CODE)) {
            fault(path, label, code, "只能用字母、数字、点、横线和下划线", "请改正" + label);
        }
        return code;
    }

    /** @param labels what the choices are called; either name is taken */
    <E extends Enum<E>> E choice(
            String path, String label, @Nullable String value, E[] all, Function<E, String> labels) {
        String text = value == null ? "" : value.strip();
        for (E one : all) {
            if (one.name().equals(text) || labels.apply(one).equals(text)) {
                return one;
            }
        }
        String names = Stream.of(all).map(labels).collect(Collectors.joining("、"));
        fault(path, label, text, text.isEmpty() ? "必填" : "不在可选范围内", "请填写：" + names);
        return all[0];
    }

    <E extends Enum<E>> List<E> choices(
            String path, String label, @Nullable List<String> values, E[] all, Function<E, String> labels) {
        var texts = values == null ? List.<String>of() : values;
        if (texts.isEmpty()) {
            fault(path, label, "", "至少选一个", "请选择" + label);
            return List.of(all[0]);
        }
        return texts.stream()
                .map(text -> choice(path, label, text, all, labels))
                .distinct()
                .sorted()
                .toList();
    }

    int number(String path, String label, @Nullable String value, int min, int max) {
        String text = value == null ? "" : value.strip();
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        fault(path, label, text, "应为 " + min + " 到 " + max + " 的整数", "请改正" + label);
        return min;
    }

    boolean yes(String path, String label, @Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (!List.of("是", "否", "启用", "停用", "true", "false", "").contains(text)) {
            fault(path, label, text, "不在可选范围内", "请填写 是 或 否");
        }
        return text.equals("是") || text.equals("启用") || text.equals("true");
    }

    @Nullable
    LocalDate day(String path, String label, @Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            fault(path, label, text, "不是有效日期", "请按 2026-01-31 的格式填写");
            return null;
        }
    }

    void fault(String path, String label, String value, String rule, String hint) {
        String shown = value.codePointCount(0, value.length()) <= VALUE_SHOWN_MAX
                ? value
                : value.substring(0, value.offsetByCodePoints(0, VALUE_SHOWN_MAX)) + "…";
        errors.add(new FieldError(path, label, shown, rule, hint));
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    void refuse() {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有 " + errors.size() + " 处不符合规则，请按提示修改", errors);
        }
    }

    static Refused exists(String what, String code) {
        return new Refused(409, "RECORD_EXISTS", what + " " + code + " 已存在；请换一个编码，或在列表中修改原记录");
    }

    static Refused missing(String what) {
        return new Refused(404, "RECORD_NOT_FOUND", what + "不存在或不属于本单位；请刷新列表");
    }
}
