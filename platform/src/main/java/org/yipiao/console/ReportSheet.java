package org.yipiao.console;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.yipiao.statistics.Statistics;

/** 报表文件 A report as a spreadsheet, with who made it and when. */
final class ReportSheet {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final List<String> TITLES = List.of("蓝票张数", "蓝票金额（元）", "红票张数", "红票金额（元）", "净额（元）");
    private static final int TITLE_LINE = 2;

    private ReportSheet() {}

    static void write(ReportsHttp.Report report, String who, LocalDateTime now, OutputStream out) throws IOException {
        var book = new Workbook(out, "Yipiao", "1.0");
        var sheet = book.newWorksheet(report.step().label());
        boolean divided = report.by() != Statistics.By.NONE;
        sheet.value(0, 0, "医疗电子票据" + report.step().label() + "　" + report.from() + " 至 " + report.until());
        sheet.style(0, 0).bold().fontSize(14).set();
        sheet.value(1, 0, "制表人 " + who + "　制表时间 " + STAMP.format(now));
        int column = 0;
        title(sheet, column++, "周期", 14);
        if (divided) {
            title(sheet, column++, report.by().label(), 22);
        }
        for (String title : TITLES) {
            title(sheet, column++, title, 16);
        }
        sheet.freezePane(0, TITLE_LINE + 1);
        int at = TITLE_LINE + 1;
        for (ReportsHttp.Line line : report.lines()) {
            row(sheet, at++, divided, line);
        }
        row(sheet, at, divided, report.total());
        sheet.range(at, 0, at, column - 1).style().bold().set();
        sheet.finish();
        book.finish();
    }

    private static void title(Worksheet sheet, int column, String text, int width) {
        sheet.value(TITLE_LINE, column, text);
        sheet.style(TITLE_LINE, column).bold().set();
        sheet.width(column, width);
    }

    private static void row(Worksheet sheet, int at, boolean divided, ReportsHttp.Line line) {
        int column = 0;
        sheet.value(at, column++, line.period());
        if (divided) {
            sheet.value(at, column++, line.groupName());
        }
        sheet.value(at, column++, line.blueCount());
        money(sheet, at, column++, line.blueFen());
        sheet.value(at, column++, line.redCount());
        money(sheet, at, column++, line.redFen());
        money(sheet, at, column, line.netFen());
    }

    private static void money(Worksheet sheet, int at, int column, long fen) {
        sheet.value(at, column, BigDecimal.valueOf(fen, 2));
        sheet.style(at, column).format("#,##0.00").set();
    }
}
