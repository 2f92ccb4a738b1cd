package org.yipiao.access;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.json.JsonMapper;

/** 操作日志 The audit log for auditors, and the proof that it is whole. */
@RestController
@RequestMapping("/api/console/audit")
class AuditHttp {
    private final AuditStore store;
    private final SignInStore signIns;
    private final AuditLog log;
    private final WallClock clock;
    private final JsonMapper json;

    AuditHttp(AuditStore store, SignInStore signIns, AuditLog log, WallClock clock, JsonMapper json) {
        this.store = store;
        this.signIns = signIns;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    /**
     * 筛选 Every part may be missing.
     *
     * @param from inclusive
     * @param until exclusive
     */
    record AuditFilter(
            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
            LocalDateTime from,

            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
            LocalDateTime until,

            @Nullable String username,
            @Nullable String act,
            @Nullable String text) {
        /** In the words of the page, for the export's request. */
        String inWords() {
            return (from == null ? "最早" : from.toString().replace('T', ' ')) + " 至 "
                    + (until == null ? "现在" : until.toString().replace('T', ' '))
                    + part("用户", username) + part("操作", act) + part("包含", text);
        }

        private static String part(String label, @Nullable String value) {
            return value == null || value.isBlank() ? "" : "，" + label + " " + value.strip();
        }
    }

    /** @param hash 摘要 SM3, hexadecimal */
    record AuditRow(
            long seq,
            LocalDateTime at,
            String username,
            String displayName,
            String address,
            String act,
            String object,
            String result,
            String before,
            String after,
            String hash) {}

    /** @param whole 完整 @param entries 条数 in line before any fault @param fault which entry is broken and how, empty when whole */
    record Verified(boolean whole, long entries, String fault) {}

    @GetMapping
    @Permit(Permission.AUDIT_READ)
    Page<AuditRow> list(
            CurrentUser user,
            @ParameterObject AuditFilter asked,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return list(user.unit(), asked, Page.no(pageNo), Page.size(pageSize));
    }

    Page<AuditRow> list(UnitId unit, AuditFilter asked, int pageNo, int pageSize) {
        var filter = new AuditStore.Filter(
                asked.from() == null ? null : clock.instant(unit, asked.from()),
                asked.until() == null ? null : clock.instant(unit, asked.until()),
                bounded(asked.username()),
                bounded(asked.act()),
                bounded(asked.text()));
        return store.list(unit, signIns.aloneInHere(), filter, pageNo, pageSize).map(row -> row(unit, row));
    }

    private static String bounded(@Nullable String text) {
        return text == null ? "" : UsersHttp.bounded(text);
    }

    private AuditRow row(UnitId unit, AuditStore.Row row) {
        var parts = json.readTree(row.entry());
        return new AuditRow(
                row.seq(),
                clock.local(unit, row.at()),
                row.username(),
                parts.path("who").asString(""),
                parts.path("address").asString(""),
                row.act(),
                parts.path("object").asString(""),
                parts.path("result").asString(""),
                parts.path("before").asString(""),
                parts.path("after").asString(""),
                java.util.HexFormat.of().formatHex(row.hash()));
    }

    /** 操作种类 for choosing one. */
    @GetMapping("/acts")
    @Permit(Permission.AUDIT_READ)
    List<String> acts(CurrentUser user) {
        return store.acts(user.unit());
    }

    /** 链校验 Recomputes the whole chain now. */
    @PostMapping("/verification")
    @Permit(Permission.AUDIT_READ)
    Verified verify(CurrentUser user) {
        var verified = log.verify();
        String fault = verified.fault().orElse("");
        log.note(user, "校验操作日志", "共 " + verified.entries() + " 条", fault.isEmpty() ? "完整" : fault);
        return new Verified(fault.isEmpty(), verified.entries(), fault);
    }
}
