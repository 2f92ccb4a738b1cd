package org.yipiao.numbering;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 纸质票据库存 The ledger's verbs for paper. Each joins the caller's transaction, or runs in one of its own. What breaks a
 * rule is thrown as {@link org.yipiao.shared.Refused} with a stable code and a sentence in Chinese; nothing is written then.
 *
 * <p>A sheet goes POINT → RESERVED → ISSUED when it is printed here (reserve, print, confirm), POINT → ISSUED when a
 * business system printed it itself (use), and → VOIDED when it is spoiled or given up blank. It never comes back.
 */
public interface PaperStock {
    /** 登记票据代码 Adds a code, or changes name, use, year and whether it is stopped; the width stays. */
    void register(UnitId unit, PaperCode code);

    List<PaperCode> codes(UnitId unit);

    /** @throws org.yipiao.shared.Refused PAPER_CODE_UNKNOWN */
    PaperCode code(UnitId unit, String code);

    /**
     * 入库 A roll or box enters the unit's stock.
     *
     * @param document 单据号 shown in the journal
     * @throws org.yipiao.shared.Refused NUMBERS_OVERLAP naming the range that is there already
     */
    void receive(UnitId unit, PaperRange range, String by, String document);

    /** 起止号码 @param first as printed @param last as printed, included */
    record PaperRange(String code, String first, String last) {}

    /**
     * 下发, 领用, 交接, 退库 Moves blank sheets between unit, point and cashier. Unit to cashier goes through the point.
     *
     * @throws org.yipiao.shared.Refused NUMBERS_NOT_THERE naming the first number that stands elsewhere
     */
    void move(UnitId unit, PaperRange range, Place from, Place to, String by, String document);

    /** 当前可用票号 The lowest blank number; empty when there is none. A look only: another may take it first. */
    Optional<PaperNumber> next(UnitId unit, Place place, String code);

    /** 有效号段 The blank ranges of a place, ascending. */
    List<PaperRange> blank(UnitId unit, Place place, String code);

    /**
     * 占用 Holds exactly this blank number for {@code document} (such as one conversion).
     *
     * @throws org.yipiao.shared.Refused NUMBERS_NOT_THERE, PAPER_NOT_OF_THIS_YEAR, PAPER_CODE_STOPPED
     */
    void reserve(UnitId unit, Place place, PaperNumber number, String by, String document);

    /** 确认 The held number is on the sheet. Again for the same document: nothing happens. */
    void confirm(UnitId unit, PaperNumber number, String by, String document);

    /** 释放 Nothing was printed: the number is blank again where it came from. Again for the same document: nothing happens. */
    void release(UnitId unit, PaperNumber number, String by, String document);

    /** 直接使用 reserve and confirm in one: the sheet is printed already. */
    void use(UnitId unit, Place place, PaperNumber number, String by, String document);

    /** 空白作废 Gives up blank sheets of a place. @param reason 1 to 200 characters */
    void voidBlank(UnitId unit, Place place, PaperRange range, String by, String reason, String document);

    /** 作废 A used or held sheet is spoiled or taken back; its number stays void for ever. @param reason 1 to 200 characters */
    void voidUsed(UnitId unit, PaperNumber number, String by, String reason, String document);

    /** 票号去向 Where the number stands now and which document brought it there; empty when the unit never had it. */
    Optional<Standing> whereIs(UnitId unit, PaperNumber number);

    /** @param place where it stands, or where it was used or voided @param document of the last movement, may be empty */
    record Standing(Account account, @Nullable Place place, String document) {}

    /** 库存 One line per code and place; the counts of one code add up to what was received. */
    List<PaperCount> counts(UnitId unit);

    /**
     * 纸质票据数量
     *
     * @param place null: returned or destroyed, which belongs to no place
     * @param next 当前可用票号; empty when no blank sheet is there
     */
    record PaperCount(
            PaperCode code,
            @Nullable Place place,
            long blank,
            long reserved,
            long used,
            long voided,
            long returned,
            long destroyed,
            String next) {}
}
