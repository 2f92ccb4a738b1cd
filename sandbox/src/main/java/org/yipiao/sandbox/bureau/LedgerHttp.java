package org.yipiao.sandbox.bureau;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** 财政台账查看 The bureau's ledger for the control page and for tests; the real bureau shows it to nobody. */
@RestController
@RequestMapping("/sandbox/bureau")
class LedgerHttp {
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2099, 12, 31);

    private final Ledger ledger;
    private final RecentUploads recent;
    private final FormDesk forms;

    LedgerHttp(Ledger ledger, RecentUploads recent, FormDesk forms) {
        this.ledger = ledger;
        this.recent = recent;
        this.forms = forms;
    }

    /** 代码汇总 */
    record CodeRow(String billCode, long blueCount, long blueFen, long redCount, long redFen) {}

    /** 汇总 @param totalFen blue and red together */
    record Summary(long count, long blue, long red, long totalFen, List<CodeRow> byCode, long packs, long refused) {}

    /** 号段 */
    record SegmentRow(
            String billCode,
            String first,
            String last,
            long count,
            long used,
            String agency,
            String requestNo,
            String allottedAt) {}

    /** One JSON object a line, in the order of code and number. */
    @GetMapping("/ledger")
    void dump(HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson;charset=UTF-8");
        OutputStream out = response.getOutputStream();
        try {
            ledger.all(entry -> {
                try {
                    out.write(line(entry).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @GetMapping("/ledger/summary")
    Summary summary() {
        var rows = new ArrayList<CodeRow>();
        var all = Ledger.Total.ZERO;
        for (Ledger.CodeTotal sum : ledger.totals(FIRST_DAY, LAST_DAY)) {
            Ledger.Total total = sum.total();
            all = all.plus(total);
            rows.add(new CodeRow(
                    sum.code().digits(), total.blueCount(), total.blueFen(), total.redCount(), total.redFen()));
        }
        return new Summary(
                all.blueCount() + all.redCount(),
                all.blueCount(),
                all.redCount(),
                all.blueFen() + all.redFen(),
                rows,
                recent.packs(),
                recent.refused());
    }

    @GetMapping("/numbers")
    List<SegmentRow> numbers() {
        return ledger.segments().stream()
                .map(segment -> new SegmentRow(
                        Entry.code(segment.first()).digits(),
                        Entry.number(segment.first()).digits(),
                        Entry.number(segment.last()).digits(),
                        segment.last() - segment.first() + 1,
                        ledger.used(segment),
                        segment.agency(),
                        segment.requestNo(),
                        segment.at()))
                .toList();
    }

    /** 收回号段 */
    record ReturnRow(String billCode, String first, String last, long count, String documentNo) {}

    @GetMapping("/returns")
    List<ReturnRow> returns() {
        return ledger.returned().stream()
                .map(back -> new ReturnRow(
                        Entry.code(back.first()).digits(),
                        Entry.number(back.first()).digits(),
                        Entry.number(back.last()).digits(),
                        back.last() - back.first() + 1,
                        back.document()))
                .toList();
    }

    @GetMapping("/uploads")
    Map<String, Object> uploads(@RequestParam(defaultValue = "50") int limit) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total", ledger.count());
        answer.put("rows", recent.newest(limit));
        return answer;
    }

    @GetMapping("/forms")
    List<FormDesk.Form> forms() {
        return forms.all();
    }

    /** 审核意见 */
    record Opinion(String opinion) {
        Opinion {
            opinion = opinion == null ? "" : opinion;
        }
    }

    @PostMapping("/forms/{formNo}/approve")
    FormDesk.Form approve(@PathVariable String formNo, @RequestBody(required = false) Opinion opinion) {
        return forms.decide(formNo, true, opinion == null ? "" : opinion.opinion());
    }

    @PostMapping("/forms/{formNo}/return")
    FormDesk.Form sendBack(@PathVariable String formNo, @RequestBody(required = false) Opinion opinion) {
        return forms.decide(formNo, false, opinion == null ? "" : opinion.opinion());
    }

    /** Written by hand: the values need no escapes, and a million lines should not take a minute. */
    private String line(Entry entry) {
        Optional<Long> red = ledger.reversedBy(entry.key());
        return "{\"billCode\":\"" + entry.code() + "\",\"billNumber\":\"" + entry.number() + "\",\"state\":\""
                + (red.isPresent() ? "REVERSED" : "ISSUED") + "\",\"totalFen\":" + entry.totalFen()
                + ",\"blockSm3\":\"" + HexFormat.of().formatHex(entry.blockSm3())
                + "\",\"countersignedAt\":\"" + entry.countersignedAt() + "\",\"reversedBy\":"
                + red.map(by -> "\"" + Entry.code(by) + " " + Entry.number(by) + "\"")
                        .orElse("null")
                + "}\n";
    }
}
