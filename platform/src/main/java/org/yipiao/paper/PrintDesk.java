package org.yipiao.paper;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.bill.face.Face;
import org.yipiao.bill.face.Geometry;
import org.yipiao.bill.face.Ink;
import org.yipiao.bill.face.Ink.Align;
import org.yipiao.bill.face.Ink.Tint;
import org.yipiao.bill.face.PrintBook;
import org.yipiao.bill.face.PrintBook.Leaf;
import org.yipiao.bill.face.Typeface;
import org.yipiao.issuing.BillFacts;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Units;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@Component
class PrintDesk implements Prints {
    private static final int COUNT_TRIES = 5;
    private static final double MARGIN = 5;
    private static final double RULER_STEP = 10;

    private final PrintStore store;
    private final BillQueries bills;
    private final BillFacts facts;
    private final Units units;
    private final ObjectProvider<VoucherFace> vouchers;
    private final InstantSource clock;

    PrintDesk(
            PrintStore store,
            BillQueries bills,
            BillFacts facts,
            Units units,
            ObjectProvider<VoucherFace> vouchers,
            InstantSource clock) {
        this.store = store;
        this.bills = bills;
        this.facts = facts;
        this.units = units;
        this.vouchers = vouchers;
        this.clock = clock;
    }

    @Override
    @Transactional
    public int count(UnitId unit, What what, long id, String by, String terminal) {
        for (int i = 0; i < COUNT_TRIES; i++) {
            var copy = store.add(unit, what, id, by, terminal, clock.instant());
            if (copy.isPresent()) {
                if (what == What.BILL) {
                    facts.markPrinted(unit, new BillId(id));
                }
                return copy.get();
            }
        }
        throw new Refused(409, "PRINT_BUSY", "这张票据正在别处打印，请稍后重试。");
    }

    @Override
    public List<Print> of(UnitId unit, What what, long id) {
        var zone = units.current(unit).zone();
        return store.of(unit, what, id).stream()
                .map(row -> new Print(row.copy(), row.by(), row.terminal(), LocalDateTime.ofInstant(row.at(), zone)))
                .toList();
    }

    @Override
    public Map<Long, Tally> tallies(UnitId unit, What what, Collection<Long> ids) {
        return ids.isEmpty() ? Map.of() : store.tallies(unit, what, ids);
    }

    @Override
    public byte[] sheet(Conversion conversion, String terminal) {
        var shift = calibration(conversion.unit(), terminal, conversion.paper().code());
        List<Ink> inks = conversion.subject() == Subject.BILL
                ? Face.of(bills.bill(new BillId(conversion.subjectId())), List.of(), List.of())
                        .sheet(1)
                        .inks()
                : vouchers.getObject().inks(conversion.unit(), conversion.subjectId());
        return PrintBook.pdf("纸质票据 " + conversion.paper(), List.of(leaf(shift, inks)));
    }

    private static Leaf leaf(Calibration shift, List<Ink> inks) {
        return new Leaf(
                Geometry.PAGE_WIDTH,
                Geometry.PAGE_HEIGHT,
                shift.right().floatValue(),
                shift.down().floatValue(),
                inks);
    }

    /** Rulers along two edges and a cross at known places: what a ruler shows as difference is the shift to enter. */
    @Override
    public byte[] testPage(UnitId unit, String terminal, String paperCode) {
        var shift = calibration(unit, terminal, paperCode);
        var inks = new ArrayList<Ink>();
        double right = Geometry.PAGE_WIDTH - MARGIN;
        double bottom = Geometry.PAGE_HEIGHT - MARGIN;
        inks.add(new Ink.Box(MARGIN, MARGIN, right - MARGIN, bottom - MARGIN, 0.2, Tint.BLACK));
        for (double x = RULER_STEP; x < right; x += RULER_STEP) {
            inks.add(new Ink.Line(x, MARGIN, x, MARGIN + 3, 0.15, Tint.BLACK));
            inks.add(words(String.valueOf((int) x), x, MARGIN + 5.5, 2, Align.MIDDLE));
        }
        for (double y = RULER_STEP; y < bottom; y += RULER_STEP) {
            inks.add(new Ink.Line(MARGIN, y, MARGIN + 3, y, 0.15, Tint.BLACK));
            inks.add(words(String.valueOf((int) y), MARGIN + 3.5, y + 0.7, 2, Align.LEFT));
        }
        cross(inks, 50, 40);
        cross(inks, 160, 40);
        cross(inks, 50, 110);
        cross(inks, 160, 110);
        inks.add(words("打印校准页", 105, 60, 6, Align.MIDDLE));
        inks.add(words("终端 " + terminal + "　票据代码 " + paperCode, 105, 70, 3.5, Align.MIDDLE));
        inks.add(words("当前校准：向右 " + shift.right() + " 毫米，向下 " + shift.down() + " 毫米", 105, 77, 3.5, Align.MIDDLE));
        inks.add(words("四个十字应在距纸左边 50、160 毫米，距上边 40、110 毫米处；偏左填正的向右值，偏上填正的向下值", 105, 84, 3, Align.MIDDLE));
        return PrintBook.pdf("打印校准页", List.of(leaf(shift, inks)));
    }

    private static void cross(List<Ink> inks, double x, double y) {
        inks.add(new Ink.Line(x - 4, y, x + 4, y, 0.2, Tint.BLACK));
        inks.add(new Ink.Line(x, y - 4, x, y + 4, 0.2, Tint.BLACK));
        inks.add(words((int) x + ", " + (int) y, x + 1, y - 1, 2.2, Align.LEFT));
    }

    private static Ink.Words words(String text, double x, double y, double size, Align align) {
        return new Ink.Words(text, x, y, size, 200, Typeface.SONG, Tint.BLACK, align);
    }

    @Override
    public int listPages(BillId bill) {
        return Face.of(bills.bill(bill), List.of(), List.of()).pages() - 1;
    }

    @Override
    public Calibration calibration(UnitId unit, String terminal, String paperCode) {
        return store.calibration(unit, terminal, paperCode)
                .orElse(new Calibration(terminal, paperCode, BigDecimal.ZERO, BigDecimal.ZERO));
    }

    @Override
    public void calibrate(
            UnitId unit, String terminal, String paperCode, BigDecimal right, BigDecimal down, String by) {
        if (terminal.isBlank()
                || terminal.length() > Calibration.TERMINAL_MAX
                || right.abs().compareTo(Calibration.MAX) > 0
                || down.abs().compareTo(Calibration.MAX) > 0) {
            throw new IllegalArgumentException("checked by who asks");
        }
        store.calibrate(unit, new Calibration(terminal, paperCode, right, down), by, clock.instant());
    }

    @Override
    public List<Calibration> calibrations(UnitId unit) {
        return store.calibrations(unit);
    }
}
