package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import tools.jackson.databind.json.JsonMapper;

/** 申退 Takes unused numbers back: they must be the unit's, on no bill, and come back once. A document is answered alike for ever. */
@Component
class ReturnDesk {
    private static final int RANGES_MAX = 1_000;
    private static final int DOCUMENT_NO_MAX = 64;

    private final Ledger ledger;
    private final Review review;
    private final InstantSource clock;
    private final JsonMapper json;

    ReturnDesk(Ledger ledger, Review review, InstantSource clock, JsonMapper json) {
        this.ledger = ledger;
        this.review = review;
        this.clock = clock;
        this.json = json;
    }

    enum State {
        ACCEPTED,
        PENDING,
        REFUSED
    }

    /** 申退结果 */
    record Answer(String documentNo, State state, String reason) {}

    /** 申退单 as kept. */
    record Kept(List<NumberDesk.Range> ranges, String at, Answer answer) {}

    Answer giveBack(String agency, String documentNo, List<NumberDesk.Range> ranges) {
        if (documentNo.isBlank() || documentNo.length() > DOCUMENT_NO_MAX) {
            throw new IllegalArgumentException("documentNo 应为 1 至 " + DOCUMENT_NO_MAX + " 个字符");
        }
        if (ranges.isEmpty() || ranges.size() > RANGES_MAX) {
            throw new IllegalArgumentException("每单应有 1 至 " + RANGES_MAX + " 个号段");
        }
        return ledger.write(() -> decide(agency, documentNo, ranges));
    }

    private Answer decide(String agency, String documentNo, List<NumberDesk.Range> ranges) {
        String id = "return " + agency + " " + documentNo;
        Instant now = clock.instant();
        Kept kept = ledger.request(id)
                .map(text -> json.readValue(text, Kept.class))
                .orElseGet(() -> new Kept(ranges, now.toString(), new Answer(documentNo, State.PENDING, "审核中")));
        if (!kept.ranges().equals(ranges)) {
            throw new IllegalArgumentException("申退单号 " + documentNo + " 已用于另一份申退");
        }
        if (kept.answer().state() != State.PENDING) {
            return kept.answer();
        }
        var rule = review.rule();
        Answer decided = now.isBefore(Instant.parse(kept.at()).plus(rule.delay()))
                ? kept.answer()
                : rule.result() == Review.Result.REFUSED
                        ? new Answer(documentNo, State.REFUSED, rule.reason())
                        : accept(agency, documentNo, ranges);
        ledger.request(id, json.writeValueAsString(new Kept(ranges, kept.at(), decided)));
        return decided;
    }

    private Answer accept(String agency, String documentNo, List<NumberDesk.Range> ranges) {
        for (NumberDesk.Range range : ranges) {
            long first = key(range.billCode(), range.first());
            long last = key(range.billCode(), range.last());
            String text = "号段 " + range.billCode() + " " + range.first() + "-" + range.last();
            if (first > last || !ledger.allottedTo(agency, first, last)) {
                return new Answer(documentNo, State.REFUSED, text + " 未分配给本单位或已退回");
            }
            if (ledger.used(first, last) > 0) {
                return new Answer(documentNo, State.REFUSED, text + " 中有已使用的号码");
            }
        }
        for (NumberDesk.Range range : ranges) {
            ledger.takeBack(key(range.billCode(), range.first()), key(range.billCode(), range.last()), documentNo);
        }
        return new Answer(documentNo, State.ACCEPTED, "");
    }

    private static long key(String code, String digits) {
        if (!digits.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("号码应为数字");
        }
        return Entry.key(new BillCode(code), BillNumber.of(Long.parseLong(digits)));
    }
}
