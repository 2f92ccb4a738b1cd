package org.yipiao.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yipiao.bill.Money;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** 报文字段 One object of what a business system sent, with the tolerances of the market protocol; notes what it can not read. */
final class SentFields {
    /** Amounts keep the digits they were sent with. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int LENGTH_MAX = 40;
    private static final int SCALE_MAX = 30;
    private static final int FINE_SCALE = 6;
    private static final BigDecimal MAX = new BigDecimal("999999999999.99");
    private static final BigDecimal NOISE = new BigDecimal("0.0001");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})(?:[ T]?(\\d{2}):?(\\d{2}):?(\\d{2})(\\.?)(\\d{1,3})?)?");

    private final JsonNode object;
    private final String path;
    private final List<String> faults;

    SentFields(JsonNode object, String path, List<String> faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
    }

    void fault(String name, String label, String rule) {
        faults.add(label + "(" + path + name + ")" + rule);
    }

    /** Scalars as text, trimmed; everything else is empty. */
    String raw(String name) {
        JsonNode value = object.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString("").strip() : "";
    }

    String text(String name, String label, int max) {
        String text = raw(name);
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\t')) {
            text = text.replaceAll("[\\r\\n\\t]+", " ").strip();
        }
        if (text.codePoints().anyMatch(SentFields::forbidden)) {
            fault(name, label, "含有不可用的控制字符");
            return "";
        }
        if (text.codePointCount(0, text.length()) > max) {
            fault(name, label, "超过 " + max + " 个字符");
            return "";
        }
        return text;
    }

    private static boolean forbidden(int c) {
        return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF;
    }

    String needed(String name, String label, int max) {
        String text = text(name, label, max);
        if (raw(name).isEmpty()) {
            fault(name, label, "不能为空");
        }
        return text;
    }

    private BigDecimal number(String name, String label) {
        String text = raw(name);
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        try {
            if (text.length() <= LENGTH_MAX && text.matches("[0-9.eE+-]+")) {
                var number = new BigDecimal(text);
                if (Math.abs((long) number.scale()) <= SCALE_MAX && number.abs().compareTo(MAX) <= 0) {
                    return number;
                }
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        fault(name, label, "不是可用的数字");
        return BigDecimal.ZERO;
    }

    Money money(String name, String label) {
        return Money.ofYuan(number(name, label).setScale(2, RoundingMode.HALF_UP));
    }

    /** No third decimal apart from the noise of a double. */
    Money exactMoney(String name, String label) {
        var number = number(name, label);
        var rounded = number.setScale(2, RoundingMode.HALF_UP);
        if (number.subtract(rounded).abs().compareTo(NOISE) >= 0) {
            fault(name, label, "最多两位小数");
        }
        return Money.ofYuan(rounded);
    }

    BigDecimal fine(String name, String label) {
        var rounded =
                number(name, label).setScale(FINE_SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }

    Optional<LocalDateTime> time(String name, String label) {
        var form = TIME.matcher(raw(name));
        try {
            if (form.matches()) {
                var day = LocalDate.of(digits(form.group(1)), digits(form.group(3)), digits(form.group(4)));
                if (day.getYear() >= 2000 && day.getYear() <= 2099) {
                    if (form.group(5) == null) {
                        return Optional.of(day.atStartOfDay());
                    }
                    String decimals = form.group(9) == null ? "0" : form.group(9);
                    String millis = form.group(8).isEmpty() ? decimals : decimals + "0".repeat(3 - decimals.length());
                    return Optional.of(day.atTime(digits(form.group(5)), digits(form.group(6)), digits(form.group(7)))
                            .plusNanos(digits(millis) * 1_000_000L));
                }
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        fault(name, label, "不是有效时间");
        return Optional.empty();
    }

    private static int digits(String text) {
        return Integer.parseInt(text);
    }

    /** As yyyyMMdd; empty stays empty. */
    String date(String name, String label) {
        return raw(name).isEmpty()
                ? ""
                : time(name, label)
                        .map(time ->
                                time.format(DateTimeFormatter.BASIC_ISO_DATE).substring(0, 8))
                        .orElse("");
    }

    boolean has(String name) {
        JsonNode value = object.path(name);
        return value.isContainer() ? !value.isEmpty() : !raw(name).isEmpty();
    }

    /** Missing, null, "" and [] are none; a single object is a list of one; a list sent as text is read from the text. */
    List<SentFields> rows(String name) {
        JsonNode value = object.path(name);
        if (value.isString()) {
            String text = value.asString().strip();
            try {
                value = text.startsWith("[") || text.startsWith("{") ? JSON.readTree(text) : JSON.nullNode();
            } catch (JacksonException e) {
                fault(name, name, "不是可用的列表");
                value = JSON.nullNode();
            }
        }
        var rows = new ArrayList<SentFields>();
        if (value.isObject()) {
            rows.add(new SentFields(value, path + name + "[0].", faults));
        } else if (value.isArray()) {
            int i = 0;
            for (JsonNode row : value) {
                if (row.isObject()) {
                    rows.add(new SentFields(row, path + name + "[" + i + "].", faults));
                    i++;
                }
            }
        }
        return rows;
    }
}
