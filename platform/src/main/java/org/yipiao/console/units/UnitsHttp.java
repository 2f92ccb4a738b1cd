package org.yipiao.console.units;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Installation;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.UnitAccounts;
import org.yipiao.access.UnitNames;
import org.yipiao.masterdata.UnitRegister;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SigningAccess;
import org.yipiao.supervision.BureauAccess;
import org.yipiao.supervision.BureauData;

/**
 * 单位 Opening and stopping hospitals, and their access to bureau and signature server. The administrators of the
 * installation's own unit see and keep all of them; those of another unit see how far their own is.
 */
@RestController
@RequestMapping("/api/console/units")
class UnitsHttp {
    private final Installation installation;
    private final UnitRegister register;
    private final Units units;
    private final UnitNames names;
    private final OpeningSteps steps;
    private final BureauAccess bureau;
    private final BureauData told;
    private final SigningAccess signing;
    private final UnitAccounts accounts;
    private final Audit audit;

    UnitsHttp(
            Installation installation,
            UnitRegister register,
            Units units,
            UnitNames names,
            OpeningSteps steps,
            BureauAccess bureau,
            BureauData told,
            SigningAccess signing,
            UnitAccounts accounts,
            Audit audit) {
        this.installation = installation;
        this.register = register;
        this.units = units;
        this.names = names;
        this.steps = steps;
        this.bureau = bureau;
        this.told = told;
        this.signing = signing;
        this.accounts = accounts;
        this.audit = audit;
    }

    /** @param doneSteps of {@code allSteps}, without the optional ones */
    record UnitRow(
            String unit,
            String name,
            boolean first,
            boolean stopped,
            int doneSteps,
            int allSteps,
            String next,
            @Nullable LocalDateTime openedAt,
            String openedBy) {}

    /** @param manages the person may open units */
    record UnitList(boolean manages, List<UnitRow> units) {}

    /** @param own the person's own unit @param manages the person may change what is shown here */
    record UnitPage(
            UnitRow unit,
            String note,
            boolean own,
            boolean manages,
            List<OpeningSteps.Step> steps,
            BureauAccess.State bureau,
            List<BureauChange> bureauChanges,
            SigningAccess.State signing,
            List<SigningChange> signingChanges) {}

    record BureauChange(LocalDateTime at, String by, String url, String keyMark) {}

    record SigningChange(LocalDateTime at, String by, String url, int keyIndex, String pinMark) {}

    record NewUnit(
            @Nullable String unit,
            @Nullable String name,
            @Nullable String note) {}

    /** @param key empty leaves the kept one */
    record BureauTyped(@Nullable String url, @Nullable String key) {}

    /** @param pin empty leaves the kept one */
    record SigningTyped(
            @Nullable String url,
            @Nullable Integer keyIndex,
            @Nullable String pin,
            @Nullable Boolean batch) {}

    /** @param until 证书有效期至 */
    record Trial(
            boolean succeeded,
            String detail,
            String subject,
            String serial,
            @Nullable LocalDateTime until) {}

    /** @param ending 登录名后缀 @param business the first people of the business, too */
    record AccountsTyped(@Nullable String ending, @Nullable Boolean business) {}

    record Reason(@Nullable String reason) {}

    @GetMapping
    @Permit(Permission.UNITS_READ)
    UnitList list(CurrentUser user) {
        return new UnitList(
                manages(user),
                visible(user).stream().map(unit -> row(user, unit)).toList());
    }

    private boolean manages(CurrentUser user) {
        return installation.isRunBy(user) && user.may(Permission.UNITS_MANAGE);
    }

    private Set<UnitId> visible(CurrentUser user) {
        var all = new LinkedHashSet<UnitId>();
        if (installation.isNamed() || !installation.isRunBy(user)) {
            all.add(user.unit());
        }
        if (installation.isRunBy(user)) {
            all.addAll(units.all());
            register.all().forEach(entry -> all.add(entry.unit()));
        }
        return all.stream()
                .sorted(java.util.Comparator.comparing(UnitId::value))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private UnitRow row(CurrentUser user, UnitId unit) {
        return row(user, unit, steps.of(unit));
    }

    private UnitRow row(CurrentUser user, UnitId unit, List<OpeningSteps.Step> all) {
        var needed = all.stream().filter(step -> !step.optional()).toList();
        var entry = register.find(unit);
        return new UnitRow(
                unit.value(),
                names.name(unit),
                unit.equals(installation.unit()),
                units.stopped(unit),
                (int) needed.stream().filter(OpeningSteps.Step::done).count(),
                needed.size(),
                needed.stream()
                        .filter(step -> !step.done())
                        .map(OpeningSteps.Step::title)
                        .findFirst()
                        .orElse(""),
                entry.map(one -> local(user, one.openedAt())).orElse(null),
                entry.map(UnitRegister.Entry::openedBy).orElse(""));
    }

    @GetMapping("/{unit}")
    @Permit(Permission.UNITS_READ)
    UnitPage page(CurrentUser user, @PathVariable String unit) {
        return shown(user, known(user, unit));
    }

    private UnitPage shown(CurrentUser user, UnitId unit) {
        var all = steps.of(unit);
        return new UnitPage(
                row(user, unit, all),
                register.find(unit).map(UnitRegister.Entry::note).orElse(""),
                unit.equals(user.unit()),
                manages(user),
                all,
                bureau.state(unit),
                bureau.changes(unit).stream()
                        .map(one -> new BureauChange(local(user, one.at()), one.by(), one.url(), one.keyMark()))
                        .toList(),
                signing.state(unit),
                signing.changes(unit).stream()
                        .map(one -> new SigningChange(
                                local(user, one.at()), one.by(), one.url(), one.keyIndex(), one.pinMark()))
                        .toList());
    }

    @PostMapping
    @Permit(Permission.UNITS_MANAGE)
    @ResponseStatus(HttpStatus.CREATED)
    UnitRow open(CurrentUser user, @RequestBody NewUnit typed) {
        installation.refuseUnlessRunBy(user, user.unit());
        var fields = new UnitFields();
        String code = fields.text("unit", "单位识别码", typed.unit(), 4, 20);
        if (!code.isEmpty() && !code.matches("[0-9A-Za-z]+")) {
            fields.fault("unit", "单位识别码", code, "只能用字母和数字", "请按财政部门给出的单位识别码填写");
        }
        String name = fields.text("name", "单位名称", typed.name(), 1, 50);
        String note = fields.text("note", "说明", typed.note(), 0, 200);
        fields.refuse();
        register.add(new UnitId(code), name, note, user.displayName());
        audit.note(user, "新建单位", code, "成功", "", name);
        return row(user, new UnitId(code));
    }

    @PutMapping("/{unit}/bureau")
    @Permit(Permission.UNITS_MANAGE)
    UnitPage bureau(CurrentUser user, @PathVariable String unit, @RequestBody BureauTyped typed) {
        var kept = managed(user, unit);
        String before = bureau.state(kept).url();
        var draft = draft(kept, typed);
        bureau.keep(kept, draft, user.displayName());
        audit.note(
                user, "修改财政接入", unit, "成功", before, draft.url() + (draft.key().isEmpty() ? "" : "，更换密钥"));
        return shown(user, kept);
    }

    @PostMapping("/{unit}/bureau/trial")
    @Permit(Permission.UNITS_MANAGE)
    Trial tryBureau(CurrentUser user, @PathVariable String unit, @RequestBody BureauTyped typed) {
        var kept = managed(user, unit);
        var trial = bureau.tryOut(kept, draft(kept, typed));
        audit.note(user, "测试财政接入", unit, trial.succeeded() ? "成功" : "未通过");
        return new Trial(trial.succeeded(), trial.detail(), trial.name(), "", null);
    }

    @PostMapping("/{unit}/bureau/sync")
    @Permit(Permission.UNITS_MANAGE)
    UnitPage sync(CurrentUser user, @PathVariable String unit) {
        var kept = managed(user, unit);
        told.syncNow(kept, user.displayName());
        audit.note(user, "同步财政基础数据", unit, "成功");
        return shown(user, kept);
    }

    private BureauAccess.Draft draft(UnitId unit, BureauTyped typed) {
        var fields = new UnitFields();
        String url = fields.address("url", "财政票据系统地址", typed.url());
        boolean kept = bureau.state(unit).configured();
        String key = fields.text("key", "接口密钥", typed.key(), kept ? 0 : 1, 200);
        fields.refuse();
        return new BureauAccess.Draft(url, key);
    }

    @PutMapping("/{unit}/signing")
    @Permit(Permission.UNITS_MANAGE)
    UnitPage signing(CurrentUser user, @PathVariable String unit, @RequestBody SigningTyped typed) {
        var kept = managed(user, unit);
        var before = signing.state(kept);
        var draft = draft(kept, typed);
        signing.keep(kept, draft, user.displayName());
        audit.note(
                user,
                "修改签名服务器接入",
                unit,
                "成功",
                before.url() + "，密钥索引 " + before.keyIndex(),
                draft.url() + "，密钥索引 " + draft.keyIndex() + (draft.pin().isEmpty() ? "" : "，更换口令"));
        return shown(user, kept);
    }

    @PostMapping("/{unit}/signing/trial")
    @Permit(Permission.UNITS_MANAGE)
    Trial trySigning(CurrentUser user, @PathVariable String unit, @RequestBody SigningTyped typed) {
        var kept = managed(user, unit);
        var trial = signing.tryOut(kept, draft(kept, typed));
        audit.note(user, "测试签名服务器", unit, trial.succeeded() ? "成功" : "未通过");
        Instant until = trial.until();
        return new Trial(
                trial.succeeded(),
                trial.detail(),
                trial.subject(),
                trial.serial(),
                until == null ? null : local(user, until));
    }

    private SigningAccess.Draft draft(UnitId unit, SigningTyped typed) {
        var fields = new UnitFields();
        String url = fields.address("url", "签名服务器地址", typed.url());
        int keyIndex = typed.keyIndex() == null ? -1 : typed.keyIndex();
        if (keyIndex < 0 || keyIndex > 9999) {
            fields.fault("keyIndex", "密钥索引", String.valueOf(typed.keyIndex()), "0 到 9999 的整数", "请按签名服务器厂家给出的索引填写");
        }
        boolean kept = signing.state(unit).configured();
        String pin = fields.text("pin", "私钥访问口令", typed.pin(), kept ? 0 : 1, 200);
        fields.refuse();
        return new SigningAccess.Draft(url, keyIndex, pin, !Boolean.FALSE.equals(typed.batch()));
    }

    /** 首批账户 with one-time passwords, shown this once. */
    @PostMapping("/{unit}/accounts")
    @Permit(Permission.UNITS_MANAGE)
    List<UnitAccounts.Made> accounts(CurrentUser user, @PathVariable String unit, @RequestBody AccountsTyped typed) {
        var kept = managed(user, unit);
        var fields = new UnitFields();
        String ending = fields.text("ending", "登录名后缀", typed.ending(), 1, 20);
        if (!ending.isEmpty() && !ending.matches("[a-z0-9._-]+")) {
            fields.fault("ending", "登录名后缀", ending, "小写字母、数字或 . _ -", "例如 .h2");
        }
        fields.refuse();
        return accounts.makeFirst(kept, ending, !Boolean.FALSE.equals(typed.business()), user);
    }

    @PostMapping("/{unit}/stop")
    @Permit(Permission.UNITS_MANAGE)
    UnitPage stop(CurrentUser user, @PathVariable String unit, @RequestBody Reason typed) {
        var kept = managed(user, unit);
        if (kept.equals(installation.unit())) {
            throw new Refused(409, "UNIT_STATE", "首家单位的管理员维护整个安装，不能停用");
        }
        return turned(user, kept, true, typed);
    }

    @PostMapping("/{unit}/start")
    @Permit(Permission.UNITS_MANAGE)
    UnitPage start(CurrentUser user, @PathVariable String unit, @RequestBody Reason typed) {
        return turned(user, managed(user, unit), false, typed);
    }

    private UnitPage turned(CurrentUser user, UnitId unit, boolean stopped, Reason typed) {
        var fields = new UnitFields();
        String reason = fields.text("reason", "原因", typed.reason(), 2, 100);
        fields.refuse();
        register.turn(unit, stopped, reason, user.displayName());
        audit.note(user, stopped ? "停用单位" : "启用单位", unit.value(), "成功：" + reason);
        return shown(user, unit);
    }

    private UnitId managed(CurrentUser user, String unit) {
        var kept = known(user, unit);
        installation.refuseUnlessRunBy(user, kept);
        return kept;
    }

    private UnitId known(CurrentUser user, String text) {
        // Whatever could not be a unit's code is no unit of this installation.
        if (!text.matches("[0-9A-Za-z]{1,20}")) {
            throw new Refused(404, "UNIT_NOT_FOUND", "没有这个单位；请返回单位列表");
        }
        var unit = new UnitId(text);
        installation.refuseUnlessVisible(user, unit);
        if (!visible(user).contains(unit)) {
            throw new Refused(404, "UNIT_NOT_FOUND", "没有这个单位；请返回单位列表");
        }
        return unit;
    }

    private LocalDateTime local(CurrentUser user, Instant at) {
        return LocalDateTime.ofInstant(at, names.zone(user.unit())).truncatedTo(ChronoUnit.SECONDS);
    }
}
