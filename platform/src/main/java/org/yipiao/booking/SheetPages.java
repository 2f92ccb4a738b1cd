package org.yipiao.booking;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.face.CapitalAmount;
import org.yipiao.bill.face.Ink;
import org.yipiao.bill.face.Ink.Align;
import org.yipiao.bill.face.Ink.Tint;
import org.yipiao.bill.face.PrintBook;
import org.yipiao.bill.face.Typeface;
import org.yipiao.booking.Bookings.Sheet;
import org.yipiao.masterdata.Units;

/** 入账汇总单 The sheet as it is printed and filed: one page A4. */
@Component
class SheetPages {
    private static final double WIDTH = 210;
    private static final double HEIGHT = 297;
    private static final double LEFT = 20;
    private static final double RIGHT = 190;
    private static final double ROW = 9;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Units units;

    SheetPages(Units units) {
        this.units = units;
    }

    byte[] pdf(Sheet sheet, List<BookingStore.Line> lines) {
        var inks = new ArrayList<Ink>();
        inks.add(new Ink.Words("医疗电子票据入账汇总单", WIDTH / 2, 28, 7, 180, Typeface.KAI, Tint.BLACK, Align.MIDDLE));
        double y = 42;
        y = fact(inks, y, "开票单位", units.current(sheet.unit()).party().name());
        y = fact(inks, y, "汇总单号", sheet.no());
        y = fact(
                inks,
                y,
                "业务时间",
                sheet.from().format(TIME) + " 至 " + sheet.until().format(TIME));
        y = fact(inks, y, "开票点", sheet.point().isEmpty() ? "全部" : sheet.point());
        y += 4;
        y = row(inks, y, "票据种类", "张数", "金额（元）");
        for (var line : lines) {
            y = row(
                    inks,
                    y,
                    BillKind.valueOf(line.kind()).title() + (line.red() ? "　红票" : ""),
                    String.valueOf(line.count()),
                    line.amount().plain());
        }
        y = row(
                inks,
                y,
                "合计",
                String.valueOf(sheet.blueCount() + sheet.redCount()),
                sheet.total().plain());
        y += 6;
        y = fact(inks, y, "金额大写", CapitalAmount.of(sheet.total()));
        y = fact(inks, y, "创建人", sheet.createdBy());
        y = fact(inks, y, "创建时间", sheet.createdAt().format(TIME));
        if (sheet.registration().isPresent()) {
            var registered = sheet.registration().get();
            fact(inks, y, "入账凭证", registered.voucherNo() + "　" + registered.on());
        }
        return PrintBook.pdf("入账汇总单 " + sheet.no(), List.of(new PrintBook.Leaf(WIDTH, HEIGHT, 0, 0, inks)));
    }

    private static double fact(List<Ink> inks, double y, String label, String value) {
        inks.add(words(label + "：", LEFT, y, Align.LEFT));
        inks.add(words(value, LEFT + 26, y, Align.LEFT));
        return y + ROW - 1;
    }

    private static double row(List<Ink> inks, double y, String kind, String count, String amount) {
        inks.add(new Ink.Box(LEFT, y - 6, RIGHT - LEFT, ROW, 0.2, Tint.BLACK));
        inks.add(words(kind, LEFT + 3, y, Align.LEFT));
        inks.add(words(count, 140, y, Align.RIGHT));
        inks.add(words(amount, RIGHT - 3, y, Align.RIGHT));
        return y + ROW;
    }

    private static Ink.Words words(String text, double x, double y, Align align) {
        return new Ink.Words(text, x, y, 3.7, 170, Typeface.SONG, Tint.BLACK, align);
    }
}
