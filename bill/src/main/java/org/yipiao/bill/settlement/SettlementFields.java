package org.yipiao.bill.settlement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.yipiao.bill.Money;

/** 报文字段 One object of a message, read field by field within limits; what is wrong is noted and reads as empty or zero. */
public abstract class SettlementFields {
    /** A double's noise is far below this part of a yuan, a real third decimal far above. */
    private static final BigDecimal NOISE = new BigDecimal("0.0001");

    /** The trimmed text of a scalar; empty when missing, null, or not a scalar. */
    public abstract String raw(String name);

    /** The objects of a list; a single object is a list of one, a list sent as text is read from the text. */
    public abstract List<? extends SettlementFields> rows(String name);

    protected abstract boolean isList(String name);

    /** @param value as it was sent @param hint 建议 what to do about it, in Chinese */
    public abstract void fault(String name, String label, String value, String rule, String hint);

    /** @param max longest text in characters */
    public final String text(String name, String label, int max) {
        String raw = raw(name);
        String text = clean(raw);
        if (text.codePoints().anyMatch(SettlementFields::forbidden)) {
            fault(name, label, raw, "含有不可用的控制字符", "请去除后重新发送");
            return "";
        }
        int length = text.codePointCount(0, text.length());
        if (length > max) {
            fault(name, label, raw, "最多" + max + "个字符，实际" + length + "个", "请缩短后重新发送");
            return "";
        }
        return text;
    }

    public final String needed(String name, String label, int max) {
        if (raw(name).isEmpty()) {
            fault(name, label, "", "不能为空", "请填写后重新发送");
            return "";
        }
        return text(name, label, max);
    }

    /** The text without fault, shortened and without forbidden characters: for what is only kept, not put on the bill. */
    public final String kept(String name, int max) {
        String text = clean(raw(name));
        if (text.codePoints().anyMatch(SettlementFields::forbidden)) {
            text = text.codePoints()
                    .filter(c -> !forbidden(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        return text.codePointCount(0, text.length()) <= max ? text : text.substring(0, text.offsetByCodePoints(0, max));
    }

    /** 金额 of two decimals, rounded half up; empty is zero. */
    public final Money money(String name, String label) {
        return number(name, label)
                .map(n -> n.setScale(2, RoundingMode.HALF_UP))
                .map(Money::ofYuan)
                .orElse(Money.ZERO);
    }

    /** 金额 that must have no third decimal, apart from the noise of a double. */
    public final Money exactMoney(String name, String label) {
        var number = number(name, label).orElse(BigDecimal.ZERO);
        var rounded = number.setScale(2, RoundingMode.HALF_UP);
        if (number.subtract(rounded).abs().compareTo(NOISE) >= 0) {
            fault(name, label, raw(name), "金额最多两位小数", "请四舍五入到分后重新发送");
            return Money.ZERO;
        }
        return Money.ofYuan(rounded);
    }

    /** 数量, 单价 and amounts of list lines: six decimals; empty is zero. */
    public final BigDecimal fine(String name, String label) {
        return Decimals.fine(number(name, label).orElse(BigDecimal.ZERO));
    }

    private Optional<BigDecimal> number(String name, String label) {
        String text = raw(name);
        var number = Decimals.read(text);
        if (number.isEmpty() || isList(name)) {
            fault(name, label, text, "不是可用的数字", "请填写如 12.50 的数字");
            return Optional.empty();
        }
        if (Decimals.tooLarge(number.get())) {
            fault(name, label, text, "超出范围，整数部分最多" + Decimals.DIGITS_MAX + "位", "请核对后重新发送");
            return Optional.empty();
        }
        return number;
    }

    /** 时间; empty text gives empty. */
    public final Optional<LocalDateTime> time(String name, String label) {
        String text = raw(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var time = HisTime.time(text);
        if (time.isEmpty()) {
            fault(name, label, text, "不是有效时间", "请按 yyyyMMddHHmmssSSS 填写");
        }
        return time;
    }

    public final Optional<LocalDateTime> neededTime(String name, String label) {
        if (raw(name).isEmpty()) {
            fault(name, label, "", "不能为空", "请按 yyyyMMddHHmmssSSS 填写");
            return Optional.empty();
        }
        return time(name, label);
    }

    /** 日期 as yyyyMMdd, from yyyyMMdd, yyyy-MM-dd or a full time; empty stays empty. */
    public final String date(String name, String label) {
        String text = raw(name);
        if (text.isEmpty()) {
            return "";
        }
        return HisTime.time(text)
                .map(time -> time.format(DateTimeFormatter.BASIC_ISO_DATE).substring(0, 8))
                .orElseGet(() -> {
                    fault(name, label, text, "不是有效日期", "请按 yyyyMMdd 填写");
                    return "";
                });
    }

    /** Line breaks and tabs of remarks become spaces; the bill has no lines. */
    protected static String clean(String text) {
        if (text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == '\t')) {
            return text;
        }
        return text.replaceAll("[\\r\\n\\t]+", " ").strip();
    }

    /** What XML 1.0 can not carry, the other control characters, and halves of surrogate pairs. */
    private static boolean forbidden(int c) {
        return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF;
    }
}
