package org.yipiao.console;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.Bill;
import org.yipiao.issuing.BillQueries;
import org.yipiao.shared.BillId;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.StageName;

/** 在途 What waits where and why, and trying again now. */
@RestController
@RequestMapping("/api/console/transit")
class TransitHttp {
    static final int RETRY_MAX = 1_000;

    private final InTransit transit;
    private final BillQueries bills;
    private final UnitTime time;
    private final Audit audit;

    TransitHttp(InTransit transit, BillQueries bills, UnitTime time, Audit audit) {
        this.transit = transit;
        this.bills = bills;
        this.time = time;
        this.audit = audit;
    }

    /** @param payerName masked @param since 等待自 @param nextTry 下次重试 */
    record WaitingRow(
            String billId,
            String code,
            String number,
            String payerName,
            StageName stage,
            String label,
            String party,
            int attempts,
            boolean stuck,
            @Nullable String faultLabel,
            String detail,
            LocalDateTime since,
            LocalDateTime nextTry) {}

    /** @param stage all bills of this stage when no bill is named @param billIds at most 1000 */
    record Retry(@Nullable StageName stage, @Nullable List<String> billIds) {}

    /** @param woken how many will be tried at once */
    record Woken(int woken) {}

    @GetMapping
    @Permit(Permission.TRANSIT_READ)
    Page<WaitingRow> list(
            CurrentUser user,
            @RequestParam(required = false) @Nullable StageName stage,
            @RequestParam(defaultValue = "false") boolean stuck,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        UnitId unit = user.unit();
        var page = transit.waiting(user.scope(), stage, stuck, Page.no(pageNo), Page.size(pageSize));
        var known = bills.bills(
                unit, page.rows().stream().map(InTransit.Waiting::bill).toList());
        Map<StageName, String> parties = transit.backlog(unit).stream()
                .collect(Collectors.toMap(InTransit.Backlog::stage, InTransit.Backlog::party));
        return page.map(waiting -> row(unit, waiting, known.get(waiting.bill()), parties));
    }

    private WaitingRow row(
            UnitId unit, InTransit.Waiting waiting, @Nullable Bill bill, Map<StageName, String> parties) {
        Outcome.Fault fault = waiting.fault();
        return new WaitingRow(
                waiting.bill().toString(),
                bill == null ? "" : bill.code().digits(),
                bill == null ? "" : bill.number().digits(),
                bill == null ? "" : Masked.name(bill.content().payer().name()),
                waiting.stage(),
                waiting.stage().label(),
                parties.getOrDefault(waiting.stage(), ""),
                waiting.attempts(),
                waiting.stuck(),
                fault == null ? null : fault.label(),
                waiting.detail(),
                time.local(unit, waiting.since()),
                time.local(unit, waiting.nextTry()));
    }

    @PostMapping("/retry")
    @Permit(Permission.TRANSIT_RETRY)
    Woken retry(CurrentUser user, @RequestBody Retry asked) {
        List<String> ids = asked.billIds() == null ? List.of() : asked.billIds();
        if (ids.isEmpty() && asked.stage() == null) {
            BillFilter.refuse(List.of(new FieldError("stage", "环节", "", "环节和票据至少给出一项", "请选择要重试的票据，或选择整个环节")));
        }
        if (ids.size() > RETRY_MAX) {
            BillFilter.refuse(List.of(
                    new FieldError("billIds", "票据", ids.size() + " 张", "一次不超过 " + RETRY_MAX + " 张", "请分次重试，或按整个环节重试")));
        }
        var named = new ArrayList<BillId>(ids.size());
        ids.forEach(id -> named.add(BillRows.id(id)));
        int woken = transit.retryNow(user.scope(), asked.stage(), named, user.displayName());
        audit.note(user, "立即重试", object(asked.stage(), named), "唤醒 " + woken + " 张");
        return new Woken(woken);
    }

    private static String object(@Nullable StageName stage, List<BillId> named) {
        String where = stage == null ? "" : stage.label();
        return named.isEmpty() ? where + "全部" : where + "票据 " + named.size() + " 张，首张编号 " + named.getFirst();
    }
}
