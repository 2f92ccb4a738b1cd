package org.yipiao.console.basics;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.console.files.FileRecords;
import org.yipiao.masterdata.History;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 导入导出 Basic information as xlsx. The exported file is the template; a wrong line says where and what. */
@RestController
@RequestMapping("/api/console/basics/sheets/{kind}")
class SheetsHttp {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /** 一次最多列出的错误数; the rest is counted. */
    private static final int ERRORS_SHOWN_MAX = 200;

    private final Map<History.Kind, Sheet<?>> sheets;
    private final TransactionTemplate transactions;
    private final Audit audit;
    private final FileRecords records;

    SheetsHttp(List<Sheet<?>> sheets, TransactionTemplate transactions, Audit audit, FileRecords records) {
        this.sheets = sheets.stream().collect(Collectors.toUnmodifiableMap(Sheet::kind, Function.identity()));
        this.transactions = transactions;
        this.audit = audit;
        this.records = records;
    }

    /** 导入方式 CHECK writes nothing; ALL writes only when every line is right; GOOD leaves wrong lines out. */
    enum Mode {
        CHECK,
        ALL,
        GOOD
    }

    /** @param line of the sheet, the titles are line 1 */
    record LineError(int line, String column, String value, String rule, String hint) {}

    /** @param wrong lines with at least one error @param written records really written */
    record Report(int lines, int wrong, int added, int changed, int same, int written, List<LineError> errors) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    ResponseEntity<byte[]> export(CurrentUser user, @PathVariable History.Kind kind) {
        var sheet = sheet(kind);
        var lines = sheet.lines(user.unit());
        audit.note(user, "导出" + kind.label(), lines.size() + " 条", "成功");
        String name = URLEncoder.encode(kind.label() + ".xlsx", StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .header("Content-Type", XLSX)
                .header("Content-Disposition", "attachment; filename*=UTF-8''" + name)
                .header("Cache-Control", "no-store")
                .body(Workbooks.write(kind.label(), sheet.titles(), lines));
    }

    @PostMapping
    @Permit(Permission.BASICS_MANAGE)
    Report take(
            CurrentUser user,
            @PathVariable History.Kind kind,
            @RequestParam(defaultValue = "CHECK") Mode mode,
            @RequestBody byte[] file) {
        return take(sheet(kind), user, mode, file);
    }

    private <R> Report take(Sheet<R> sheet, CurrentUser user, Mode mode, byte[] file) {
        var lines = Workbooks.read(file, sheet.titles());
        var errors = new ArrayList<LineError>();
        var good = new ArrayList<R>();
        var firstLine = new HashMap<String, Integer>();
        for (var line : lines) {
            var checks = new Checks();
            R read = sheet.read(checks, line.cells(), user.unit());
            var earlier = firstLine.putIfAbsent(sheet.key(read), line.number());
            if (earlier != null && checks.errors().isEmpty()) {
                checks.fault(
                        "", sheet.titles().getFirst(), line.cells().getFirst(), "与第 " + earlier + " 行重复", "请删去其中一行");
            }
            checks.errors().forEach(error -> errors.add(error(line.number(), error)));
            if (checks.errors().isEmpty()) {
                good.add(read);
            }
        }
        var standings = good.stream().map(sheet::standing).toList();
        int wrong = lines.size() - good.size();
        boolean write = mode == Mode.GOOD || (mode == Mode.ALL && wrong == 0);
        int written = write ? write(sheet, good, standings, user) : 0;
        if (mode != Mode.CHECK) {
            audit.note(
                    user,
                    "导入" + sheet.kind().label(),
                    lines.size() + " 行，错误 " + wrong + " 行",
                    write ? "写入 " + written + " 条" : "未写入");
            records.received(
                    user,
                    sheet.kind().label() + ".xlsx",
                    "/api/console/basics/sheets/" + sheet.kind(),
                    file.length,
                    lines.size() + " 行，错误 " + wrong + " 行，" + (write ? "写入 " + written + " 条" : "未写入"));
        }
        return new Report(
                lines.size(),
                wrong,
                count(standings, Sheet.Standing.NEW),
                count(standings, Sheet.Standing.CHANGED),
                count(standings, Sheet.Standing.SAME),
                written,
                errors.stream().limit(ERRORS_SHOWN_MAX).toList());
    }

    /** All of them in one transaction, so that a fault in the middle leaves nothing behind. */
    private <R> int write(Sheet<R> sheet, List<R> good, List<Sheet.Standing> standings, CurrentUser user) {
        var different = new ArrayList<R>();
        for (int i = 0; i < good.size(); i++) {
            if (standings.get(i) != Sheet.Standing.SAME) {
                different.add(good.get(i));
            }
        }
        transactions.executeWithoutResult(status -> different.forEach(one -> sheet.save(one, user)));
        return different.size();
    }

    private static LineError error(int line, FieldError error) {
        return new LineError(line, error.label(), error.value(), error.rule(), error.hint());
    }

    private static int count(List<Sheet.Standing> standings, Sheet.Standing wanted) {
        return (int) standings.stream().filter(wanted::equals).count();
    }

    private Sheet<?> sheet(History.Kind kind) {
        var sheet = sheets.get(kind);
        if (sheet == null) {
            throw new Refused(404, "SHEET_UNKNOWN", kind.label() + "不能用表格导入导出；请在页面上维护");
        }
        return sheet;
    }
}
