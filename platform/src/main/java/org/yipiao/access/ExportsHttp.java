package org.yipiao.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import tools.jackson.databind.json.JsonMapper;

/** 日志导出 Asked by one person, approved by another, and marked with both names. */
@RestController
@RequestMapping("/api/console/audit/exports")
class ExportsHttp {
    static final int ROWS_MAX = 50_000;
    static final Duration APPROVAL_LASTS = Duration.ofHours(24);

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final List<String> TITLES =
            List.of("序号", "时间", "登录名", "姓名", "地址", "操作", "对象", "结果", "修改前", "修改后", "SM3 摘要");
    private static final List<Integer> WIDTHS = List.of(10, 20, 14, 12, 16, 16, 30, 24, 40, 40, 66);

    private final ExportStore store;
    private final AuditHttp log;
    private final OnBehalf onBehalf;
    private final WallClock clock;
    private final Audit audit;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;

    ExportsHttp(
            ExportStore store,
            AuditHttp log,
            OnBehalf onBehalf,
            WallClock clock,
            Audit audit,
            JsonMapper json,
            ApplicationEventPublisher events) {
        this.events = events;
        this.store = store;
        this.log = log;
        this.onBehalf = onBehalf;
        this.clock = clock;
        this.audit = audit;
        this.json = json;
    }

    record ExportAsked(
            AuditHttp.@Nullable AuditFilter filter,
            @Nullable String reason) {}

    record ExportDecision(
            @Nullable Boolean approved, @Nullable String opinion) {}

    /** @param ready 可下载 by the asking person now */
    record ExportRow(
            String id,
            String askedName,
            LocalDateTime askedAt,
            String reason,
            String filter,
            String state,
            String stateLabel,
            String decidedName,
            @Nullable LocalDateTime decidedAt,
            String opinion,
            int downloads,
            boolean ready,
            boolean own) {}

    @GetMapping
    @Permit(Permission.AUDIT_EXPORT)
    Page<ExportRow> own(
            CurrentUser user,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return store.list(user.unit(), user.id(), Page.no(pageNo), Page.size(pageSize))
                .map(request -> row(user, request));
    }

    @GetMapping("/approvals")
    @Permit(Permission.EXPORT_APPROVE)
    Page<ExportRow> all(
            CurrentUser user,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return store.list(user.unit(), null, Page.no(pageNo), Page.size(pageSize))
                .map(request -> row(user, request));
    }

    @PostMapping
    @Permit(Permission.AUDIT_EXPORT)
    @ResponseStatus(HttpStatus.CREATED)
    ExportRow ask(CurrentUser user, @RequestBody ExportAsked asked) {
        var faults = new Faults();
        String reason = faults.text("reason", "导出事由", asked.reason(), 2, 200);
        faults.refuse();
        var filter = asked.filter() == null ? new AuditHttp.AuditFilter(null, null, null, null, null) : asked.filter();
        long count = log.list(user.unit(), filter, 1, 1).total();
        if (count > ROWS_MAX) {
            throw new Refused(400, "EXPORT_TOO_LARGE", "共 " + count + " 条，一次最多导出 " + ROWS_MAX + " 条，请缩小时间范围");
        }
        long id = store.ask(user, reason, json.writeValueAsString(filter), filter.inWords(), clock.now());
        audit.note(user, "申请导出日志", "申请 " + id + "，" + filter.inWords(), "待审批：" + reason);
        events.publishEvent(new AccountEvent(
                user.unit(),
                user.id(),
                Permission.EXPORT_APPROVE,
                user.displayName() + "申请导出操作日志",
                filter.inWords() + "；事由：" + reason,
                "/auditing/exports"));
        return row(user, find(user, Long.toString(id)));
    }

    @PostMapping("/{id}/decision")
    @Permit(Permission.EXPORT_APPROVE)
    ExportRow decide(CurrentUser user, @PathVariable String id, @RequestBody ExportDecision asked) {
        var request = find(user, id);
        var faults = new Faults();
        if (asked.approved() == null) {
            faults.add("approved", "审批结论", "", "必填", "请选择同意或退回");
        }
        String opinion = faults.text("opinion", "审批意见", asked.opinion(), 0, 200);
        faults.refuse();
        if (request.askedBy() == user.id()) {
            throw new Refused(409, "OWN_REQUEST", "申请人不能审批自己的申请，请由另一人审批");
        }
        boolean approved = Boolean.TRUE.equals(asked.approved());
        String by = onBehalf.name(user, Permission.EXPORT_APPROVE, request.askedBy());
        if (!store.decide(user, by, request.id(), approved, opinion, clock.now())) {
            throw new Refused(409, "ALREADY_DECIDED", "该申请已审批，请刷新列表");
        }
        audit.note(
                user, "审批导出日志", "申请 " + id, by + (approved ? "同意" : "退回") + (opinion.isEmpty() ? "" : "：" + opinion));
        events.publishEvent(new AccountEvent(
                user.unit(),
                request.askedBy(),
                null,
                approved ? "导出申请已同意，24 小时内可下载" : "导出申请已退回",
                by + (opinion.isEmpty() ? "" : "：" + opinion),
                "/auditing/exports"));
        return row(user, find(user, id));
    }

    @GetMapping(path = "/{id}/file", produces = XLSX)
    @Permit(Permission.AUDIT_EXPORT)
    void file(CurrentUser user, @PathVariable String id, HttpServletResponse response) throws IOException {
        var request = find(user, id);
        if (request.askedBy() != user.id()) {
            throw new Refused(403, "NOT_YOUR_REQUEST", "只有申请人可以下载，请自行申请");
        }
        if (!ready(request)) {
            throw new Refused(409, "NOT_APPROVED", "申请尚未通过审批，或通过后已超过 24 小时，请重新申请");
        }
        store.downloaded(user.unit(), request.id());
        audit.note(user, "下载导出日志", "申请 " + id, "成功，审批人 " + request.decidedName());
        response.setContentType(XLSX);
        response.setHeader("Content-Disposition", "attachment; filename=\"audit-" + request.id() + ".xlsx\"");
        response.setHeader("Cache-Control", "no-store");
        write(user, request, response);
    }

    private void write(CurrentUser user, ExportStore.Request request, HttpServletResponse response) throws IOException {
        String mark = "内部资料  导出人 " + user.displayName() + "（" + user.username() + "）  审批人 " + request.decidedName()
                + "  申请 " + request.id() + "  导出时间 "
                + clock.local(user.unit(), clock.now()).toString().replace('T', ' ');
        var book = new Workbook(response.getOutputStream(), "Yipiao", "1.0");
        var sheet = book.newWorksheet("操作日志");
        sheet.header(mark, Position.CENTER);
        sheet.footer(mark, Position.CENTER);
        sheet.value(0, 0, mark);
        sheet.style(0, 0).fontColor("999999").set();
        for (int column = 0; column < TITLES.size(); column++) {
            sheet.value(1, column, TITLES.get(column));
            sheet.style(1, column).bold().set();
            sheet.width(column, WIDTHS.get(column));
        }
        sheet.freezePane(0, 2);
        var filter = json.readValue(request.filter(), AuditHttp.AuditFilter.class);
        int line = 2;
        for (int pageNo = 1; line < ROWS_MAX + 2; pageNo++) {
            var page = log.list(user.unit(), filter, pageNo, Page.SIZE_MAX);
            for (AuditHttp.AuditRow row : page.rows()) {
                write(sheet, line++, row);
            }
            sheet.flush();
            if (page.rows().size() < Page.SIZE_MAX) {
                break;
            }
        }
        sheet.finish();
        book.finish();
    }

    private static void write(Worksheet sheet, int line, AuditHttp.AuditRow row) {
        sheet.value(line, 0, row.seq());
        sheet.value(line, 1, row.at());
        sheet.style(line, 1).format("yyyy-mm-dd hh:mm:ss").set();
        var texts = List.of(
                row.username(),
                row.displayName(),
                row.address(),
                row.act(),
                row.object(),
                row.result(),
                row.before(),
                row.after(),
                row.hash());
        for (int column = 0; column < texts.size(); column++) {
            sheet.inlineString(line, column + 2, texts.get(column));
        }
    }

    private boolean ready(ExportStore.Request request) {
        var decided = request.decidedAt();
        return request.state().equals("APPROVED")
                && decided != null
                && clock.now().isBefore(decided.plus(APPROVAL_LASTS));
    }

    private ExportRow row(CurrentUser user, ExportStore.Request request) {
        boolean own = request.askedBy() == user.id();
        return new ExportRow(
                Long.toString(request.id()),
                request.askedName(),
                clock.local(user.unit(), request.askedAt()),
                request.reason(),
                request.filterText(),
                request.state(),
                label(request),
                request.decidedName() == null ? "" : request.decidedName(),
                clock.localOrNull(user.unit(), request.decidedAt()),
                request.opinion() == null ? "" : request.opinion(),
                request.downloads(),
                own && ready(request),
                own);
    }

    private String label(ExportStore.Request request) {
        return switch (request.state()) {
            case "PENDING" -> "待审批";
            case "REFUSED" -> "已退回";
            default -> ready(request) ? "已同意" : "已过期";
        };
    }

    private ExportStore.Request find(CurrentUser user, String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw notFound();
        }
        return store.find(user.unit(), Long.parseLong(id)).orElseThrow(ExportsHttp::notFound);
    }

    private static Refused notFound() {
        return new Refused(404, "EXPORT_NOT_FOUND", "没有这个导出申请，请刷新列表");
    }
}
