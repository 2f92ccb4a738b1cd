package org.yipiao.bill.face;

import static org.yipiao.bill.face.Geometry.*;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;

/** 票面内容 What one bill says on the first page. */
final class FaceValues {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;

    /** Sizes tried for the free text, and the lines that fit at each. */
    private static final double[] FREE_SIZES = {2.8, 2.5, 2.0};

    private static final double FREE_LINE_HEIGHT = 1.25;

    private final Bill bill;
    private final BillContent content;
    private final Pen pen = new Pen();

    private FaceValues(Bill bill) {
        this.bill = bill;
        this.content = bill.content();
    }

    static List<Ink> of(Bill bill, List<String> marks) {
        var values = new FaceValues(bill);
        values.head();
        values.items();
        values.sum();
        values.other();
        values.free();
        values.foot();
        values.stamps(marks);
        return values.pen.inks();
    }

    private void head() {
        after("票据代码", HEAD_LEFT_X, HEAD_ROW_1, HEAD_RIGHT_X, bill.code().digits());
        after(
                "交款人统一社会信用代码",
                HEAD_LEFT_X,
                HEAD_ROW_2,
                HEAD_RIGHT_X,
                content.payer().code());
        after("交款人", HEAD_LEFT_X, HEAD_ROW_3, HEAD_RIGHT_X, content.payer().name());
        after("票据号码", HEAD_RIGHT_X, HEAD_ROW_1, HEAD_RIGHT_END, bill.number().digits());
        after("校验码", HEAD_RIGHT_X, HEAD_ROW_2, HEAD_RIGHT_END, bill.checkCode().text());
        after("开票日期", HEAD_RIGHT_X, HEAD_ROW_3, HEAD_RIGHT_END, bill.issuedAt().format(DAY));
        pen.add(new Ink.Picture(QR_X, QR_Y, QR_SIDE, QR_SIDE, true, QrCode.png(bill.qrText())));
    }

    private void after(String label, double x, double y, double end, String value) {
        double start = x + (label.length() + 1) * TEXT_SIZE;
        pen.value(value, start, y, TEXT_SIZE, end - start - CELL_PADDING);
    }

    /** Row by row: left group, right group, next row. */
    private void items() {
        var groups = groups(content.kind());
        var shown = FaceItems.fitting(content.items(), groups.size() * CELL_ROWS);
        for (int i = 0; i < shown.size(); i++) {
            var columns = groups.get(i % groups.size());
            int row = i / groups.size();
            double y = HEAD_BOTTOM + (row + 0.5) * CELL_HEIGHT;
            for (var column : columns) {
                pen.twoLineCell(cell(shown.get(i), column), column, y, TEXT_SIZE, smallest(column));
            }
        }
    }

    /** Figures are never broken into two lines. */
    private static double smallest(Column column) {
        boolean words = column.heading().equals("项目名称") || column.heading().equals("备注");
        return words ? CELL_TWO_LINE_SIZE : 0;
    }

    private static String cell(Item item, Column column) {
        return switch (column.heading()) {
            case "项目名称" -> item.name();
            case "数量/单位" ->
                item.unit().isBlank() ? number(item.quantity()) : number(item.quantity()) + "/" + item.unit();
            case "金额（元）" -> item.amount().plain();
            default -> item.remark();
        };
    }

    /** A quantity without the zeros at its end. */
    static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private void sum() {
        double y = (CELLS_BOTTOM + SUM_BOTTOM) / 2;
        pen.value(CapitalAmount.of(content.total()), SUM_VALUE_X, y, TEXT_SIZE, SUM_SMALL_X - SUM_VALUE_X - 1);
        double small = SUM_SMALL_X + 4 * TEXT_SIZE;
        pen.value(content.total().plain(), small, y, TEXT_SIZE, RIGHT - small - CELL_PADDING);
    }

    private void other() {
        var labels = FaceForm.labels(content.kind());
        for (int row = 0; row < labels.size(); row++) {
            double y = otherRows(content.kind())[row];
            for (int column = 0; column < labels.get(row).size(); column++) {
                String label = labels.get(row).get(column);
                double start = OTHER_COLUMNS[column] + (label.length() + 1) * SMALL_SIZE;
                pen.value(other(label), start, y, SMALL_SIZE, otherEnd(labels.get(row), column) - start - CELL_PADDING);
            }
        }
    }

    /** A value may run on to the next label of its line. */
    private static double otherEnd(List<String> row, int column) {
        for (int next = column + 1; next < row.size(); next++) {
            if (!row.get(next).isEmpty()) {
                return OTHER_COLUMNS[next];
            }
        }
        return RIGHT;
    }

    private String other(String label) {
        Medical medical = content.medical();
        return switch (label) {
            case "业务流水号" -> content.bizCode();
            case "门诊号" -> medical.patientNumber();
            case "就诊日期" -> day(medical.medicalDate());
            case "病历号" -> medical.caseNumber();
            case "住院号" -> medical.hospitalizationNumber();
            case "住院科别" -> medical.department();
            case "住院时间" -> stay(medical);
            case "预缴金额" -> medical.prepay().plain();
            case "补缴金额" -> medical.recharge().plain();
            case "退费金额" -> medical.refund().plain();
            case "医疗机构类型" -> medical.orgType();
            case "医保类型" -> medical.insuranceType();
            case "医保编号" -> medical.insuranceId();
            case "性别" -> medical.gender();
            case "医保统筹基金支付" -> medical.fundPay().plain();
            case "其他支付" -> medical.otherPay().plain();
            case "个人账户支付" -> medical.accountPay().plain();
            case "个人现金支付" -> medical.ownPay().plain();
            case "个人自付" -> medical.selfPayment().plain();
            case "个人自费" -> medical.selfCost().plain();
            default -> "";
        };
    }

    private static String stay(Medical medical) {
        String from = day(medical.inHospitalDate());
        String until = day(medical.outHospitalDate());
        return from.isEmpty() && until.isEmpty() ? "" : from + "至" + until;
    }

    /** yyyyMMdd as yyyy-MM-dd; any other text as it is. */
    private static String day(String date) {
        boolean digits = date.length() == 8 && date.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6) : date;
    }

    /** Provincial extras and the remark, as large as they fit. */
    private void free() {
        String text = Wording.clean(freeText());
        if (text.isEmpty()) {
            return;
        }
        double top = freeTop(content.kind()) + FREE_PADDING;
        double height = BOTTOM - FREE_PADDING - top;
        double room = RIGHT - OTHER_COLUMNS[0] - CELL_PADDING;
        for (double size : FREE_SIZES) {
            int lines = (int) (height / (size * FREE_LINE_HEIGHT));
            var wrapped = Wording.wrap(text, size, room, lines);
            boolean whole = String.join("", wrapped).equals(text);
            if (whole || size == FREE_SIZES[FREE_SIZES.length - 1]) {
                double y = top + size * FREE_LINE_HEIGHT / 2;
                for (String line : wrapped) {
                    pen.value(line, OTHER_COLUMNS[0], y, size, room);
                    y += size * FREE_LINE_HEIGHT;
                }
                return;
            }
        }
    }

    private String freeText() {
        var text = new StringBuilder();
        for (var extra : content.medical().extras()) {
            text.append(extra.name())
                    .append(FaceForm.COLON)
                    .append(extra.value())
                    .append("；");
        }
        String remark = remark();
        return remark.isBlank()
                ? text.toString()
                : text.append("备注：").append(remark).toString();
    }

    /** A red bill always names the blue one, also when the remark forgot to. */
    private String remark() {
        String remark = content.remark();
        return bill.reverses()
                .filter(blue -> !remark.contains(blue.number().digits()))
                .map(blue -> "红字票据，冲销票据代码" + blue.code() + "、票据号码" + blue.number() + "。" + remark)
                .orElse(remark);
    }

    private void foot() {
        double unit = FOOT_UNIT_X + "收款单位（章）：".length() * TEXT_SIZE;
        pen.value(bill.issuer().name(), unit, FOOT_Y, TEXT_SIZE, FOOT_CHECKER_X - unit - CELL_PADDING);
        double checker = FOOT_CHECKER_X + "复核人：".length() * TEXT_SIZE;
        pen.value(content.checker(), checker, FOOT_Y, TEXT_SIZE, FOOT_CASHIER_X - checker - CELL_PADDING);
        double cashier = FOOT_CASHIER_X + "收款人：".length() * TEXT_SIZE;
        pen.value(content.handlingPerson(), cashier, FOOT_Y, TEXT_SIZE, RIGHT - cashier);
    }

    /** 票面标记 Framed words in the corner left of the title. */
    private void stamps(List<String> marks) {
        double y = STAMP_Y;
        for (String mark : marks.subList(0, Math.min(marks.size(), STAMPS_MAX))) {
            String text = Wording.clean(mark);
            double size = Wording.size(text, STAMP_SIZE, STAMP_ROOM);
            double width = Math.min(Advance.of(text) * size, STAMP_ROOM) + 2 * STAMP_PADDING;
            double height = STAMP_SIZE + 2 * STAMP_PADDING;
            pen.add(new Ink.Box(STAMP_X, y, width, height, FRAME_THICKNESS, Ink.Tint.RED));
            double middle = y + height / 2;
            pen.words(
                    text,
                    STAMP_X + width / 2,
                    middle,
                    STAMP_SIZE,
                    STAMP_ROOM,
                    Typeface.KAI,
                    Ink.Tint.RED,
                    Ink.Align.MIDDLE);
            y += STAMP_STEP;
        }
    }
}
