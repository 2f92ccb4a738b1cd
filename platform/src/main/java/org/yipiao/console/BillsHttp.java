package org.yipiao.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.issuing.BillQueries;
import org.yipiao.shared.Page;

/** 票据列表 The list of bills, its totals and its export. */
@RestController
@RequestMapping("/api/console/bills")
class BillsHttp {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final BillQueries bills;
    private final BillCounts counts;
    private final BillRows rows;
    private final BillExport export;
    private final UnitTime time;
    private final Audit audit;

    BillsHttp(BillQueries bills, BillCounts counts, BillRows rows, BillExport export, UnitTime time, Audit audit) {
        this.bills = bills;
        this.counts = counts;
        this.rows = rows;
        this.export = export;
        this.time = time;
        this.audit = audit;
    }

    @GetMapping
    @Permit(Permission.BILL_READ)
    Page<BillRow> list(
            CurrentUser user,
            @ParameterObject BillFilter asked,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var filter = asked.filter(time.now(user.unit()));
        var page = bills.list(
                user.scope(), filter, Page.no(pageNo), Page.size(pageSize), counts.known(user.scope(), filter));
        return new Page<>(rows.of(user.unit(), page.rows()), page.total(), page.pageNo(), page.pageSize());
    }

    @GetMapping("/totals")
    @Permit(Permission.BILL_READ)
    BillQueries.Totals totals(CurrentUser user, @ParameterObject BillFilter asked) {
        var filter = asked.filter(time.now(user.unit()));
        return counts.known(user.scope(), filter).orElseGet(() -> bills.totals(user.scope(), filter));
    }

    @GetMapping(path = "/export", produces = BillExport.XLSX)
    @Permit(Permission.BILL_EXPORT)
    void export(CurrentUser user, @ParameterObject BillFilter asked, HttpServletResponse response) throws IOException {
        var now = time.now(user.unit());
        var filter = asked.filter(now);
        long count = export.requireSmall(user.scope(), filter);
        audit.note(user, "导出票据", filter.from() + " 至 " + filter.until(), count + " 张");
        response.setContentType(BillExport.XLSX);
        response.setHeader("Content-Disposition", "attachment; filename=\"bills-" + STAMP.format(now) + ".xlsx\"");
        response.setHeader("Cache-Control", "no-store");
        export.write(user.scope(), filter, now, response.getOutputStream());
    }
}
