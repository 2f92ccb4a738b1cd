package org.yipiao.console;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.issuing.BillQueries;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 票据导出 The list as a spreadsheet, written while it is read: memory does not grow with its length. */
@Component
class BillExport {
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** More is a report, not a list to look at. */
    static final int ROWS_MAX = 100_000;

    private static final List<String> TITLES =
            List.of("票据代码", "票据号码", "票据种类", "红蓝", "交款人", "金额（元）", "开票点", "业务流水号", "状态", "开票时间");
    private static final List<Integer> WIDTHS = List.of(12, 14, 10, 8, 12, 14, 18, 28, 12, 22);

    private final BillQueries bills;
    private final BillRows rows;

    BillExport(BillQueries bills, BillRows rows) {
        this.bills = bills;
        this.rows = rows;
    }

    /** @return how many bills there are @throws Refused when they are too many */
    long requireSmall(DataScope scope, BillQueries.Filter filter) {
        var totals = bills.totals(scope, filter);
        long count = totals.blueCount() + totals.redCount();
        if (count > ROWS_MAX) {
            throw new Refused(400, "EXPORT_TOO_LARGE", "共 " + count + " 张，一次最多导出 " + ROWS_MAX + " 张，请缩小时间范围后分次导出");
        }
        return count;
    }

    /** @param now bills issued from then on are left out, so that pages do not shift under the export */
    void write(DataScope scope, BillQueries.Filter filter, LocalDateTime now, OutputStream out) throws IOException {
        var fixed = until(filter, now);
        var book = new Workbook(out, "Yipiao", "1.0");
        var sheet = book.newWorksheet("票据");
        titles(sheet);
        int line = 1;
        for (int pageNo = 1; line <= ROWS_MAX; pageNo++) {
            var page = bills.list(scope, fixed, pageNo, Page.SIZE_MAX);
            for (BillRow row : rows.of(scope.unit(), page.rows())) {
                write(sheet, line++, row);
            }
            sheet.flush();
            if (page.rows().size() < Page.SIZE_MAX) {
                break;
            }
        }
        sheet.finish();
        book.finish();
    }

    private static BillQueries.Filter until(BillQueries.Filter filter, LocalDateTime now) {
        var until = filter.until() == null || filter.until().isAfter(now) ? now : filter.until();
        return new BillQueries.Filter(
                filter.from(),
                until,
                filter.busFrom(),
                filter.busUntil(),
                filter.kind(),
                filter.state(),
                filter.point(),
                filter.busType(),
                filter.caller(),
                filter.red(),
                filter.text());
    }

    private static void titles(Worksheet sheet) {
        for (int column = 0; column < TITLES.size(); column++) {
            sheet.value(0, column, TITLES.get(column));
            sheet.style(0, column).bold().set();
            sheet.width(column, WIDTHS.get(column));
        }
        sheet.freezePane(0, 1);
    }

    private static void write(Worksheet sheet, int line, BillRow row) {
        // Texts stand in their cells: a table of shared texts would be kept in memory to the end.
        sheet.inlineString(line, 0, row.code());
        sheet.inlineString(line, 1, row.number());
        sheet.inlineString(line, 2, row.kindLabel());
        sheet.inlineString(line, 3, row.red() ? "红票" : "蓝票");
        sheet.inlineString(line, 4, row.payerName());
        sheet.value(line, 5, java.math.BigDecimal.valueOf(row.totalFen(), 2));
        sheet.style(line, 5).format("#,##0.00").set();
        sheet.inlineString(line, 6, row.pointName());
        sheet.inlineString(line, 7, row.busNo());
        sheet.inlineString(line, 8, row.stateLabel());
        sheet.value(line, 9, row.issuedAt());
        sheet.style(line, 9).format("yyyy-mm-dd hh:mm:ss").set();
    }
}
