package org.yipiao.console;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.yipiao.bill.BillKind;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/**
 * 票据筛选 Every part may be missing; without any time it is today.
 *
 * @param from 起始时间 of issue, inclusive
 * @param until 截止时间 of issue, exclusive
 * @param point 开票点编码
 * @param red true red bills only, false blue ones only
 * @param text 票据号码, 业务流水号 or 交款人, at most 50 characters
 */
record BillFilter(
        @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
        LocalDateTime from,

        @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
        LocalDateTime until,

        @Nullable BillKind kind,
        @Nullable BillState state,
        @Nullable String point,
        @Nullable Boolean red,
        @Nullable String text) {
    static final int TEXT_MAX = 50;
    static final int POINT_MAX = 20;

    /** @throws Refused naming every part that breaks a rule */
    BillQueries.Filter filter(LocalDateTime now) {
        var errors = new ArrayList<FieldError>();
        if (from != null && until != null && !from.isBefore(until)) {
            errors.add(new FieldError("until", "截止时间", until.toString(), "应晚于起始时间", "请调整时间范围"));
        }
        if (text != null && text.length() > TEXT_MAX) {
            errors.add(new FieldError("text", "查找内容", shortened(text), "不超过 " + TEXT_MAX + " 个字符", "请缩短查找内容"));
        }
        if (point != null && point.length() > POINT_MAX) {
            errors.add(new FieldError("point", "开票点", shortened(point), "不超过 " + POINT_MAX + " 个字符", "请从列表中选择开票点"));
        }
        refuse(errors);
        boolean anyTime = from == null && until == null;
        return new BillQueries.Filter(
                anyTime ? now.toLocalDate().atStartOfDay() : from,
                anyTime ? now.toLocalDate().plusDays(1).atStartOfDay() : until,
                null,
                null,
                kind,
                state,
                blankToNull(point),
                null,
                null,
                red,
                blankToNull(text));
    }

    static BillQueries.Filter day(LocalDate day) {
        return new BillQueries.Filter(
                day.atStartOfDay(),
                day.plusDays(1).atStartOfDay(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : withoutNul(text.strip());
    }

    /** The database takes no such character; nothing that is stored holds one. */
    private static String withoutNul(String text) {
        return text.replace("\0", "");
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60);
    }
}
