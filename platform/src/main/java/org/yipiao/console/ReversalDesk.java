package org.yipiao.console;

import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.OnBehalf;
import org.yipiao.access.Permission;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Money;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.PartialRefunds;
import org.yipiao.issuing.Reversal;
import org.yipiao.issuing.ReversalApprovals;
import org.yipiao.issuing.ReversalApprovals.Person;
import org.yipiao.issuing.ReversalApprovals.Request;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.notices.Notices;
import org.yipiao.prepayment.Prepayments;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;

/** 冲红台 Reverses at once, or asks a second person where the amount calls for one. */
@Component
class ReversalDesk {
    private static final String PAGE = "/approvals";

    private final Issuing issuing;
    private final PartialRefunds refunds;
    private final ReversalApprovals approvals;
    private final IssuingPolicies policies;
    private final Prepayments prepayments;
    private final BillQueries bills;
    private final OnBehalf onBehalf;
    private final UnitTime time;
    private final Notices notices;
    private final Audit audit;

    ReversalDesk(
            Issuing issuing,
            PartialRefunds refunds,
            ReversalApprovals approvals,
            IssuingPolicies policies,
            Prepayments prepayments,
            BillQueries bills,
            OnBehalf onBehalf,
            UnitTime time,
            Notices notices,
            Audit audit) {
        this.issuing = issuing;
        this.refunds = refunds;
        this.approvals = approvals;
        this.policies = policies;
        this.prepayments = prepayments;
        this.bills = bills;
        this.onBehalf = onBehalf;
        this.time = time;
        this.notices = notices;
        this.audit = audit;
    }

    /**
     * 冲红结果 Either reversed, or waiting for a second person.
     *
     * @param red null while it waits
     * @param rest 退费后新票; null for a whole reversal, or while the rest can not be issued: it will be, by itself
     * @param approval 冲红申请; null when none was needed
     * @param why in Chinese, what is still missing
     */
    record Answer(
            BillDetail.@Nullable Other red,
            BillDetail.@Nullable Other rest,
            @Nullable ApprovalRow approval,
            String why) {}

    /** @param rest 部分退费: what stays */
    record ApprovalRow(
            String id,
            String billId,
            String code,
            String number,
            String payerName,
            long totalFen,
            long amountFen,
            boolean partial,
            String reason,
            ReversalApprovals.State state,
            String stateLabel,
            String askedBy,
            LocalDateTime askedAt,
            String decidedBy,
            @Nullable LocalDateTime decidedAt,
            String answer,
            BillDetail.@Nullable Other red,
            boolean mine) {}

    Answer reverse(CurrentUser user, IssuedBill blue, String reason) {
        if (waits(user, blue, blue.total())) {
            return asked(user, blue, blue.total(), Optional.empty(), reason);
        }
        String object = object(blue);
        var result = issuing.reverse(new Reversal(
                user.unit(),
                blue.code(),
                blue.number(),
                reason,
                user.displayName(),
                "",
                time.now(user.unit()),
                PaperHttp.CALLER));
        return switch (result) {
            case IssueResult.Accepted(var red, var first) -> {
                prepayments.cancel(user.unit(), blue.id());
                audit.note(user, "冲红", object, "成功，红票 " + red.code() + " " + red.number());
                yield new Answer(other(red), null, null, "");
            }
            case IssueResult.Refused refused -> {
                audit.note(user, "冲红", object, "拒绝：" + refused.why().label());
                throw refusal(refused);
            }
        };
    }

    Answer refund(CurrentUser user, IssuedBill blue, BillContent rest, String reason) {
        var amount = blue.total().minus(rest.total());
        // What was begun goes on without asking again.
        boolean begun = refunds.of(user.unit(), blue.id())
                .filter(progress -> progress.refused().isEmpty())
                .isPresent();
        if (!begun && waits(user, blue, amount)) {
            return asked(user, blue, amount, Optional.of(rest), reason);
        }
        var done = refunds.refund(user.unit(), blue.id(), rest, reason, user.displayName(), time.now(user.unit()));
        prepayments.cancel(user.unit(), blue.id());
        audit.note(
                user,
                "部分退费",
                object(blue),
                "红票 " + done.red().number()
                        + done.rest().map(bill -> "，新票 " + bill.number()).orElse("，剩余金额待开票"));
        return new Answer(
                other(done.red()), done.rest().map(ReversalDesk::other).orElse(null), null, done.why());
    }

    /** An open request holds the bill: nobody reverses around it. */
    private boolean waits(CurrentUser user, IssuedBill blue, Money amount) {
        if (approvals.open(user.unit(), blue.id()).isPresent()) {
            throw new Refused(409, "APPROVAL_PENDING", "这张票据已有待处理的冲红申请；请等待审批，或先撤回原申请");
        }
        return policies.of(user.unit()).needsApproval(amount);
    }

    private Answer asked(CurrentUser user, IssuedBill blue, Money amount, Optional<BillContent> rest, String reason) {
        var request = approvals.ask(user.unit(), blue.id(), amount, rest, reason, person(user));
        audit.note(user, "申请冲红", object(blue), "待审批，退费 " + amount.plain() + " 元");
        notices.tell(
                Permission.REVERSAL_APPROVE,
                new Notices.Notice(
                        user.unit(),
                        Notices.Kind.APPROVAL,
                        "冲红待审批：退费 " + amount.plain() + " 元",
                        user.displayName() + " 申请冲红票据 " + object(blue) + "，请核对后批准或驳回。",
                        PAGE,
                        matter(request)));
        return new Answer(null, null, row(user, request), "退费金额达到审批起点，已提交审批");
    }

    ApprovalRow approve(CurrentUser user, Request asked) {
        var done = approvals.approve(user.unit(), asked.id(), decider(user, asked));
        if (done.red().isPresent()) {
            prepayments.cancel(user.unit(), done.bill());
        }
        audit.note(
                user,
                "批准冲红",
                object(bill(done)),
                done.decidedBy() + "：" + done.state().label() + reasonOf(done));
        decided(done);
        return row(user, done);
    }

    ApprovalRow refuse(CurrentUser user, Request asked, String why) {
        var done = approvals.refuse(user.unit(), asked.id(), decider(user, asked), why);
        audit.note(user, "驳回冲红", object(bill(done)), done.decidedBy() + "：已驳回，" + why);
        decided(done);
        return row(user, done);
    }

    ApprovalRow withdraw(CurrentUser user, Request asked) {
        var done = approvals.withdraw(user.unit(), asked.id(), person(user));
        audit.note(user, "撤回冲红申请", object(bill(done)), "成功");
        notices.close(user.unit(), matter(done));
        return row(user, done);
    }

    /** Who asked is told what became of it; the others' notice is settled. */
    private void decided(Request done) {
        notices.close(done.unit(), matter(done));
        notices.tell(
                done.askedBy().id(),
                new Notices.Notice(
                        done.unit(),
                        Notices.Kind.APPROVAL,
                        "冲红申请" + done.state().label(),
                        "票据 " + object(bill(done)) + "：" + done.decidedBy() + "，"
                                + done.state().label() + reasonOf(done) + "。",
                        PAGE,
                        ""));
    }

    private static String matter(Request request) {
        return "reversal:" + request.id();
    }

    ApprovalRow row(CurrentUser user, Request request) {
        var bill = bill(request);
        var decided = request.decidedAt();
        return new ApprovalRow(
                request.id().toString(),
                bill.id().toString(),
                bill.code().digits(),
                bill.number().digits(),
                Masked.name(bill.payerName()),
                bill.total().fen(),
                request.amount().fen(),
                request.rest().isPresent(),
                request.reason(),
                request.state(),
                request.state().label(),
                request.askedBy().name(),
                time.local(user.unit(), request.askedAt()),
                request.decidedBy(),
                decided == null ? null : time.local(user.unit(), decided),
                request.answer(),
                request.red()
                        .flatMap(id -> bills.byId(user.unit(), id))
                        .map(ReversalDesk::other)
                        .orElse(null),
                request.askedBy().id() == user.id());
    }

    @Nullable
    ApprovalRow open(CurrentUser user, BillId bill) {
        return approvals
                .open(user.unit(), bill)
                .map(request -> row(user, request))
                .orElse(null);
    }

    private IssuedBill bill(Request request) {
        return bills.byId(request.unit(), request.bill()).orElseThrow();
    }

    private static String reasonOf(Request done) {
        return done.answer().isEmpty() ? "" : "：" + done.answer();
    }

    private static Person person(CurrentUser user) {
        return new Person(user.id(), user.displayName());
    }

    private Person decider(CurrentUser user, Request asked) {
        return new Person(
                user.id(),
                onBehalf.name(user, Permission.REVERSAL_APPROVE, asked.askedBy().id()));
    }

    private static String object(IssuedBill bill) {
        return bill.code() + " " + bill.number();
    }

    static BillDetail.Other other(IssuedBill bill) {
        return new BillDetail.Other(
                bill.id().toString(), bill.code().digits(), bill.number().digits());
    }

    private static Refused refusal(IssueResult.Refused refused) {
        String detail = refused.detail().isBlank() ? refused.why().label() : refused.detail();
        return new Refused(409, refused.why().name(), detail, refused.errors());
    }
}
