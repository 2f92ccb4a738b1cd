package org.yipiao.console;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.delivery.Notices;
import org.yipiao.issuing.BillFacts;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.PartialRefunds;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.shared.BillId;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 冲红、部分退费与流通 What undoes a bill, or lets it circulate. */
@RestController
@RequestMapping("/api/console/bills/{id}")
class BillReversalHttp {
    static final int REASON_MIN = 2;
    static final int REASON_MAX = 200;

    private final BillQueries bills;
    private final BillFacts facts;
    private final PartialRefunds refunds;
    private final ReversalDesk desk;
    private final IssuingPolicies policies;
    private final Notices notices;
    private final UnitTime time;
    private final Audit audit;

    BillReversalHttp(
            BillQueries bills,
            BillFacts facts,
            PartialRefunds refunds,
            ReversalDesk desk,
            IssuingPolicies policies,
            Notices notices,
            UnitTime time,
            Audit audit) {
        this.bills = bills;
        this.facts = facts;
        this.refunds = refunds;
        this.desk = desk;
        this.policies = policies;
        this.notices = notices;
        this.time = time;
        this.audit = audit;
    }

    /** @param reason 冲红原因, 2 to 200 characters */
    record ReversalReason(@Nullable String reason) {}

    /** @param refundFen of this item, 0 to its amount */
    record RefundLine(@Nullable String code, @Nullable Long refundFen) {}

    record PartialRefund(@Nullable String reason, @Nullable List<RefundLine> lines) {}

    /** 部分退费进度 @param refused given up before the bill was reversed; why */
    record RefundProgress(
            long refundedFen,
            String reason,
            String by,
            LocalDateTime at,
            BillDetail.@Nullable Other red,
            BillDetail.@Nullable Other rest,
            String refused) {}

    /**
     * 退费与流通情况
     *
     * @param circulates 可流通
     * @param heldWhy 不可流通原因
     * @param reasons 冲红原因 the unit offers
     * @param approvalFromFen 审批起点; null: never
     * @param approval the open request
     * @param refund null: no part was given back
     */
    record Standing(
            boolean circulates,
            String heldWhy,
            List<String> reasons,
            @Nullable Long approvalFromFen,
            ReversalDesk.@Nullable ApprovalRow approval,
            @Nullable RefundProgress refund) {}

    @GetMapping("/standing")
    @Permit(Permission.BILL_READ)
    ResponseEntity<Standing> standing(CurrentUser user, @PathVariable String id) {
        var bill = bill(user, id);
        var policy = policies.of(user.unit());
        boolean circulates = bills.circulates(bill.id());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Standing(
                        circulates,
                        circulates ? "" : bills.arrearsReason(bill.id()),
                        policy.reasons(),
                        policy.approvalFrom().map(from -> from.fen()).orElse(null),
                        desk.open(user, bill.id()),
                        refunds.of(user.unit(), bill.id())
                                .map(progress -> progress(user, progress))
                                .orElse(null)));
    }

    private RefundProgress progress(CurrentUser user, PartialRefunds.Progress progress) {
        return new RefundProgress(
                progress.refunded().fen(),
                progress.reason(),
                progress.by(),
                progress.busAt(),
                progress.red().map(id -> other(user, id)).orElse(null),
                progress.rest().map(id -> other(user, id)).orElse(null),
                progress.refused());
    }

    private BillDetail.Other other(CurrentUser user, BillId id) {
        return ReversalDesk.other(bills.byId(user.unit(), id).orElseThrow());
    }

    @PostMapping("/reversal")
    @Permit(Permission.BILL_REVERSE)
    ReversalDesk.Answer reverse(CurrentUser user, @PathVariable String id, @RequestBody ReversalReason asked) {
        var blue = bill(user, id);
        var errors = new ArrayList<FieldError>();
        String reason = reason("冲红原因", asked.reason(), errors);
        BillFilter.refuse(errors);
        return desk.reverse(user, blue, reason);
    }

    /** 部分退费 The bill is reversed and the rest issued anew; asked again, it goes on where it stopped. */
    @PostMapping("/partial-refund")
    @Permit(Permission.BILL_REVERSE)
    ReversalDesk.Answer refund(CurrentUser user, @PathVariable String id, @RequestBody PartialRefund asked) {
        var blue = bill(user, id);
        var errors = new ArrayList<FieldError>();
        String reason = reason("退费原因", asked.reason(), errors);
        var wanted = new HashMap<String, Long>();
        for (var line : asked.lines() == null ? List.<RefundLine>of() : asked.lines()) {
            if (line.code() != null && line.refundFen() != null && line.refundFen() != 0) {
                wanted.merge(line.code(), line.refundFen(), Long::sum);
            }
        }
        if (wanted.isEmpty()) {
            errors.add(new FieldError("lines", "退费项目", "", "至少一个项目的退费金额大于 0", "请填写要退的项目和金额"));
        }
        var rest = PartialRest.of(bills.bill(blue.id()).content(), wanted, "BT" + blue.id(), errors);
        BillFilter.refuse(errors);
        return desk.refund(user, blue, rest, reason);
    }

    /** 解除不可流通 The arrears are paid: the payer is told now. */
    @PostMapping("/circulation")
    @Permit(Permission.BILL_REVERSE)
    void release(CurrentUser user, @PathVariable String id, @RequestBody ReversalReason asked) {
        var bill = bill(user, id);
        var errors = new ArrayList<FieldError>();
        String reason = reason("解除原因", asked.reason(), errors);
        BillFilter.refuse(errors);
        if (!facts.release(user.unit(), bill.id(), LocalDate.from(time.now(user.unit())), user.displayName())) {
            throw new Refused(409, "CIRCULATES_ALREADY", "这张票据已可流通，无需解除；请刷新页面");
        }
        notices.released(user.unit(), bill.id(), user.displayName());
        audit.note(user, "解除不可流通", bill.code() + " " + bill.number(), "成功：" + reason);
    }

    private static String reason(String label, @Nullable String asked, List<FieldError> errors) {
        String reason = asked == null ? "" : asked.strip();
        int length = reason.codePointCount(0, reason.length());
        if (length < REASON_MIN || length > REASON_MAX || reason.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    "reason",
                    label,
                    length <= 60 ? reason : reason.substring(0, reason.offsetByCodePoints(0, 60)),
                    "必填，" + REASON_MIN + " 到 " + REASON_MAX + " 个字符，不含换行等控制字符",
                    "请写明原因，例如：重复收费"));
        }
        return reason;
    }

    private IssuedBill bill(CurrentUser user, String id) {
        return bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
    }
}
