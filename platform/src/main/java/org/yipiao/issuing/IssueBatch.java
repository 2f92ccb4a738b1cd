package org.yipiao.issuing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.CheckCode;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/**
 * 批量赋码 One transaction for many settlements of one lane: claims their keys, takes as many consecutive numbers, writes
 * bills, states, road entries and tallies. All or nothing: a roll-back gives numbers and keys back.
 */
@Component
class IssueBatch {
    private final BillStore store;
    private final FactStore facts;
    private final NumberStock stock;
    private final NewBills newBills;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final TransactionTemplate transaction;

    IssueBatch(
            BillStore store,
            FactStore facts,
            NumberStock stock,
            NewBills newBills,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.facts = facts;
        this.stock = stock;
        this.newBills = newBills;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Fewer numbers are left than the batch needs: who gets one is decided one by one. */
    static final class FewerLeft extends RuntimeException {
        FewerLeft(long left) {
            super("only " + left + " numbers left");
        }
    }

    /**
     * @param drafts of one unit, point and kind, in the order of arrival, each with the key it keeps over repetitions
     * @return one result per draft
     * @throws FewerLeft when there is more than one draft and too few numbers; nothing was written
     */
    Map<BillId, IssueResult> write(Map<BillId, Draft> drafts) {
        return transaction.execute(status -> {
            var results = inTransaction(drafts);
            if (results.values().stream().allMatch(result -> result instanceof IssueResult.Refused)) {
                // A refused reversal or an exhausted point may have claimed a key already.
                status.setRollbackOnly();
            }
            return results;
        });
    }

    private Map<BillId, IssueResult> inTransaction(Map<BillId, Draft> drafts) {
        Draft any = drafts.values().iterator().next();
        UnitId unit = any.unit().id();
        var results = new HashMap<BillId, IssueResult>();
        var leaders = leaders(drafts);
        var open = new LinkedHashMap<BillId, Draft>();
        // Blue bills are locked in the order of their keys, so two lanes can not wait for each other.
        leaders.values().stream()
                .sorted((a, b) -> Long.compare(blueOf(drafts, a), blueOf(drafts, b)))
                .forEach(id -> {
                    BillId blue = draft(drafts, id).reverses();
                    if (blue != null && !store.markReversed(unit, blue, id)) {
                        results.put(id, notReversible(unit, blue));
                    }
                });
        leaders.values().stream().filter(id -> !results.containsKey(id)).forEach(id -> open.put(id, draft(drafts, id)));
        if (!open.isEmpty()) {
            var fresh = store.claimKeys(unit, any.kind(), open);
            resolveEarlier(unit, any.kind(), open, fresh, results);
            open.keySet().retainAll(fresh);
        }
        if (!open.isEmpty()) {
            number(any, open, results);
        }
        drafts.forEach((id, draft) -> {
            BillId leader = leaders.getOrDefault(draft.key(), id);
            if (!leader.equals(id)) {
                results.put(id, follow(results.get(leader), draft(drafts, leader), draft));
            }
        });
        return results;
    }

    /** Somebody was faster: another reversal, a conversion to paper, or a booking. */
    private IssueResult notReversible(UnitId unit, BillId blue) {
        return Refusals.held(facts.of(unit, List.of(blue)).getOrDefault(blue, BillFacts.Facts.NONE))
                .orElseGet(Refusals::alreadyReversed);
    }

    /** The first draft of each key; a settlement sent twice at once stands in the batch twice. */
    private static Map<Draft.Key, BillId> leaders(Map<BillId, Draft> drafts) {
        var leaders = new LinkedHashMap<Draft.Key, BillId>();
        drafts.forEach((id, draft) -> leaders.putIfAbsent(draft.key(), id));
        return leaders;
    }

    private void resolveEarlier(
            UnitId unit,
            BillKind kind,
            Map<BillId, Draft> open,
            java.util.Set<BillId> fresh,
            Map<BillId, IssueResult> results) {
        var taken = new HashMap<Draft.Key, BillId>();
        open.forEach((id, draft) -> {
            if (!fresh.contains(id)) {
                taken.put(draft.key(), id);
            }
        });
        if (taken.isEmpty()) {
            return;
        }
        for (BillStore.Earlier earlier : store.earlier(unit, kind, taken.keySet())) {
            BillId id = taken.get(earlier.key());
            if (id != null) {
                results.put(id, repeated(id, draft(open, id), earlier));
            }
        }
    }

    /** The same content returns the first bill; other content is refused naming the difference. */
    IssueResult repeated(BillId id, Draft draft, BillStore.Earlier earlier) {
        if (earlier.bill().id().equals(id)) {
            // Our own earlier try, whose commit was not confirmed.
            return new IssueResult.Accepted(earlier.bill(), true);
        }
        if (draft.reverses() != null) {
            return Refusals.alreadyReversed();
        }
        if (Arrays.equals(earlier.sm3(), draft.sm3())) {
            return new IssueResult.Accepted(earlier.bill(), false);
        }
        var differences = ContentDifference.between(store.content(earlier.bill().id()), draft.content());
        return differences.isEmpty()
                ? new IssueResult.Accepted(earlier.bill(), false)
                : Refusals.alreadyBilled(earlier.bill(), differences);
    }

    private static IssueResult follow(@org.jspecify.annotations.Nullable IssueResult first, Draft leader, Draft draft) {
        if (first instanceof IssueResult.Accepted(var bill, var isFirst)) {
            if (draft.reverses() != null) {
                return Refusals.alreadyReversed();
            }
            var differences = ContentDifference.between(leader.content(), draft.content());
            return differences.isEmpty()
                    ? new IssueResult.Accepted(bill, false)
                    : Refusals.alreadyBilled(bill, differences);
        }
        if (first == null) {
            throw new IllegalStateException("a draft was left without an answer");
        }
        return first;
    }

    private void number(Draft any, Map<BillId, Draft> open, Map<BillId, IssueResult> results) {
        Instant now = clock.instant();
        LocalDateTime issuedAt = LocalDateTime.ofInstant(now, any.unit().zone()).truncatedTo(ChronoUnit.MILLIS);
        UnitId unit = any.unit().id();
        switch (stock.take(unit, any.point(), any.kind(), issuedAt.getYear(), open.size())) {
            case NumberStock.Take.Exhausted(long left) -> {
                if (open.size() > 1) {
                    throw new FewerLeft(left);
                }
                open.keySet().forEach(id -> results.put(id, Refusals.exhausted(any, issuedAt.getYear())));
            }
            case NumberStock.Take.Uncertified(String why) ->
                open.keySet().forEach(id -> results.put(id, Refusals.of(IssueRefusal.SEGMENT_UNCERTIFIED, why)));
            case NumberStock.Take.Taken(List<NumberSource.Segment> runs) -> {
                var rows = rows(open, runs, issuedAt);
                newBills.write(unit, rows, now);
                rows.forEach(row -> results.put(row.id(), new IssueResult.Accepted(row.bill(), true)));
            }
        }
    }

    private List<BillStore.Row> rows(Map<BillId, Draft> open, List<NumberSource.Segment> runs, LocalDateTime issuedAt) {
        var rows = new ArrayList<BillStore.Row>(open.size());
        var drafts = open.entrySet().iterator();
        for (NumberSource.Segment run : runs) {
            for (long number = run.first(); number <= run.last(); number++) {
                var next = drafts.next();
                rows.add(new BillStore.Row(
                        next.getKey(), next.getValue(), run.code(), BillNumber.of(number), checkCode(), issuedAt));
            }
        }
        if (drafts.hasNext()) {
            throw new IllegalStateException("the ledger gave fewer numbers than asked");
        }
        return rows;
    }

    private CheckCode checkCode() {
        byte[] bytes = new byte[3];
        random.nextBytes(bytes);
        return new CheckCode(HexFormat.of().formatHex(bytes));
    }

    private static Draft draft(Map<BillId, Draft> drafts, BillId id) {
        var draft = drafts.get(id);
        if (draft == null) {
            throw new IllegalStateException("no draft " + id);
        }
        return draft;
    }

    private static long blueOf(Map<BillId, Draft> drafts, BillId id) {
        BillId blue = draft(drafts, id).reverses();
        return blue == null ? 0 : blue.value();
    }
}
