package org.yipiao.paper;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/**
 * 换开纸质票据 The verbs of paper. What breaks a rule is thrown as {@link org.yipiao.shared.Refused} with a sentence in
 * Chinese; nothing is written then. Asking the same again gives the same.
 */
public interface Conversions {
    /**
     * 换开对象 What goes on paper.
     *
     * @param id of the bill or voucher
     * @param code 电子票据代码 or 凭证代码
     * @param red true for a red bill, whose sheet needs no flag on the bill it reverses
     */
    record Target(Subject subject, long id, String code, String number, boolean red) {}

    /** 经办 Who does it where. @param caller 接入方 or {@code console} @param busAt 业务发生时间 */
    record By(String point, String operator, String caller, LocalDateTime busAt) {}

    /** 当前可用票号 The lowest blank sheet of the point; empty when there is none. */
    Optional<PaperNumber> next(UnitId unit, String point, String paperCode);

    /**
     * 换开 The business system has printed the sheet itself.
     *
     * @throws org.yipiao.shared.Refused ALREADY_ON_PAPER, NOT_CONVERTIBLE, or what the paper stock refuses
     */
    Conversion convert(UnitId unit, Target target, PaperNumber paper, By by);

    /** 重新换开 The old sheet is void, the new one stands. @throws org.yipiao.shared.Refused NOT_ON_PAPER */
    Conversion reconvert(UnitId unit, Target target, PaperNumber paper, By by);

    /** 取号打印 Holds the next sheet for printing; the same target again gives the sheet that is held already. */
    Conversion begin(UnitId unit, Target target, String paperCode, By by);

    /** 打印成功 */
    Conversion confirm(UnitId unit, long conversion, String operator);

    /** 未打印 The held sheet stays blank and goes back into stock. */
    Conversion release(UnitId unit, long conversion, String operator);

    /**
     * 作废 The sheet is spoiled or taken back: its number is void for ever, the bill is off paper.
     *
     * @param reason 1 to 200 characters
     */
    Conversion voidSheet(UnitId unit, long conversion, String operator, String reason);

    /** 作废重打 Voids the sheet and holds the next one, in one step. */
    Conversion replace(UnitId unit, long conversion, By by, String reason);

    /**
     * 保留换开件 The bill goes off paper without its sheet, because it is about to be reversed and the sheet stays out.
     *
     * @return what is out; empty when the bill is not on paper
     */
    Optional<Conversion> leaveOut(UnitId unit, Target target);

    /** Undoes {@link #leaveOut} when the reversal was refused. */
    void takeBackIn(UnitId unit, Target target);

    /** 空白作废 @return false when exactly this range was given up before */
    boolean voidBlank(UnitId unit, String paperCode, String first, String last, By by, String reason);

    /** The sheet that is out for a bill or voucher. */
    Optional<Conversion> live(UnitId unit, Subject subject, long id);

    Map<Long, Conversion> live(UnitId unit, Subject subject, List<Long> ids);

    /** Every sheet of a bill or voucher, oldest first. */
    List<Conversion> of(UnitId unit, Subject subject, long id);

    Optional<Conversion> byPaper(UnitId unit, PaperNumber paper);

    Optional<Conversion> byId(UnitId unit, long conversion);

    /** 纸质票据查询 newest first. */
    Page<Conversion> list(UnitId unit, Filter filter, int pageNo, int pageSize);

    /**
     * Every part may be null.
     *
     * @param byBusiness true: the times are business times, else times of conversion
     * @param text paper or bill number, by prefix
     */
    record Filter(
            boolean byBusiness,
            @Nullable LocalDateTime from,
            @Nullable LocalDateTime until,
            @Nullable List<String> points,
            @Nullable String operator,
            @Nullable String paperCode,
            Conversion.@Nullable State state,
            @Nullable Boolean red,
            @Nullable String text) {}

    /** 空白作废记录 newest first. */
    Page<BlankVoid> blankVoids(UnitId unit, Filter filter, int pageNo, int pageSize);

    record BlankVoid(
            String paperCode,
            String first,
            String last,
            long sheets,
            String point,
            String operator,
            String reason,
            LocalDateTime busAt,
            LocalDateTime localAt) {}
}
