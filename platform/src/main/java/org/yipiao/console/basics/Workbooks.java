package org.yipiao.console.basics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.yipiao.shared.Refused;

/** 电子表格 Writes and reads xlsx of one sheet with titles in the first line. */
public final class Workbooks {
    /** 一次最多导入行数 */
    static final int LINES_MAX = 5_000;

    /** Unpacked; a small file may grow without end. */
    private static final long UNPACKED_BYTES_MAX = 40L << 20;

    private static final int COLUMN_WIDTH = 18;

    private Workbooks() {}

    /** @param number line of the sheet, from 1; the titles are line 1 */
    public record Line(int number, List<String> cells) {}

    public static byte[] write(String name, List<String> titles, List<List<String>> lines) {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "Yipiao", "1.0")) {
            var sheet = book.newWorksheet(name);
            for (int column = 0; column < titles.size(); column++) {
                sheet.value(0, column, titles.get(column));
                sheet.style(0, column).bold().set();
                sheet.width(column, COLUMN_WIDTH);
            }
            sheet.freezePane(0, 1);
            int at = 1;
            for (var line : lines) {
                for (int column = 0; column < line.size(); column++) {
                    sheet.value(at, column, line.get(column));
                }
                at++;
            }
            sheet.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** @throws Refused when it is no xlsx, has other titles, or too many lines */
    static List<Line> read(byte[] file, List<String> titles) {
        return read(file, titles, LINES_MAX);
    }

    /** @param linesMax without the titles */
    public static List<Line> read(byte[] file, List<String> titles, int linesMax) {
        requireSmall(file);
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            var sheet = book.getFirstSheet();
            try (var rows = sheet.openStream()) {
                return lines(rows.limit(linesMax + 2L).toList(), titles, linesMax);
            }
        } catch (IOException
                | ExcelReaderException
                | UncheckedIOException
                | IllegalStateException
                | IndexOutOfBoundsException e) {
            throw unreadable();
        }
    }

    private static List<Line> lines(List<Row> rows, List<String> titles, int linesMax) {
        if (rows.isEmpty() || !cells(rows.getFirst(), titles.size()).equals(titles)) {
            throw new Refused(400, "SHEET_TITLES", "表头与模板不一致；请在下载的模板或导出的文件里填写后再导入。应有的列依次为：" + String.join("、", titles));
        }
        var lines = new ArrayList<Line>();
        for (var row : rows.subList(1, rows.size())) {
            var cells = cells(row, titles.size());
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                lines.add(new Line(row.getRowNum(), cells));
            }
        }
        if (lines.size() > linesMax) {
            throw new Refused(400, "SHEET_TOO_LONG", "一次最多导入 " + linesMax + " 行，请拆成几个文件");
        }
        return lines;
    }

    private static List<String> cells(Row row, int count) {
        var cells = new ArrayList<String>(count);
        for (int column = 0; column < count; column++) {
            String text = column < row.getCellCount() ? row.getCellText(column) : "";
            cells.add(text == null ? "" : text.strip());
        }
        return cells;
    }

    /** Counts what really comes out: the sizes a file states may lie. */
    private static void requireSmall(byte[] file) {
        long unpacked = 0;
        try (var zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file))
                .get()) {
            var buffer = new byte[8192];
            for (var entries = zip.getEntries(); entries.hasMoreElements(); ) {
                try (var in = zip.getInputStream(entries.nextElement())) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        unpacked += read;
                        if (unpacked > UNPACKED_BYTES_MAX) {
                            throw new Refused(413, "BODY_TOO_LARGE", "表格解开后过大，请删去多余的工作表和格式后再导入");
                        }
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static Refused unreadable() {
        return new Refused(400, "SHEET_UNREADABLE", "不是可读的 xlsx 文件；请用 Excel 或 WPS 另存为 xlsx 后再导入");
    }
}
