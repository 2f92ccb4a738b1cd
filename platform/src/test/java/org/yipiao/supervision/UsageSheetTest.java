package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.yipiao.supervision.UsageHttp.UsageReportDetail;
import org.yipiao.supervision.UsageHttp.UsageReportRow;
import org.yipiao.supervision.UsageHttp.UsageRow;
import org.yipiao.supervision.UsageHttp.UsageStepRow;

class UsageSheetTest {
    private static final LocalDateTime ASKED = LocalDateTime.of(2026, 7, 1, 9, 30);

    private static UsageRow line(String code, boolean paper) {
        return new UsageRow(
                code, paper, "门诊票", "0000000001–0000000020", "", "0000000008", 20, 19, 18, 123_456, 1, -3_456, 0, 30);
    }

    private static List<Row> written(UsageReportDetail... reports) throws IOException {
        var out = new ByteArrayOutputStream();
        UsageSheet.write(out, List.of(reports));
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()));
                var rows = book.getFirstSheet().openStream()) {
            return rows.toList();
        }
    }

    @Test
    void every_code_of_a_report_is_a_row_with_the_answer_and_the_whole_course() throws IOException {
        var report = new UsageReportRow(
                "HX1",
                LocalDate.of(2026, 6, 30),
                "REFUSED",
                "财政退回",
                40,
                38,
                240_000,
                "号段已核销过",
                "测试甲",
                ASKED,
                ASKED.plusHours(1),
                null);
        var rows = written(new UsageReportDetail(
                report,
                List.of(line("99060126", false), line("990117", true)),
                List.of(
                        new UsageStepRow(ASKED, "申报", "测试甲", ""),
                        new UsageStepRow(ASKED.plusHours(1), "财政退回", "财政", "号段已核销过"))));
        assertThat(rows).hasSize(3);
        var first = rows.get(1);
        assertThat(first.getCellText(0)).isEqualTo("HX1");
        assertThat(first.getCellText(3)).isEqualTo("号段已核销过");
        assertThat(first.getCellText(9)).isEqualTo("电子");
        assertThat(first.getCellAsNumber(16))
                .hasValueSatisfying(yuan -> assertThat(yuan).isEqualByComparingTo("1200"));
        assertThat(first.getCellText(18)).isEqualTo("2026-07-01 09:30:00 申报 测试甲；2026-07-01 10:30:00 财政退回 财政 号段已核销过");
        assertThat(rows.get(2).getCellText(9)).isEqualTo("纸质");
    }

    @Test
    void a_report_that_waits_for_its_answer_leaves_the_time_empty_and_no_report_leaves_the_titles() throws IOException {
        var open = new UsageReportRow(
                "HX2", LocalDate.of(2026, 6, 30), "SUBMITTED", "已申报", 1, 1, 1, "", "测试甲", ASKED, null, null);
        var rows = written(new UsageReportDetail(open, List.of(line("99060126", false)), List.of()));
        assertThat(rows.get(1).getCellText(6)).isEmpty();
        assertThat(written()).hasSize(1);
    }
}
