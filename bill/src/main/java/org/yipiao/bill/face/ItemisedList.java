package org.yipiao.bill.face;

import static org.yipiao.bill.face.Geometry.CELL_PADDING;
import static org.yipiao.bill.face.Geometry.FRAME_THICKNESS;
import static org.yipiao.bill.face.Geometry.HAIRLINE;
import static org.yipiao.bill.face.Geometry.LEFT;
import static org.yipiao.bill.face.Geometry.RIGHT;
import static org.yipiao.bill.face.Geometry.RULE_THICKNESS;
import static org.yipiao.bill.face.Geometry.TEXT_SIZE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.Bill;
import org.yipiao.bill.face.Geometry.Column;
import org.yipiao.bill.face.Ink.Align;

/** 收费明细 The itemised list on the pages after the face: same paper, no seal of its own, inside the same signed file. */
final class ItemisedList {
    static final int ROWS = 25;

    private static final double TITLE_Y = 9.0;
    private static final double TITLE_SIZE = 5.0;
    private static final double HEAD_Y = 17.0;
    private static final double HEAD_CODE_X = 14.9;
    private static final double HEAD_NUMBER_X = 54.0;
    private static final double HEAD_PAYER_X = 100.0;
    private static final double HEAD_PAGE_X = 168.0;
    private static final double TOP = 20.5;
    private static final double HEAD_BOTTOM = 26.0;
    private static final double ROW_HEIGHT = 4.12;
    private static final double BOTTOM = HEAD_BOTTOM + ROWS * ROW_HEIGHT;
    private static final double FOOT_Y = 133.2;
    private static final double FOOT_DATE_X = 150.0;
    private static final double ROW_SIZE = 2.6;

    /** Two lines of a long name stand in one row at this size. */
    private static final double TWO_LINE_SIZE = 1.85;

    private static final int MONEY_SCALE = 2;

    private static final Column NUMBER = new Column("序号", LEFT, 23.0, Align.MIDDLE);
    private static final Column NAME = new Column("项目名称", 23.0, 78.0, Align.LEFT);
    private static final Column SPECIFICATION = new Column("规格", 78.0, 104.0, Align.LEFT);
    private static final Column UNIT = new Column("单位", 104.0, 115.0, Align.MIDDLE);
    private static final Column QUANTITY = new Column("数量", 115.0, 130.0, Align.RIGHT);
    private static final Column PRICE = new Column("单价", 130.0, 149.0, Align.RIGHT);
    private static final Column AMOUNT = new Column("金额", 149.0, 169.0, Align.RIGHT);
    private static final Column GRADE = new Column("等级", 169.0, 179.0, Align.MIDDLE);
    private static final Column REMARK = new Column("备注", 179.0, RIGHT, Align.LEFT);
    private static final List<Column> COLUMNS =
            List.of(NUMBER, NAME, SPECIFICATION, UNIT, QUANTITY, PRICE, AMOUNT, GRADE, REMARK);

    static final Form FORM = form();

    private final Bill bill;
    private final List<AuxItem> lines;

    ItemisedList(Bill bill) {
        this.bill = bill;
        this.lines = bill.content().auxItems();
    }

    /** Pages of the list; the row after the last line holds the sum. */
    int pages() {
        return lines.isEmpty() ? 0 : (lines.size() + 1 + ROWS - 1) / ROWS;
    }

    /** @param page of the list, from 0 */
    List<Ink> values(int page) {
        var pen = new Pen();
        head(pen, page);
        int from = page * ROWS;
        for (int i = from; i < Math.min(from + ROWS, lines.size()); i++) {
            line(pen, i, middle(i - from));
        }
        if (page == pages() - 1) {
            sum(pen, middle(lines.size() - from));
        }
        return pen.inks();
    }

    private static double middle(int row) {
        return HEAD_BOTTOM + (row + 0.5) * ROW_HEIGHT;
    }

    private void head(Pen pen, int page) {
        after(pen, "票据代码：", HEAD_CODE_X, HEAD_NUMBER_X, bill.code().digits());
        after(pen, "票据号码：", HEAD_NUMBER_X, HEAD_PAYER_X, bill.number().digits());
        after(pen, "交款人：", HEAD_PAYER_X, HEAD_PAGE_X, bill.content().payer().name());
        String pages = "第" + (page + 2) + "页共" + (pages() + 1) + "页";
        pen.words(pages, RIGHT, HEAD_Y, TEXT_SIZE, RIGHT - HEAD_PAGE_X, Typeface.SONG, Ink.Tint.BLACK, Align.RIGHT);
        double issuer = HEAD_CODE_X + "收款单位：".length() * TEXT_SIZE;
        pen.value(bill.issuer().name(), issuer, FOOT_Y, TEXT_SIZE, FOOT_DATE_X - issuer - CELL_PADDING);
        double date = FOOT_DATE_X + "开票日期：".length() * TEXT_SIZE;
        String day = bill.issuedAt().format(DateTimeFormatter.ISO_LOCAL_DATE);
        pen.value(day, date, FOOT_Y, TEXT_SIZE, RIGHT - date);
    }

    private static void after(Pen pen, String label, double x, double end, String value) {
        double start = x + label.length() * TEXT_SIZE;
        pen.value(value, start, HEAD_Y, TEXT_SIZE, end - start - CELL_PADDING);
    }

    private void line(Pen pen, int index, double y) {
        AuxItem line = lines.get(index);
        pen.cell(Integer.toString(index + 1), NUMBER, y, ROW_SIZE);
        pen.twoLineCell(line.name(), NAME, y, ROW_SIZE, TWO_LINE_SIZE);
        pen.twoLineCell(line.specification(), SPECIFICATION, y, ROW_SIZE, TWO_LINE_SIZE);
        pen.cell(line.unit(), UNIT, y, ROW_SIZE);
        pen.cell(FaceValues.number(line.quantity()), QUANTITY, y, ROW_SIZE);
        pen.cell(money(line.price()), PRICE, y, ROW_SIZE);
        pen.cell(money(line.amount()), AMOUNT, y, ROW_SIZE);
        pen.cell(line.grade(), GRADE, y, ROW_SIZE);
        pen.twoLineCell(line.remark(), REMARK, y, ROW_SIZE, TWO_LINE_SIZE);
    }

    /** At least two decimals, more only where the line has them. */
    private static String money(BigDecimal amount) {
        BigDecimal exact = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        return (exact.scale() < MONEY_SCALE ? exact.setScale(MONEY_SCALE, RoundingMode.UNNECESSARY) : exact)
                .toPlainString();
    }

    private void sum(Pen pen, double y) {
        BigDecimal sum = lines.stream().map(AuxItem::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        pen.label("合计", NAME.left() + CELL_PADDING, y, ROW_SIZE, Align.LEFT);
        pen.cell(money(sum), AMOUNT, y, ROW_SIZE);
    }

    private static Form form() {
        var pen = new Pen();
        double middle = (LEFT + RIGHT) / 2;
        pen.label("医疗收费明细（电子）", middle, TITLE_Y, TITLE_SIZE, Align.MIDDLE);
        pen.label("票据代码：", HEAD_CODE_X, HEAD_Y, TEXT_SIZE, Align.LEFT);
        pen.label("票据号码：", HEAD_NUMBER_X, HEAD_Y, TEXT_SIZE, Align.LEFT);
        pen.label("交款人：", HEAD_PAYER_X, HEAD_Y, TEXT_SIZE, Align.LEFT);
        pen.add(new Ink.Box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, FRAME_THICKNESS, Ink.Tint.BROWN));
        pen.rule(LEFT, HEAD_BOTTOM, RIGHT, HEAD_BOTTOM, RULE_THICKNESS);
        for (int row = 1; row < ROWS; row++) {
            double y = HEAD_BOTTOM + row * ROW_HEIGHT;
            pen.rule(LEFT, y, RIGHT, y, HAIRLINE);
        }
        for (var column : COLUMNS) {
            pen.label(column.heading(), column.middle(), (TOP + HEAD_BOTTOM) / 2, TEXT_SIZE, Align.MIDDLE);
            if (column.right() < RIGHT) {
                pen.rule(column.right(), TOP, column.right(), BOTTOM, HAIRLINE);
            }
        }
        pen.label("收款单位：", HEAD_CODE_X, FOOT_Y, TEXT_SIZE, Align.LEFT);
        pen.label("开票日期：", FOOT_DATE_X, FOOT_Y, TEXT_SIZE, Align.LEFT);
        return new Form(pen.inks());
    }
}
