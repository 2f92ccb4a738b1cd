package org.yipiao.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.yipiao.console.PaperHttp.PaperRow;
import org.yipiao.console.basics.Workbooks;
import org.yipiao.shared.Refused;

/** 纸质票据导出 The sheets of the list as a spreadsheet. */
final class PaperSheets {
    /** More sheets than a year of a large hospital has are no list to look at. */
    private static final int EXPORTED_MAX = 20_000;

    private static final List<String> TITLES = List.of(
            "纸质票据代码",
            "纸质票据号码",
            "用于",
            "电子票据或凭证代码",
            "电子票据或凭证号码",
            "红蓝",
            "开票点",
            "状态",
            "打印次数",
            "打印终端",
            "经办人",
            "换开时间",
            "结束时间",
            "结束经办人",
            "原因");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private PaperSheets() {}

    static void requireFew(long total) {
        if (total > EXPORTED_MAX) {
            throw new Refused(400, "EXPORT_TOO_LARGE", "共 " + total + " 张，一次最多导出 " + EXPORTED_MAX + " 张，请缩小范围后分次导出");
        }
    }

    static ResponseEntity<byte[]> file(List<PaperRow> sheets) {
        return ResponseEntity.ok()
                .header("Content-Type", BillExport.XLSX)
                .header(
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''" + URLEncoder.encode("纸质票据.xlsx", StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store")
                .body(Workbooks.write(
                        "纸质票据", TITLES, sheets.stream().map(PaperSheets::line).toList()));
    }

    private static List<String> line(PaperRow row) {
        var ended = row.endedAt();
        return List.of(
                row.paperCode(),
                row.paperNumber(),
                row.subject().label(),
                row.billCode(),
                row.billNumber(),
                row.red() ? "红票" : "蓝票",
                row.pointName(),
                row.stateLabel(),
                String.valueOf(row.copies()),
                row.terminals(),
                row.operator(),
                row.at().format(TIME),
                ended == null ? "" : ended.format(TIME),
                row.endedBy(),
                row.endReason());
    }
}
