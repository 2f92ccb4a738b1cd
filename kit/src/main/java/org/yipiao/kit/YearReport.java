package org.yipiao.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yipiao.kit.YearBooks.Act;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** 年报 What was done in each month, what the audits said; as a table to read and as JSON. */
final class YearReport {
    private static final int COLUMN = 10;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final YearPlan plan;
    private final YearBooks books;
    private final YearHis his;
    private final YearAudit audit;
    private final Duration took;

    YearReport(YearPlan plan, YearBooks books, YearHis his, YearAudit audit, Duration took) {
        this.plan = plan;
        this.books = books;
        this.his = his;
        this.audit = audit;
        this.took = took;
    }

    /** @return true when everything was as it should be */
    boolean write(Path folder) throws IOException {
        his.refusals.forEach((text, times) -> books.fault("意外拒绝 " + times + " 次：" + text));
        boolean good = books.faults().isEmpty();
        var table = table();
        var report = new LinkedHashMap<String, Object>();
        report.put("verdict", good ? "通过" : "不通过");
        report.put("year", plan.year);
        report.put("points", plan.points.size());
        report.put("seconds", took.toSeconds());
        var months = new LinkedHashMap<String, Map<Act, Long>>();
        books.months().forEach((month, row) -> months.put(month.toString(), row));
        report.put("months", months);
        report.put("audits", audit.verdicts);
        report.put("notes", books.notes());
        report.put("faults", books.faults());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(report));
        Files.writeString(folder.resolve("report.txt"), table);
        System.out.println(table);
        System.out.println((good ? "模拟年通过" : "模拟年不通过，不符 " + books.faults().size() + " 处") + "，用时 " + took.toMinutes()
                + " 分 " + took.toSecondsPart() + " 秒，报告 " + folder.resolve("report.json"));
        return good;
    }

    private String table() {
        var text = new StringBuilder(cell("月份", true));
        for (Act act : Act.values()) {
            text.append(cell(act.label(), false));
        }
        text.append('\n');
        books.months().forEach((month, row) -> {
            text.append(cell(month.toString(), true));
            for (Act act : Act.values()) {
                text.append(cell(Long.toString(row.getOrDefault(act, 0L)), false));
            }
            text.append('\n');
        });
        text.append(cell("合计", true));
        for (Act act : Act.values()) {
            text.append(cell(Long.toString(books.total(act)), false));
        }
        text.append("\n\n");
        audit.verdicts.forEach((what, verdict) ->
                text.append(cell(what, true)).append("  ").append(verdict).append('\n'));
        books.notes().forEach(note -> text.append("记录  ").append(note).append('\n'));
        books.faults().forEach(fault -> text.append("不符  ").append(fault).append('\n'));
        return text.toString();
    }

    /** A Chinese character is two columns wide. */
    private static String cell(String text, boolean left) {
        int wide = text.length() + (int) text.chars().filter(c -> c > 0x2E80).count();
        String blanks = " ".repeat(Math.max(1, COLUMN - wide));
        return left ? text + blanks : blanks + text;
    }
}
