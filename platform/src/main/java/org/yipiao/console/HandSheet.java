package org.yipiao.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.console.basics.Workbooks;
import org.yipiao.console.basics.Workbooks.Line;
import org.yipiao.issuing.HandBatches;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.shared.FieldError;

/**
 * 批量开票表格 One line for each charge item; lines with the same 业务流水号 are one bill, whose first line tells of the payer.
 */
@Component
class HandSheet {
    /** 一次最多导入行数 */
    static final int LINES_MAX = 20_000;

    static final List<String> TITLES =
            List.of("业务流水号", "票据种类", "交款人", "证件号码", "手机", "性别", "年龄", "就诊号或住院号", "科室", "收费项目", "数量", "单价", "金额", "备注");
    private static final int ITEM = 9;
    private static final int QUANTITY = 10;
    private static final int PRICE = 11;
    private static final int AMOUNT = 12;
    private static final int BUS_NO_MAX = 40;
    private static final Map<String, Integer> COLUMNS = Map.of(
            "payer", 2, "payerCode", 3, "mobile", 4, "sex", 5, "age", 6, "patientNo", 7, "department", 8, "remark", 13);

    private final HandBills hand;
    private final ChargeItems items;

    HandSheet(HandBills hand, ChargeItems items) {
        this.hand = hand;
        this.items = items;
    }

    /** @param line of the sheet, the titles are line 1 */
    record RowError(int line, String column, String value, String rule, String hint) {}

    /** @param bills that have no error */
    record Read(int lines, int bills, List<HandBatches.Entry> good, List<RowError> errors) {}

    Read read(CurrentUser user, String point, byte[] file) {
        var lines = Workbooks.read(file, TITLES, LINES_MAX);
        var groups = new LinkedHashMap<String, List<Line>>();
        for (var line : lines) {
            groups.computeIfAbsent(line.cells().getFirst(), key -> new ArrayList<>())
                    .add(line);
        }
        var good = new ArrayList<HandBatches.Entry>();
        var errors = new ArrayList<RowError>();
        groups.forEach((busNo, rows) -> {
            int before = errors.size();
            var entry = entry(user, point, busNo, rows, errors);
            if (errors.size() == before) {
                good.add(entry);
            }
        });
        return new Read(lines.size(), groups.size(), good, errors);
    }

    private HandBatches.Entry entry(
            CurrentUser user, String point, String busNo, List<Line> rows, List<RowError> errors) {
        var head = rows.getFirst();
        if (!busNo.matches("[0-9A-Za-z._\\-]{1," + BUS_NO_MAX + "}")) {
            error(errors, head, 0, "必填，1 到 " + BUS_NO_MAX + " 位字母、数字、点、横线、下划线", "请给每张票据一个不重复的流水号");
        }
        var kind = kind(head, errors);
        var lines = new ArrayList<HandBill.Line>();
        long total = 0;
        for (var row : rows) {
            sameAsHead(head, row, errors);
            var quantity = number(row, QUANTITY, BigDecimal.ONE, errors);
            var price = number(row, PRICE, BigDecimal.ZERO, errors);
            lines.add(new HandBill.Line(item(user, row.cells().get(ITEM)), quantity, price, ""));
            total += amount(row, quantity, price, errors);
        }
        var faults = new ArrayList<FieldError>();
        var charge = hand.read(
                user,
                new HandBill(
                        "",
                        kind,
                        point,
                        head.cells().get(2),
                        "1",
                        head.cells().get(3),
                        head.cells().get(4),
                        head.cells().get(5),
                        head.cells().get(6),
                        head.cells().get(7),
                        head.cells().get(8),
                        "",
                        head.cells().get(13),
                        total,
                        lines),
                "DR" + busNo,
                faults);
        faults.forEach(fault -> errors.add(placed(rows, fault)));
        return new HandBatches.Entry(head.number(), charge);
    }

    private static BillKind kind(Line head, List<RowError> errors) {
        String text = head.cells().get(1);
        for (var kind : BillKind.values()) {
            if (kind.medicalType().equals(text)) {
                return kind;
            }
        }
        if (!text.isEmpty()) {
            error(errors, head, 1, "门诊 或 住院", "请改正票据种类；留空按门诊");
        }
        return BillKind.OUTPATIENT;
    }

    /** What the first line says of the payer stands for all lines: another line may repeat it or leave it out. */
    private static void sameAsHead(Line head, Line row, List<RowError> errors) {
        for (int column = 1; column < ITEM; column++) {
            String text = row.cells().get(column);
            if (!text.isEmpty() && !text.equals(head.cells().get(column))) {
                error(errors, row, column, "与第 " + head.number() + " 行同一业务流水号的内容不同", "请改为一致，或换一个业务流水号");
            }
        }
    }

    /** By code or by name. */
    private String item(CurrentUser user, String text) {
        if (items.find(user.unit(), text).isPresent()) {
            return text;
        }
        return items.all(user.unit()).stream()
                .filter(item -> item.name().equals(text))
                .map(ChargeItem::code)
                .findFirst()
                .orElse(text);
    }

    private static BigDecimal number(Line row, int column, BigDecimal empty, List<RowError> errors) {
        String text = row.cells().get(column);
        if (text.isEmpty()) {
            return empty;
        }
        // Sheets show thousands with commas.
        String plain = text.replace(",", "");
        if (!plain.matches("-?\\d{1,12}(\\.\\d{1,6})?")) {
            error(errors, row, column, "不是数字，或超过 12 位整数、6 位小数", "请填写如 12.50 的数字");
            return empty;
        }
        return new BigDecimal(plain);
    }

    private static long amount(Line row, BigDecimal quantity, BigDecimal price, List<RowError> errors) {
        var product = Money.ofYuan(quantity.multiply(price).setScale(2, java.math.RoundingMode.HALF_UP));
        String text = row.cells().get(AMOUNT).replace(",", "");
        if (!text.isEmpty()) {
            var typed = number(row, AMOUNT, BigDecimal.ZERO, errors);
            if (typed.compareTo(product.yuan()) != 0) {
                error(errors, row, AMOUNT, "与数量×单价 " + product.plain() + " 不一致", "请核对，或留空由系统计算");
            }
        }
        return product.fen();
    }

    private static RowError placed(List<Line> rows, FieldError fault) {
        String path = fault.path();
        if (path.startsWith("lines[")) {
            int at = Integer.parseInt(path.substring(6, path.indexOf(']')));
            String field = path.substring(path.indexOf('.') + 1);
            int column = field.equals("quantity") ? QUANTITY : field.equals("price") ? PRICE : ITEM;
            return new RowError(rows.get(at).number(), TITLES.get(column), fault.value(), fault.rule(), fault.hint());
        }
        Integer column = COLUMNS.get(path);
        return new RowError(
                rows.getFirst().number(),
                column == null ? fault.label() : TITLES.get(column),
                fault.value(),
                fault.rule(),
                fault.hint());
    }

    private static void error(List<RowError> errors, Line row, int column, String rule, String hint) {
        String value = row.cells().get(column);
        errors.add(new RowError(
                row.number(),
                TITLES.get(column),
                value.length() <= 60 ? value : value.substring(0, 60) + "…",
                rule,
                hint));
    }
}
