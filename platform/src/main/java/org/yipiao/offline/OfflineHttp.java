package org.yipiao.offline;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.OfflineQr;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 离线开票 The console's page: agents, blocks, what was uploaded, what waits for a person, and how much time is left. */
@RestController
@RequestMapping("/api/console/offline")
class OfflineHttp {
    private static final int NAME_MAX = 50;
    private static final int REASON_MAX = 200;

    private final AgentDesk desk;
    private final AgentStore agents;
    private final BlockDesk blocks;
    private final UploadDesk uploads;
    private final UploadStore store;
    private final OfflineWatch watch;
    private final OfflineSettings settings;
    private final CauseRules causes;
    private final OfflineRows rows;
    private final Audit audit;

    OfflineHttp(
            AgentDesk desk,
            AgentStore agents,
            BlockDesk blocks,
            UploadDesk uploads,
            UploadStore store,
            OfflineWatch watch,
            OfflineSettings settings,
            CauseRules causes,
            OfflineRows rows,
            Audit audit) {
        this.desk = desk;
        this.agents = agents;
        this.blocks = blocks;
        this.uploads = uploads;
        this.store = store;
        this.watch = watch;
        this.settings = settings;
        this.causes = causes;
        this.rows = rows;
        this.audit = audit;
    }

    record Inviting(@Nullable String name, @Nullable String point) {}

    record Invited(String agent, String enrolment, LocalDateTime until) {}

    record OfflineReason(@Nullable String reason) {}

    record Scanning(@Nullable String codes) {}

    /** @param first false: had arrived before */
    record ScannedBill(OfflineRows.UploadRow row, boolean first) {}

    record BurntNumbers(long count) {}

    @GetMapping
    @Permit(Permission.OFFLINE_READ)
    OfflineRows.OfflineOverview overview(CurrentUser user) {
        UnitId unit = user.unit();
        var open = blocks.all(unit);
        var rules = causes.all(unit).stream().map(OfflineHttp::row).toList();
        return new OfflineRows.OfflineOverview(
                agents.all(unit).stream()
                        .map(agent -> rows.row(
                                agent,
                                open.stream()
                                        .filter(block -> block.state() == Block.State.OPEN
                                                && block.held().agent().equals(agent.code()))
                                        .toList()))
                        .toList(),
                rules,
                settings.blockCount(),
                settings.totalFenMax(),
                settings.singleFenMax(),
                causes.windowHoursMax(),
                settings.validity().toHours(),
                settings.scanWithin().toHours(),
                store.count(unit, Upload.State.CONFLICT, null),
                watch.late(unit));
    }

    private static OfflineRows.OfflineRule row(CauseRules.CauseRule rule) {
        return new OfflineRows.OfflineRule(
                rule.cause(), rule.cause().label(), rule.windowHours(), rule.reportHours(), rule.by());
    }

    record CauseRuleChange(
            @Nullable Integer windowHours, @Nullable Integer reportHours) {}

    /** 修改离线规则 Agents hear of it with their next data, within half an hour. */
    @PutMapping("/rules/{cause}")
    @Permit(Permission.OFFLINE_MANAGE)
    OfflineRows.OfflineRule change(CurrentUser user, @PathVariable Cause cause, @RequestBody CauseRuleChange asked) {
        user.scope().requireWhole();
        var rule = causes.set(user.unit(), cause, asked.windowHours(), asked.reportHours(), user.displayName());
        audit.note(
                user,
                "修改离线规则",
                cause.label(),
                "连续离线至多 " + rule.windowHours() + " 小时，开具后 " + rule.reportHours() + " 小时内上传");
        return row(rule);
    }

    @GetMapping("/blocks")
    @Permit(Permission.OFFLINE_READ)
    Page<OfflineRows.BlockRow> blocks(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String agent,
            @RequestParam(required = false) Block.@Nullable State state,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var found = blocks.all(user.unit()).stream()
                .filter(block ->
                        agent == null || agent.isBlank() || block.held().agent().equals(agent))
                .filter(block -> state == null || block.state() == state)
                .toList();
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        return new Page<>(
                found.stream()
                        .skip((long) (no - 1) * size)
                        .limit(size)
                        .map(block -> rows.row(user.unit(), block))
                        .toList(),
                found.size(),
                no,
                size);
    }

    @GetMapping("/bills")
    @Permit(Permission.OFFLINE_READ)
    Page<OfflineRows.UploadRow> bills(
            CurrentUser user,
            @RequestParam(required = false) Upload.@Nullable State state,
            @RequestParam(required = false) @Nullable String agent,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        String of = agent == null || agent.isBlank() ? null : agent;
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        return new Page<>(
                store.page(user.unit(), state, of, no, size).stream()
                        .map(upload -> rows.row(user.unit(), upload))
                        .toList(),
                store.count(user.unit(), state, of),
                no,
                size);
    }

    @PostMapping("/agents")
    @Permit(Permission.OFFLINE_MANAGE)
    Invited invite(CurrentUser user, @RequestBody Inviting asked) {
        var errors = new ArrayList<FieldError>();
        String name = needed("name", "代理名称", asked.name(), NAME_MAX, errors);
        String point = needed("point", "开票点", asked.point(), NAME_MAX, errors);
        refuse(errors);
        var invitation = desk.invite(user.unit(), name, point, user.displayName());
        audit.note(user, "登记窗口代理", invitation.agent() + " " + name + "（开票点 " + point + "）", "成功");
        return new Invited(invitation.agent(), invitation.enrolment(), rows.here(user.unit(), invitation.until()));
    }

    @PostMapping("/agents/{code}/revocation")
    @Permit(Permission.OFFLINE_MANAGE)
    void revoke(CurrentUser user, @PathVariable String code, @RequestBody OfflineReason asked) {
        String reason = reason(asked);
        desk.revoke(user.unit(), code, reason, user.displayName());
        audit.note(user, "停用窗口代理", code, "成功", "", reason);
    }

    @PostMapping("/blocks/{blockNo}/burning")
    @Permit(Permission.OFFLINE_MANAGE)
    BurntNumbers burn(CurrentUser user, @PathVariable String blockNo, @RequestBody OfflineReason asked) {
        String reason = reason(asked);
        long count = blocks.burn(user.unit(), blockNo, reason, user.displayName());
        audit.note(user, "作废离线票号", blockNo, "作废 " + count + " 个", "", reason);
        return new BurntNumbers(count);
    }

    @PostMapping("/scans")
    @Permit(Permission.OFFLINE_MANAGE)
    List<ScannedBill> scan(CurrentUser user, @RequestBody Scanning asked) {
        String codes = asked.codes();
        if (codes == null || codes.isBlank()) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "请扫描或粘贴二维码内容",
                    List.of(new FieldError("codes", "二维码内容", "", "不能为空", "请扫描票面上的内容二维码和签名二维码")));
        }
        List<OfflineQr.Scanned> scanned;
        try {
            scanned = OfflineQr.read(codes);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "OFFLINE_CODES_INCOMPLETE", "二维码不能识别：" + e.getMessage());
        }
        var entered = new ArrayList<ScannedBill>();
        for (var one : scanned) {
            var outcome = uploads.scan(
                    user.unit(),
                    new UploadDesk.Presented(one.bill(), one.signature(), "", new byte[0]),
                    user.displayName());
            var row = rows.row(user.unit(), outcome.upload());
            if (outcome.first()) {
                audit.note(user, "补录离线票据", row.code() + " " + row.number(), row.stateLabel());
            }
            entered.add(new ScannedBill(row, outcome.first()));
        }
        return entered;
    }

    @PostMapping("/bills/{code}/{number}/voiding")
    @Permit(Permission.OFFLINE_MANAGE)
    OfflineRows.UploadRow giveUp(
            CurrentUser user,
            @PathVariable String code,
            @PathVariable String number,
            @RequestBody OfflineReason asked) {
        String reason = reason(asked);
        var upload = uploads.giveUp(user.unit(), key(code, number), reason, user.displayName());
        audit.note(user, "裁定离线票据作废", code + " " + number, "成功", upload.conflict(), reason);
        return rows.row(user.unit(), upload);
    }

    @PostMapping("/bills/{code}/{number}/acceptance")
    @Permit(Permission.OFFLINE_MANAGE)
    OfflineRows.UploadRow accept(
            CurrentUser user,
            @PathVariable String code,
            @PathVariable String number,
            @RequestBody OfflineReason asked) {
        String reason = reason(asked);
        var upload = uploads.accept(user.unit(), key(code, number), reason, user.displayName());
        audit.note(user, "裁定离线票据入账", code + " " + number, "成功", upload.conflict(), reason);
        return rows.row(user.unit(), upload);
    }

    private static Bill.Key key(String code, String number) {
        try {
            return new Bill.Key(new BillCode(code), new BillNumber(number));
        } catch (IllegalArgumentException e) {
            throw new Refused(404, "OFFLINE_BILL_UNKNOWN", "没有离线票据 " + code + " " + number + "，请核对代码和号码。");
        }
    }

    private static String reason(OfflineReason asked) {
        var errors = new ArrayList<FieldError>();
        String reason = needed("reason", "原因", asked.reason(), REASON_MAX, errors);
        refuse(errors);
        return reason;
    }

    private static String needed(String path, String label, @Nullable String value, int max, List<FieldError> errors) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            errors.add(new FieldError(path, label, "", "不能为空", "请填写" + label));
        } else if (text.length() > max || text.indexOf('\0') >= 0) {
            errors.add(new FieldError(
                    path, label, text.substring(0, Math.min(60, text.length())), "最多 " + max + " 个字符", "请缩短"));
        }
        return text;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    errors.getFirst().label() + errors.getFirst().rule(),
                    errors);
        }
    }
}
