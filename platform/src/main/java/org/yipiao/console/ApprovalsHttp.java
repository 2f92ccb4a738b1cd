package org.yipiao.console;

import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.ReversalApprovals;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 冲红审批 Who may approve sees what waits; who asked sees what became of it. */
@RestController
@RequestMapping("/api/console/approvals")
class ApprovalsHttp {
    private static final int WHY_MAX = 200;

    private final ReversalApprovals approvals;
    private final ReversalDesk desk;
    private final BillQueries bills;

    ApprovalsHttp(ReversalApprovals approvals, ReversalDesk desk, BillQueries bills) {
        this.approvals = approvals;
        this.desk = desk;
        this.bills = bills;
    }

    record Refusing(@Nullable String why) {}

    @GetMapping
    @Permit(Permission.BILL_REVERSE)
    Page<ReversalDesk.ApprovalRow> list(
            CurrentUser user,
            @RequestParam(required = false) ReversalApprovals.@Nullable State state,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        Long only = user.may(Permission.REVERSAL_APPROVE) ? null : Long.valueOf(user.id());
        return approvals.list(user.scope(), state, only, pageNo, pageSize).map(request -> desk.row(user, request));
    }

    @PostMapping("/{id}/approve")
    @Permit(Permission.REVERSAL_APPROVE)
    ReversalDesk.ApprovalRow approve(CurrentUser user, @PathVariable String id) {
        return desk.approve(user, found(user, id));
    }

    @PostMapping("/{id}/refuse")
    @Permit(Permission.REVERSAL_APPROVE)
    ReversalDesk.ApprovalRow refuse(CurrentUser user, @PathVariable String id, @RequestBody Refusing asked) {
        var errors = new ArrayList<FieldError>();
        String why = PaperHttp.needed("why", "驳回原因", asked.why(), WHY_MAX, errors);
        BillFilter.refuse(errors);
        return desk.refuse(user, found(user, id), why);
    }

    @PostMapping("/{id}/withdraw")
    @Permit(Permission.BILL_REVERSE)
    ReversalDesk.ApprovalRow withdraw(CurrentUser user, @PathVariable String id) {
        return desk.withdraw(user, found(user, id));
    }

    /** Of a bill that the person may see. */
    private ReversalApprovals.Request found(CurrentUser user, String text) {
        var id = uuid(text);
        return approvals
                .find(user.unit(), id)
                .filter(request -> bills.byId(user.scope(), request.bill()).isPresent())
                .orElseThrow(ApprovalsHttp::missing);
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw missing();
        }
    }

    private static Refused missing() {
        return new Refused(404, "APPROVAL_NOT_FOUND", "没有这份冲红申请，或它不属于本单位；请刷新列表");
    }
}
