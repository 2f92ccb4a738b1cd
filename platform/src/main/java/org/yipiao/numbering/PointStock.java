package org.yipiao.numbering;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/** 开票点库存 Ranges of numbers by name, electronic and paper alike, as business systems ask for and move them. */
public interface PointStock {
    /**
     * 号段 as printed.
     *
     * @param kind 票据种类编码: of an electronic code its kind's, of paper the kind's that it is printed for
     * @param name 票据名称 of paper; of an electronic code the kind's title
     * @param paper true for paper
     */
    record Range(String kind, String name, String code, String first, String last, boolean paper) {}

    /** 有效号段 Every free range of a point, paper first, then by code and number. */
    List<Range> free(UnitId unit, String point);

    /**
     * 按号段下发, 退库 Moves exactly these numbers between places.
     *
     * @throws org.yipiao.shared.Refused NUMBERS_NOT_THERE, BILL_CODE_UNKNOWN or FIELD_INVALID; nothing is moved then
     */
    void move(UnitId unit, List<PaperStock.PaperRange> ranges, Place from, Place to, String by, String document);

    /** 领用记录 What points got from the unit's stock, newest first; {@value #ROWS_MAX} at most. */
    List<HandedOut> handedOut(UnitId unit, @Nullable String point, Instant from, Instant until);

    int ROWS_MAX = 1_000;

    record HandedOut(Instant at, String point, Range range) {}
}
