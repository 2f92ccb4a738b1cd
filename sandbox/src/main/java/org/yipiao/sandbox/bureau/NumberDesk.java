package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import tools.jackson.databind.json.JsonMapper;

/** 赋码 Allots segments in ascending order, each number once, and answers a request number alike for ever. */
@Component
class NumberDesk {
    static final long COUNT_MAX = 10_000_000;
    private static final int REQUEST_NO_MAX = 64;
    private static final long PAPER_NUMBER_MAX = 99_999_999;

    private final Ledger ledger;
    private final Kinds kinds;
    private final Review review;
    private final InstantSource clock;
    private final JsonMapper json;

    NumberDesk(Ledger ledger, Kinds kinds, Review review, InstantSource clock, JsonMapper json) {
        this.ledger = ledger;
        this.kinds = kinds;
        this.review = review;
        this.clock = clock;
        this.json = json;
    }

    /** 申领状态 */
    enum State {
        ALLOTTED,
        PENDING,
        REFUSED
    }

    /** 号段 with both ends included. */
    record Range(String billCode, String first, String last) {}

    /** 申领结果 */
    record Allotment(String requestNo, State state, String reason, List<Range> segments) {}

    /** 申领单 as kept. */
    record Asked(String billCode, long count, String at, Allotment allotment) {}

    /** @throws IllegalArgumentException when the request number was used for another request */
    Allotment request(String agency, String requestNo, String billCode, long count) {
        if (requestNo.isBlank() || requestNo.length() > REQUEST_NO_MAX || requestNo.contains("\t")) {
            throw new IllegalArgumentException("requestNo 应为 1 至 " + REQUEST_NO_MAX + " 个字符");
        }
        return ledger.write(() -> decide(agency, requestNo, billCode, count));
    }

    private Allotment decide(String agency, String requestNo, String billCode, long count) {
        String id = agency + " " + requestNo;
        Instant now = clock.instant();
        Asked asked = ledger.request(id)
                .map(text -> json.readValue(text, Asked.class))
                .orElseGet(() -> new Asked(
                        billCode, count, now.toString(), new Allotment(requestNo, State.PENDING, "审核中", List.of())));
        if (!asked.billCode().equals(billCode) || asked.count() != count) {
            throw new IllegalArgumentException("申领单号 " + requestNo + " 已用于另一份申领");
        }
        if (asked.allotment().state() != State.PENDING) {
            return asked.allotment();
        }
        Allotment decided =
                now.isBefore(Instant.parse(asked.at()).plus(review.rule().delay()))
                        ? asked.allotment()
                        : allot(agency, requestNo, billCode, count, now);
        ledger.request(id, json.writeValueAsString(new Asked(billCode, count, asked.at(), decided)));
        return decided;
    }

    private Allotment allot(String agency, String requestNo, String billCode, long count, Instant now) {
        boolean paper = Papers.of(billCode).isPresent();
        if (!paper && kinds.open().stream().noneMatch(kind -> kind.billCode().equals(billCode))) {
            return refused(requestNo, "票据代码 " + billCode + " 未启用或不是本年度代码");
        }
        if (count < 1 || count > COUNT_MAX) {
            return refused(requestNo, "申领数量应在 1 至 " + COUNT_MAX + " 之间");
        }
        var rule = review.rule();
        if (rule.result() == Review.Result.REFUSED) {
            return refused(requestNo, rule.reason());
        }
        BillCode code = new BillCode(billCode);
        long last = ledger.lastAllotted(code);
        long given = rule.given(count);
        if (last + given > (paper ? PAPER_NUMBER_MAX : BillNumber.MAX)) {
            return refused(requestNo, "票据代码 " + billCode + " 的号码已分配完");
        }
        BillNumber from = BillNumber.of(last + 1);
        BillNumber until = BillNumber.of(last + given);
        ledger.allot(
                new Ledger.Segment(Entry.key(code, from), Entry.key(code, until), agency, requestNo, now.toString()));
        var range = paper
                ? new Range(billCode, Papers.digits(from.value()), Papers.digits(until.value()))
                : new Range(billCode, from.digits(), until.digits());
        return new Allotment(requestNo, State.ALLOTTED, given < count ? rule.reason() : "", List.of(range));
    }

    private static Allotment refused(String requestNo, String reason) {
        return new Allotment(requestNo, State.REFUSED, reason, List.of());
    }
}
