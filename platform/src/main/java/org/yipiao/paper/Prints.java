package org.yipiao.paper;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.yipiao.bill.face.Ink;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 打印 Counts every print and makes the pages, in millimetres, shifted for the terminal's printer. */
public interface Prints {
    /** 打印内容 */
    enum What {
        BILL("电子票据"),
        LIST("清单"),
        PAPER("纸质票据"),
        VOUCHER("预交金凭证");

        private final String label;

        What(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 记打印 @return 1 for the first print, then 补打 1 + n */
    int count(UnitId unit, What what, long id, String by, String terminal);

    /** In time order. */
    List<Print> of(UnitId unit, What what, long id);

    record Print(int copy, String by, String terminal, LocalDateTime at) {}

    /** 打印汇总 of each of them; what was never printed is {@link Tally#NONE} and not in the map. */
    Map<Long, Tally> tallies(UnitId unit, What what, Collection<Long> ids);

    /** @param terminals whose printers it came out of, by name; empty when nobody said */
    record Tally(int copies, String terminals) {
        public static final Tally NONE = new Tally(0, "");
    }

    /**
     * 套打 What stands on a pre-printed form for this conversion, as PDF. Does not count: a window may look before it prints.
     *
     * @param terminal whose printer's shift is used; may be empty
     */
    byte[] sheet(Conversion conversion, String terminal);

    /** 校准页 Frame, rulers and the outline of the form, shifted as the terminal's pages are. */
    byte[] testPage(UnitId unit, String terminal, String paperCode);

    /** 电子票据清单页数 */
    int listPages(BillId bill);

    Calibration calibration(UnitId unit, String terminal, String paperCode);

    void calibrate(UnitId unit, String terminal, String paperCode, BigDecimal right, BigDecimal down, String by);

    List<Calibration> calibrations(UnitId unit);

    /** 打印校准 @param right millimetres, -30 to 30 @param down millimetres, -30 to 30 */
    record Calibration(String terminal, String paperCode, BigDecimal right, BigDecimal down) {
        public static final BigDecimal MAX = new BigDecimal("30");

        /** Characters of a terminal's name. */
        public static final int TERMINAL_MAX = 50;
    }

    /** What is printed on a voucher's form; made by who knows the voucher. */
    interface VoucherFace {
        List<Ink> inks(UnitId unit, long voucher);
    }
}
