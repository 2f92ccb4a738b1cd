package org.yipiao.issuing;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.access.Vault;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.UnitId;

/** 开票台 Checks a settlement or reversal, prepares its row and sends it down its lane. */
@Component
class IssueDesk implements Issuing {
    private static final Logger log = LoggerFactory.getLogger(IssueDesk.class);

    private final BillStore store;
    private final FactStore facts;
    private final IssueBatch batches;
    private final IssueMeters meters;
    private final IdBlocks ids;
    private final Units units;
    private final IssuingPoints points;
    private final IssuingPolicies policies;
    private final Vault vault;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final ExecutorService writers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("issue-", 0).factory());
    private final Map<LaneKey, IssueLane> lanes = new ConcurrentHashMap<>();

    private record LaneKey(UnitId unit, String point, BillKind kind) {}

    IssueDesk(
            BillStore store,
            FactStore facts,
            IssueBatch batches,
            IssueMeters meters,
            Units units,
            IssuingPoints points,
            IssuingPolicies policies,
            Vault vault,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.facts = facts;
        this.batches = batches;
        this.meters = meters;
        this.ids = new IdBlocks(store::nextIdBlock);
        this.units = units;
        this.points = points;
        this.policies = policies;
        this.vault = vault;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public IssueResult issue(Charge asked) {
        return meters.timed("issue", () -> {
            var zero = policies.of(asked.unit()).zero();
            var charge = held(asked, zero);
            var faults = new ArrayList<>(ChargeRules.faults(charge, zero));
            var refusal =
                    pointRefusal(charge.unit(), charge.point(), charge.content().kind(), faults);
            if (refusal == null && units.stopped(charge.unit())) {
                refusal = Refusals.of(IssueRefusal.POINT_STOPPED, "单位已停用，不能开票。请联系信息科。");
            }
            if (!faults.isEmpty() || refusal != null) {
                // A settlement that was billed before stays billed, even if its point is closed by now.
                IssueResult refused = refusal != null ? refusal : Refusals.invalid(faults);
                return earlierOr(charge, () -> refused);
            }
            if (!ChargeRules.splitAddsUp(charge.content())) {
                log.info("业务流水号 {} 的支付构成之和不等于总金额", charge.busNo());
            }
            return lane(charge.unit(), charge.point(), charge.content().kind())
                    .issue(Draft.blue(charge, units.current(charge.unit()), vault));
        });
    }

    /** 零金额票据 that the unit does not deliver waits as one in arrears does. */
    private static Charge held(Charge charge, Zero zero) {
        return zero == Zero.ISSUE_UNDELIVERED && charge.content().total().isZero() && charge.circulates()
                ? charge.heldBack("零金额票据，按本单位设置不交付")
                : charge;
    }

    private IssueResult earlierOr(Charge charge, Supplier<IssueResult> refusal) {
        var key = new Draft.Key(charge.busNo(), charge.caller());
        if (charge.busNo().indexOf('\0') >= 0 || charge.caller().indexOf('\0') >= 0) {
            return refusal.get();
        }
        return store.earlier(charge.unit(), charge.content().kind(), List.of(key)).stream()
                .filter(earlier -> ContentDifference.between(
                                store.content(earlier.bill().id()), charge.content())
                        .isEmpty())
                .<IssueResult>map(earlier -> new IssueResult.Accepted(earlier.bill(), false))
                .findFirst()
                .orElseGet(refusal);
    }

    @Override
    public IssueResult reverse(Reversal reversal) {
        return meters.timed("reverse", () -> {
            var found = store.blue(reversal.unit(), new Bill.Key(reversal.code(), reversal.number()));
            if (found.isEmpty()) {
                return Refusals.of(
                        IssueRefusal.BILL_NOT_FOUND,
                        "票据 " + reversal.code() + " " + reversal.number() + " 不存在。请核对票据代码和票据号码。");
            }
            var blue = found.get();
            String point = reversal.point().isBlank() ? blue.bill().point() : reversal.point();
            var faults = new ArrayList<>(ReversalRules.faults(reversal));
            var refusal = ReversalRules.refusal(blue.bill());
            if (refusal == null) {
                refusal = held(blue.bill());
            }
            if (refusal == null) {
                refusal = pointRefusal(reversal.unit(), point, blue.bill().kind(), faults);
            }
            if (refusal != null || !faults.isEmpty()) {
                return refusal != null ? refusal : Refusals.invalid(faults);
            }
            return lane(reversal.unit(), point, blue.bill().kind())
                    .issue(Draft.red(reversal, blue, units.current(reversal.unit()), point));
        });
    }

    private IssueResult.@org.jspecify.annotations.Nullable Refused held(IssuedBill blue) {
        return Refusals.held(facts.of(blue.unit(), List.of(blue.id())).getOrDefault(blue.id(), BillFacts.Facts.NONE))
                .orElse(null);
    }

    /** Unknown points and kinds are faults of the settlement; a stopped point is a refusal of its own. */
    private IssueResult.@org.jspecify.annotations.Nullable Refused pointRefusal(
            UnitId unit, String code, BillKind kind, List<FieldError> faults) {
        if (code.isBlank()) {
            return null;
        }
        var point = points.find(unit, code);
        if (point.isEmpty()) {
            faults.add(new FieldError("point", "开票点编码", ChargeRules.shortened(code), "开票点不存在", "请在基础信息中登记该开票点或修正对照"));
            return null;
        }
        if (!point.get().kinds().contains(kind)) {
            faults.add(new FieldError(
                    "point", "开票点编码", code, "该开票点不能开具" + kind.medicalType() + "票据", "请在基础信息中为该开票点增加票据种类"));
        }
        return point.get().stopped()
                ? Refusals.of(IssueRefusal.POINT_STOPPED, "开票点 " + code + " 已停用。请启用后重试，或换一个开票点。")
                : null;
    }

    private IssueLane lane(UnitId unit, String point, BillKind kind) {
        return lanes.computeIfAbsent(
                new LaneKey(unit, point, kind),
                key -> new IssueLane(point + "-" + kind.code(), batches, ids, meters, writers));
    }

    @Override
    public List<BillId> advance(UnitId unit, List<BillId> bills, List<BillState> from, BillState to) {
        for (BillState state : from) {
            if (!state.canBecome(to)) {
                throw new IllegalArgumentException(state + " never becomes " + to);
            }
        }
        if (bills.isEmpty()) {
            return List.of();
        }
        return transaction.execute(status -> {
            var now = clock.instant();
            var moved = store.advance(unit, bills, from, to, now);
            if (to == BillState.ISSUED && !moved.isEmpty()) {
                store.settleReversals(unit, moved, now);
            }
            return moved;
        });
    }
}
