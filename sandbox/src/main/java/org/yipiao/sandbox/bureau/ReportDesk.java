package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import tools.jackson.databind.json.JsonMapper;

/**
 * 核销与审验 Checks what a unit declares against the bureau's own books: every number was allotted to it, is declared once, and
 * every declared electronic bill was countersigned. A report number is answered alike for ever.
 */
@Component
class ReportDesk {
    private static final int LINES_MAX = 1_000;
    private static final int NUMBER_MAX = 64;
    private static final int RESULT_GOOD = 1;
    private static final int RESULT_PROBLEM = 3;

    private final Ledger ledger;
    private final Review review;
    private final InstantSource clock;
    private final Kinds kinds;
    private final JsonMapper json;

    ReportDesk(Ledger ledger, Review review, InstantSource clock, Kinds kinds, JsonMapper json) {
        this.ledger = ledger;
        this.review = review;
        this.clock = clock;
        this.kinds = kinds;
        this.json = json;
    }

    enum State {
        ACCEPTED,
        PENDING,
        REFUSED
    }

    /** 申报明细 */
    record Line(
            String billCode,
            boolean paper,
            List<NumberDesk.Range> issued,
            List<NumberDesk.Range> voided,
            List<NumberDesk.Range> burnt,
            long blueCount,
            long redCount) {
        Line {
            billCode = java.util.Objects.requireNonNullElse(billCode, "");
            issued = java.util.Objects.requireNonNullElse(issued, List.of());
            voided = java.util.Objects.requireNonNullElse(voided, List.of());
            burnt = java.util.Objects.requireNonNullElse(burnt, List.of());
        }
    }

    /** 核销答复 */
    record Answer(String reportNo, State state, String reason) {}

    /** 审验答复 @param result 1 良好 … 4 整改通过; null while PENDING */
    record Verdict(
            String reviewNo,
            String state,
            @Nullable Integer result,
            String opinion,
            @Nullable String nextDate) {}

    record Kept(String digest, String at, Answer answer) {}

    record KeptReview(String at, Verdict verdict) {}

    Answer report(String agency, String reportNo, List<Line> lines) {
        named(reportNo);
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw new IllegalArgumentException("每份核销应有 1 至 " + LINES_MAX + " 个票据代码");
        }
        return ledger.write(() -> decide(agency, reportNo, lines));
    }

    private Answer decide(String agency, String reportNo, List<Line> lines) {
        String id = "usage " + agency + " " + reportNo;
        String digest = org.yipiao.bill.sign.Sm2.sm3Hex(json.writeValueAsBytes(lines));
        Instant now = clock.instant();
        Kept kept = ledger.request(id)
                .map(text -> json.readValue(text, Kept.class))
                .orElseGet(() -> new Kept(digest, now.toString(), new Answer(reportNo, State.PENDING, "审核中")));
        if (!kept.digest().equals(digest)) {
            throw new IllegalArgumentException("核销单号 " + reportNo + " 已用于另一份核销");
        }
        if (kept.answer().state() != State.PENDING) {
            return kept.answer();
        }
        var rule = review.rule();
        Answer decided = kept.answer();
        if (!now.isBefore(Instant.parse(kept.at()).plus(rule.delay()))) {
            String fault = rule.result() == Review.Result.REFUSED ? rule.reason() : fault(agency, lines);
            decided = new Answer(reportNo, fault.isEmpty() ? State.ACCEPTED : State.REFUSED, fault);
            if (fault.isEmpty()) {
                lines.forEach(line -> ranges(line)
                        .forEach(range -> ledger.declare(
                                key(range.billCode(), range.first()), key(range.billCode(), range.last()), reportNo)));
            }
        }
        ledger.request(id, json.writeValueAsString(new Kept(digest, kept.at(), decided)));
        return decided;
    }

    private String fault(String agency, List<Line> lines) {
        for (Line line : lines) {
            for (NumberDesk.Range range : ranges(line)) {
                long first = key(range.billCode(), range.first());
                long last = key(range.billCode(), range.last());
                String text = "号段 " + range.billCode() + " " + range.first() + "-" + range.last();
                if (!line.billCode().equals(range.billCode())
                        || first > last
                        || (knownHere(line) && !ledger.allottedTo(agency, first, last))) {
                    return text + " 未分配给本单位";
                }
            }
            for (NumberDesk.Range range : line.issued()) {
                long first = key(range.billCode(), range.first());
                long last = key(range.billCode(), range.last());
                if (!line.paper() && ledger.used(first, last) != last - first + 1) {
                    return "号段 " + range.billCode() + " " + range.first() + "-" + range.last() + " 中有财政未监制的票据";
                }
                if (ledger.declared(first, last)) {
                    return "号段 " + range.billCode() + " " + range.first() + "-" + range.last() + " 已核销过";
                }
            }
        }
        return "";
    }

    /** Forms printed and sold before this system carry codes of their own; of them only a second declaration is noticed. */
    private static boolean knownHere(Line line) {
        return !line.paper() || Papers.of(line.billCode()).isPresent();
    }

    private static List<NumberDesk.Range> ranges(Line line) {
        return java.util.stream.Stream.of(line.issued(), line.voided(), line.burnt())
                .flatMap(List::stream)
                .toList();
    }

    /** 审验 Good when every named report was accepted. */
    Verdict reviewed(String agency, String reviewNo, List<String> reports) {
        named(reviewNo);
        return ledger.write(() -> {
            String id = "review " + agency + " " + reviewNo;
            Instant now = clock.instant();
            KeptReview kept = ledger.request(id)
                    .map(text -> json.readValue(text, KeptReview.class))
                    .orElseGet(() -> new KeptReview(now.toString(), new Verdict(reviewNo, "PENDING", null, "", null)));
            if (kept.verdict().result() != null) {
                return kept.verdict();
            }
            var rule = review.rule();
            Verdict verdict = kept.verdict();
            if (!now.isBefore(Instant.parse(kept.at()).plus(rule.delay()))) {
                verdict = verdict(agency, reviewNo, reports, rule);
            }
            ledger.request(id, json.writeValueAsString(new KeptReview(kept.at(), verdict)));
            return verdict;
        });
    }

    private Verdict verdict(String agency, String reviewNo, List<String> reports, Review.Rule rule) {
        LocalDate next = kinds.today().plusYears(1);
        boolean known = !reports.isEmpty()
                && reports.stream()
                        .allMatch(no -> ledger.request("usage " + agency + " " + no)
                                .map(text -> json.readValue(text, Kept.class)
                                                .answer()
                                                .state()
                                        == State.ACCEPTED)
                                .orElse(false));
        if (rule.result() == Review.Result.REFUSED || !known) {
            String opinion = known ? rule.reason() : "所附核销单未经财政核销";
            return new Verdict(reviewNo, "REVIEWED", RESULT_PROBLEM, opinion, next.toString());
        }
        return new Verdict(reviewNo, "REVIEWED", RESULT_GOOD, "用票规范", next.toString());
    }

    private static void named(String no) {
        if (no.isBlank() || no.length() > NUMBER_MAX) {
            throw new IllegalArgumentException("单号应为 1 至 " + NUMBER_MAX + " 个字符");
        }
    }

    /** Codes of old forms have fewer digits than eight. */
    private static long key(String code, String digits) {
        if (!digits.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("号码应为数字");
        }
        if (!code.matches("[0-9]{4,8}")) {
            throw new IllegalArgumentException("票据代码应为 4 至 8 位数字");
        }
        return Entry.key(new BillCode("0".repeat(8 - code.length()) + code), BillNumber.of(Long.parseLong(digits)));
    }
}
