package org.yipiao.numbering;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Workbook;

/** 导出表格 Writes rows as an xlsx while they come. */
final class Sheets {
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    static final int ROWS_MAX = 50_000;
    private static final int WIDTH = 18;

    private Sheets() {}

    /** Gives the rows of a page, from 1; fewer than a full page ends the sheet. */
    interface Pages {
        List<List<Object>> page(int no);
    }

    static void write(OutputStream out, String name, List<String> titles, int pageSize, Pages pages)
            throws IOException {
        var book = new Workbook(out, "Yipiao", "1.0");
        var sheet = book.newWorksheet(name);
        for (int column = 0; column < titles.size(); column++) {
            sheet.value(0, column, titles.get(column));
            sheet.style(0, column).bold().set();
            sheet.width(column, WIDTH);
        }
        sheet.freezePane(0, 1);
        int line = 1;
        for (int no = 1; line <= ROWS_MAX; no++) {
            var rows = pages.page(no);
            for (List<Object> row : rows) {
                for (int column = 0; column < row.size(); column++) {
                    switch (row.get(column)) {
                        case Long number -> sheet.value(line, column, number);
                        case Integer number -> sheet.value(line, column, number);
                        case LocalDateTime time -> {
                            sheet.value(line, column, time);
                            sheet.style(line, column)
                                    .format("yyyy-mm-dd hh:mm:ss")
                                    .set();
                        }
                        case LocalDate day -> {
                            sheet.value(line, column, day);
                            sheet.style(line, column).format("yyyy-mm-dd").set();
                        }
                        case Object text -> sheet.inlineString(line, column, text.toString());
                    }
                }
                line++;
            }
            sheet.flush();
            if (rows.size() < pageSize) {
                break;
            }
        }
        sheet.finish();
        book.finish();
    }
}
