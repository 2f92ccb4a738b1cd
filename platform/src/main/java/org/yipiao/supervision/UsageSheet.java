package org.yipiao.supervision;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.yipiao.supervision.UsageHttp.UsageReportDetail;
import org.yipiao.supervision.UsageHttp.UsageRow;

/** 核销单导出 Usage reports as a sheet: what was declared by code, and what the bureau said to it. */
final class UsageSheet {
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final int WIDTH = 16;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final List<String> TITLES = List.of(
            "核销单号", "截止日期", "状态", "财政答复", "经办人", "申报时间", "答复时间", "票据代码", "票据名称", "介质", "使用号段", "作废号段", "号码作废号段", "号码数",
            "蓝票", "红票", "金额（元）", "结存", "办理经过");

    private static final UsageRow NOTHING = new UsageRow("", false, "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0);

    private UsageSheet() {}

    static void write(OutputStream out, List<UsageReportDetail> reports) throws IOException {
        var book = new Workbook(out, "Yipiao", "1.0");
        var sheet = book.newWorksheet("核销单");
        for (int column = 0; column < TITLES.size(); column++) {
            sheet.value(0, column, TITLES.get(column));
            sheet.style(0, column).bold().set();
            sheet.width(column, WIDTH);
        }
        sheet.freezePane(1, 1);
        int line = 1;
        for (UsageReportDetail report : reports) {
            // A report without a line still tells of itself.
            for (UsageRow row : report.lines().isEmpty() ? List.of(NOTHING) : report.lines()) {
                write(sheet, line, report, row);
                line++;
            }
            sheet.flush();
        }
        sheet.finish();
        book.finish();
    }

    private static void write(Worksheet sheet, int line, UsageReportDetail detail, UsageRow row) {
        var report = detail.report();
        var answered = report.answeredAt();
        String course = detail.steps().stream()
                .map(step -> (TIME.format(step.at()) + " " + step.act() + " " + step.by() + " " + step.note()).strip())
                .collect(Collectors.joining("；"));
        var cells = List.<Object>of(
                report.no(),
                report.until(),
                report.stateLabel(),
                report.answer(),
                report.by(),
                report.at(),
                answered == null ? "" : answered,
                row.code(),
                row.name(),
                row.code().isEmpty() ? "" : row.paper() ? "纸质" : "电子",
                row.issued(),
                row.voided(),
                row.burnt(),
                row.numbers(),
                row.blueCount(),
                row.redCount(),
                BigDecimal.valueOf(row.blueFen() + row.redFen(), 2),
                row.left(),
                course);
        for (int column = 0; column < cells.size(); column++) {
            switch (cells.get(column)) {
                case java.time.LocalDate day -> {
                    sheet.value(line, column, day);
                    sheet.style(line, column).format("yyyy-mm-dd").set();
                }
                case java.time.LocalDateTime time -> {
                    sheet.value(line, column, time);
                    sheet.style(line, column).format("yyyy-mm-dd hh:mm:ss").set();
                }
                case BigDecimal yuan -> {
                    sheet.value(line, column, yuan);
                    sheet.style(line, column).format("#,##0.00").set();
                }
                case Number number -> sheet.value(line, column, number);
                case Object text -> sheet.inlineString(line, column, text.toString());
            }
        }
    }
}
