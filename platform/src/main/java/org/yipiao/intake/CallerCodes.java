package org.yipiao.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.settlement.Decimals;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.shared.Page;

/** 接入方代码 Codes of a business system read into ours and written back, with the page a caller asks for. */
@Component
class CallerCodes {
    private final CodeMapping mapping;
    private final IssuingPoints points;

    CallerCodes(CodeMapping mapping, IssuingPoints points) {
        this.mapping = mapping;
        this.points = points;
    }

    /** Our code; empty when nothing was sent. A code that must be mapped and is not becomes a fault. */
    String ours(FieldReader in, String name, String label, Kind kind, Caller caller) {
        String sent = in.text(name, label, 50);
        if (sent.isEmpty()) {
            return "";
        }
        var ours = mapping.ours(caller.unit(), caller.appid(), kind, sent);
        if (ours.isEmpty() && !kind.passes()) {
            in.fault(name, label, sent, "未对照到" + kind.label(), "请信息科在第三方对照中维护" + label + sent);
        }
        return ours.orElse(sent);
    }

    /** 开票点 that may be left out. */
    String point(FieldReader in, Caller caller) {
        return ours(in, "placeCode", "开票点编码", Kind.PLACE, caller);
    }

    /** 开票点 that must be there. */
    String neededPoint(FieldReader in, Caller caller) {
        in.needed("placeCode", "开票点编码", 50);
        return point(in, caller);
    }

    String busType(FieldReader in, Caller caller) {
        return ours(in, "busType", "业务标识", Kind.BUS_TYPE, caller);
    }

    String hisPoint(Caller caller, String point) {
        return mapping.his(caller.unit(), caller.appid(), Kind.PLACE, point);
    }

    String hisBusType(Caller caller, String busType) {
        return mapping.his(caller.unit(), caller.appid(), Kind.BUS_TYPE, busType);
    }

    List<IssuingPoint> points(Caller caller) {
        return points.all(caller.unit());
    }

    /** 页 from 1, and its size of 1 to 200. */
    record Asked(int no, int size) {
        /** First row of the page among all rows. */
        long skip() {
            return (long) (no - 1) * size;
        }

        <T> List<T> of(List<T> rows) {
            int first = (int) Math.min(skip(), rows.size());
            return rows.subList(first, Math.min(first + size, rows.size()));
        }
    }

    static Asked page(FieldReader in) {
        return new Asked(
                Page.no(number(in, "pageNo", "页码", 1)), Page.size(number(in, "pageSize", "每页条数", Page.SIZE_MAX)));
    }

    /** A whole number from 1 that may come as text; {@code otherwise} when missing. */
    static int number(FieldReader in, String name, String label, int otherwise) {
        String sent = in.fields().text(name);
        if (sent.isEmpty()) {
            return otherwise;
        }
        var number = Decimals.read(sent);
        if (number.isEmpty() || Decimals.tooLarge(number.get())) {
            in.fault(name, label, sent, "不是整数", "请填写从1开始的整数");
            return otherwise;
        }
        return Math.clamp(number.get().longValue(), 1, Integer.MAX_VALUE);
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
