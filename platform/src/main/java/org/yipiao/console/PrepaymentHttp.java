package org.yipiao.console;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.Money;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.prepayment.Prepayments;
import org.yipiao.prepayment.Voucher;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 预交金 Deposits, refunds and balances at the console. */
@RestController
@RequestMapping("/api/console/prepayments")
class PrepaymentHttp {
    static final long AMOUNT_FEN_MAX = 100_000_000_00L;

    private final Prepayments prepayments;
    private final IssuingPoints points;
    private final BillQueries bills;
    private final BillRows rows;
    private final UnitTime time;
    private final Audit audit;

    PrepaymentHttp(
            Prepayments prepayments,
            IssuingPoints points,
            BillQueries bills,
            BillRows rows,
            UnitTime time,
            Audit audit) {
        this.prepayments = prepayments;
        this.points = points;
        this.bills = bills;
        this.rows = rows;
        this.time = time;
        this.audit = audit;
    }

    record BalanceRow(
            String hospitalNo,
            String payer,
            long vouchers,
            long depositedFen,
            long refundedFen,
            long usedFen,
            long leftFen,
            LocalDateTime lastAt) {}

    record VoucherRow(
            String id,
            Voucher.Kind kind,
            String kindLabel,
            String code,
            String number,
            String payer,
            String hospitalNo,
            String department,
            long amountFen,
            long leftFen,
            String pointName,
            String operator,
            LocalDateTime issuedAt) {}

    /** @param link the payer's page */
    record VoucherDetail(
            VoucherRow row,
            String checkCode,
            String visitNo,
            String busNo,
            String reason,
            String remark,
            String link,
            List<MovementRow> movements) {}

    /** @param billId of the settlement's bill; null when there is none */
    record MovementRow(
            LocalDateTime at,
            String what,
            long amountFen,
            String document,
            @Nullable String billId,
            String billNumber) {}

    /** 收预交金 @param key the page makes one per form, so that a second click is the same deposit */
    record Depositing(
            @Nullable String key,
            @Nullable String payer,
            @Nullable String hospitalNo,
            @Nullable String department,
            @Nullable Long amountFen,
            @Nullable String point,
            @Nullable String remark) {}

    /** @param key the page makes one per form */
    record Refunding(
            @Nullable String key,
            @Nullable Long amountFen,
            @Nullable String reason) {}

    @GetMapping("/balances")
    @Permit(Permission.PREPAY_READ)
    Page<BalanceRow> balances(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return prepayments
                .balances(
                        user.unit(),
                        PaperHttp.points(user, null),
                        PaperHttp.operator(user),
                        PaperHttp.blankToNull(text),
                        pageNo,
                        pageSize)
                .map(balance -> new BalanceRow(
                        balance.hospitalNo(),
                        Masked.name(balance.payer()),
                        balance.vouchers(),
                        balance.deposited().fen(),
                        balance.refunded().fen(),
                        balance.used().fen(),
                        balance.left().fen(),
                        balance.lastAt()));
    }

    @GetMapping("/vouchers")
    @Permit(Permission.PREPAY_READ)
    Page<VoucherRow> vouchers(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate until,
            @RequestParam(required = false) Voucher.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable String point,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var filter = new Prepayments.Filter(
                from == null ? null : from.atStartOfDay(),
                until == null ? null : until.plusDays(1).atStartOfDay(),
                kind,
                PaperHttp.points(user, point),
                PaperHttp.operator(user),
                PaperHttp.blankToNull(text));
        return prepayments.list(user.unit(), filter, pageNo, pageSize).map(this::row);
    }

    private VoucherRow row(Voucher voucher) {
        return new VoucherRow(
                String.valueOf(voucher.id()),
                voucher.kind(),
                voucher.kind().label(),
                voucher.code(),
                voucher.number(),
                Masked.name(voucher.payer()),
                voucher.hospitalNo(),
                voucher.department(),
                voucher.amount().fen(),
                voucher.left().fen(),
                rows.pointNames(voucher.unit()).getOrDefault(voucher.point(), voucher.point()),
                voucher.operator(),
                voucher.issuedAt());
    }

    @GetMapping("/vouchers/{id}")
    @Permit(Permission.PREPAY_READ)
    VoucherDetail detail(CurrentUser user, @PathVariable String id) {
        return detail(found(user, id));
    }

    private VoucherDetail detail(Voucher voucher) {
        return new VoucherDetail(
                row(voucher),
                voucher.checkCode(),
                voucher.visitNo(),
                voucher.busNo(),
                voucher.reason(),
                voucher.remark(),
                prepayments.link(voucher),
                prepayments.movements(voucher.unit(), voucher.id()).stream()
                        .map(movement -> {
                            var bill = movement.bill().flatMap(known -> bills.byId(voucher.unit(), known));
                            return new MovementRow(
                                    movement.at(),
                                    movement.what(),
                                    movement.amount().fen(),
                                    movement.document(),
                                    bill.map(known -> known.id().toString()).orElse(null),
                                    bill.map(known -> known.code() + " " + known.number())
                                            .orElse(""));
                        })
                        .toList());
    }

    @PostMapping("/vouchers")
    @Permit(Permission.PREPAY_MANAGE)
    VoucherDetail deposit(CurrentUser user, @RequestBody Depositing asked) {
        var errors = new ArrayList<FieldError>();
        String key = PaperHttp.needed("key", "表单编号", asked.key(), 40, errors);
        String payer = PaperHttp.needed("payer", "患者姓名", asked.payer(), 100, errors);
        String hospitalNo = PaperHttp.needed("hospitalNo", "住院号", asked.hospitalNo(), 20, errors);
        String department = optional("department", "科室", asked.department(), 100, errors);
        String remark = optional("remark", "备注", asked.remark(), 200, errors);
        var amount = amount(asked.amountFen(), errors);
        String point = PaperHttp.needed("point", "开票点", asked.point(), 20, errors);
        if (!point.isEmpty() && points.find(user.unit(), point).isEmpty()) {
            errors.add(new FieldError("point", "开票点", point, "应为本单位的开票点", "请从列表中选择开票点"));
        }
        PaperHttp.requirePoint(user, point, errors);
        BillFilter.refuse(errors);
        var voucher = prepayments.deposit(new Prepayments.Deposit(
                user.unit(),
                PaperHttp.CALLER,
                "GT" + key,
                "07",
                point,
                time.now(user.unit()),
                amount,
                payer,
                hospitalNo,
                hospitalNo,
                department,
                user.displayName(),
                remark,
                "{}"));
        audit.note(user, "收预交金", voucher.code() + " " + voucher.number(), "成功，" + amount.plain() + " 元");
        return detail(voucher);
    }

    @PostMapping("/vouchers/{id}/refund")
    @Permit(Permission.PREPAY_MANAGE)
    VoucherDetail refund(CurrentUser user, @PathVariable String id, @RequestBody Refunding asked) {
        var deposit = found(user, id);
        var errors = new ArrayList<FieldError>();
        String key = PaperHttp.needed("key", "表单编号", asked.key(), 40, errors);
        var amount = amount(asked.amountFen(), errors);
        String reason = PaperHttp.needed("reason", "退款原因", asked.reason(), 200, errors);
        BillFilter.refuse(errors);
        var refund = prepayments.refund(new Prepayments.Refund(
                user.unit(),
                PaperHttp.CALLER,
                deposit.code(),
                deposit.number(),
                amount,
                deposit.busType(),
                deposit.point(),
                time.now(user.unit()),
                user.displayName(),
                reason,
                "",
                key));
        audit.note(
                user,
                "退预交金",
                deposit.code() + " " + deposit.number(),
                "成功，" + amount.plain() + " 元，退款凭证 " + refund.number());
        return detail(prepayments.byId(user.unit(), deposit.id()).orElse(deposit));
    }

    private static Money amount(@Nullable Long fen, List<FieldError> errors) {
        if (fen == null || fen < 1 || fen > AMOUNT_FEN_MAX) {
            errors.add(new FieldError("amountFen", "金额", fen == null ? "" : fen.toString(), "0.01 元到 1 亿元", "请核对金额"));
            return Money.ZERO;
        }
        return Money.ofFen(fen);
    }

    private static String optional(
            String path, String label, @Nullable String value, int max, List<FieldError> errors) {
        return value == null || value.isBlank() ? "" : PaperHttp.needed(path, label, value, max, errors);
    }

    private Voucher found(CurrentUser user, String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw notFound();
        }
        return prepayments
                .byId(user.unit(), Long.parseLong(id))
                .filter(voucher -> PaperHttp.covers(user, voucher.point(), voucher.operator()))
                .orElseThrow(PrepaymentHttp::notFound);
    }

    private static Refused notFound() {
        return new Refused(404, "VOUCHER_NOT_FOUND", "没有这张预交金凭证，请返回列表重新选择");
    }
}
