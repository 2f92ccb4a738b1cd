package org.yipiao.issuing;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Money;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@Component
class ApprovalDesk implements ReversalApprovals, Inspection {
    /** 无人处理 After this a finding says so. */
    static final Duration LEFT_AFTER = Duration.ofHours(24);

    private static final int FINDINGS_MAX = 20;
    private static final int ANSWER_MAX = 500;
    private static final String CALLER = "console";

    private final ApprovalStore store;
    private final Issuing issuing;
    private final PartialRefunds refunds;
    private final BillQueries bills;
    private final Units units;
    private final InstantSource clock;

    ApprovalDesk(
            ApprovalStore store,
            Issuing issuing,
            PartialRefunds refunds,
            BillQueries bills,
            Units units,
            InstantSource clock) {
        this.store = store;
        this.issuing = issuing;
        this.refunds = refunds;
        this.bills = bills;
        this.units = units;
        this.clock = clock;
    }

    @Override
    public Request ask(UnitId unit, BillId id, Money amount, Optional<BillContent> rest, String reason, Person by) {
        var bill = bills.byId(unit, id).orElseThrow(() -> new Refused(404, "BILL_NOT_FOUND", "没有这张票据，或它不属于本单位"));
        var refusal = ReversalRules.refusal(bill);
        if (refusal != null) {
            throw new Refused(409, refusal.why().name(), refusal.detail());
        }
        var request = UUID.randomUUID();
        if (!store.add(request, unit, id, amount, rest, reason, by, clock.instant())) {
            throw new Refused(409, "APPROVAL_PENDING", "这张票据已有待处理的冲红申请；请等待审批，或先撤回原申请");
        }
        return found(unit, request);
    }

    @Override
    public Request approve(UnitId unit, UUID id, Person by) {
        var asked = found(unit, id);
        if (asked.askedBy().id() == by.id()) {
            throw new Refused(403, "APPROVER_IS_REQUESTER", "申请人不能审批自己的冲红申请；请由另一位有审批权限的人员处理");
        }
        if (asked.state() != State.APPROVED && !store.decide(unit, id, State.APPROVED, by, "", clock.instant())) {
            throw decided(found(unit, id));
        }
        return executed(found(unit, id));
    }

    /** Safe to repeat: the reversal itself and the partial refund both are. */
    private Request executed(Request request) {
        try {
            store.executed(request.unit(), request.id(), State.DONE, red(request), "");
        } catch (Refused refused) {
            boolean later = retryHelps(refused.code());
            store.executed(
                    request.unit(),
                    request.id(),
                    later ? State.APPROVED : State.FAILED,
                    null,
                    shortened(refused.getMessage()));
        }
        return found(request.unit(), request.id());
    }

    private BillId red(Request request) {
        var busAt = busAt(request);
        var blue = bills.byId(request.unit(), request.bill()).orElseThrow();
        String by = request.askedBy().name();
        if (request.rest().isPresent()) {
            return refunds.refund(request.unit(), blue.id(), request.rest().get(), request.reason(), by, busAt)
                    .red()
                    .id();
        }
        var result = issuing.reverse(
                new Reversal(request.unit(), blue.code(), blue.number(), request.reason(), by, "", busAt, CALLER));
        return switch (result) {
            case IssueResult.Accepted(var red, var first) -> red.id();
            case IssueResult.Refused refused ->
                ours(blue, busAt)
                        .orElseThrow(() -> new Refused(409, refused.why().name(), refused.detail(), refused.errors()));
        };
    }

    /** Of the decision, so that a second try of the same request knows the first one's red bill again. */
    private LocalDateTime busAt(Request request) {
        var decided = Objects.requireNonNull(request.decidedAt(), "an approved request has its time");
        return LocalDateTime.ofInstant(
                decided.truncatedTo(ChronoUnit.MILLIS),
                units.current(request.unit()).zone());
    }

    private Optional<BillId> ours(IssuedBill blue, LocalDateTime busAt) {
        return bills.byId(blue.unit(), blue.id())
                .flatMap(IssuedBill::reversedBy)
                .flatMap(id -> bills.byId(blue.unit(), id))
                .filter(red -> red.busAt().equals(busAt) && red.caller().equals(CALLER))
                .map(IssuedBill::id);
    }

    private static boolean retryHelps(String code) {
        for (var why : IssueRefusal.values()) {
            if (why.name().equals(code)) {
                return why.retryHelps();
            }
        }
        return false;
    }

    private static String shortened(@Nullable String text) {
        String why = text == null ? "" : text;
        return why.length() <= ANSWER_MAX ? why : why.substring(0, ANSWER_MAX);
    }

    @Override
    public Request refuse(UnitId unit, UUID id, Person by, String why) {
        var asked = found(unit, id);
        if (asked.askedBy().id() == by.id()) {
            throw new Refused(403, "APPROVER_IS_REQUESTER", "申请人不能审批自己的冲红申请；不再需要时请撤回");
        }
        if (!store.decide(unit, id, State.REFUSED, by, why, clock.instant())) {
            throw decided(found(unit, id));
        }
        return found(unit, id);
    }

    @Override
    public Request withdraw(UnitId unit, UUID id, Person by) {
        if (found(unit, id).askedBy().id() != by.id()) {
            throw new Refused(403, "NOT_THE_REQUESTER", "只有申请人可以撤回冲红申请");
        }
        if (!store.decide(unit, id, State.WITHDRAWN, by, "", clock.instant())) {
            throw decided(found(unit, id));
        }
        return found(unit, id);
    }

    private static Refused decided(Request request) {
        return new Refused(
                409, "APPROVAL_DECIDED", "该申请" + request.state().label() + "（" + request.decidedBy() + "），不能再处理；请刷新列表");
    }

    private Request found(UnitId unit, UUID id) {
        return store.find(unit, id)
                .orElseThrow(() -> new Refused(404, "APPROVAL_NOT_FOUND", "没有这份冲红申请，或它不属于本单位；请刷新列表"));
    }

    @Override
    public Optional<Request> open(UnitId unit, BillId bill) {
        return store.open(unit, bill);
    }

    @Override
    public Page<Request> list(
            DataScope scope, @Nullable State state, @Nullable Long askedBy, int pageNo, int pageSize) {
        return store.list(scope, state, askedBy, Page.no(pageNo), Page.size(pageSize));
    }

    @Override
    public Optional<Request> find(UnitId unit, UUID id) {
        return store.find(unit, id);
    }

    @Override
    public String title() {
        return "冲红审批";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (var request : store.openSince(clock.instant().minus(LEFT_AFTER), FINDINGS_MAX)) {
            String number = bills.byId(request.unit(), request.bill())
                    .map(bill -> bill.code() + " " + bill.number())
                    .orElse(request.bill().toString());
            findings.add(new Finding(
                    Severity.ORDINARY,
                    "票据 " + number + " 的冲红申请" + request.state().label() + "已超过 " + LEFT_AFTER.toHours() + " 小时，申请人 "
                            + request.askedBy().name(),
                    "财务",
                    "到“冲红审批”页处理"));
        }
        return findings;
    }
}
