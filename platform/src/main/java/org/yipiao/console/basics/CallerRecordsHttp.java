package org.yipiao.console.basics;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.shared.UnitId;

/** 接入方 Accounts of business systems. A key is shown once, when it is made; afterwards nobody can read it. */
@RestController
@RequestMapping("/api/console/basics/callers")
class CallerRecordsHttp {
    /** 26 hex characters, as old clients expect. */
    private static final int KEY_BYTES = 13;

    private static final int APPID_MAX = 50;
    private static final int NAME_MAX = 50;
    private static final List<String> PROTOCOLS = List.of("2.0.3", "3.0.0", "3.1.0", "3.2.0", "3.3.0", "open-v1");

    private final Callers callers;
    private final Audit audit;
    private final SecureRandom random = new SecureRandom();

    CallerRecordsHttp(Callers callers, Audit audit) {
        this.callers = callers;
        this.audit = audit;
    }

    record Row(
            String appid,
            String name,
            String protocol,
            boolean looseSign,
            boolean returnExistingRed,
            boolean enabled) {}

    /** @param key shown this once */
    record WithKey(Row caller, String key) {}

    record Typed(
            @Nullable String appid,
            @Nullable String name,
            @Nullable String protocol,
            @Nullable Boolean looseSign,
            @Nullable Boolean returnExistingRed) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    List<Row> list(CurrentUser user) {
        return callers.all(user.unit()).stream().map(CallerRecordsHttp::row).toList();
    }

    @GetMapping("/protocols")
    @Permit(Permission.BASICS_READ)
    List<String> protocols() {
        return PROTOCOLS;
    }

    @PostMapping
    @Permit(Permission.CALLERS_MANAGE)
    WithKey create(CurrentUser user, @RequestBody Typed typed) {
        var checks = new Checks();
        String appid = checks.code("appid", "应用账号", typed.appid(), APPID_MAX);
        var caller = read(checks, user.unit(), appid, typed, key(), true);
        checks.refuse();
        // Over all units: it arrives before anything says which unit is meant.
        if (callers.find(appid).isPresent()) {
            throw Checks.exists("应用账号", appid);
        }
        return new WithKey(save(user, "新建接入方", caller), caller.key());
    }

    @PutMapping("/{appid}")
    @Permit(Permission.CALLERS_MANAGE)
    Row change(CurrentUser user, @PathVariable String appid, @RequestBody Typed typed) {
        var old = found(user, appid);
        var checks = new Checks();
        var caller = read(checks, user.unit(), appid, typed, old.key(), old.enabled());
        checks.refuse();
        return save(user, "修改接入方", caller);
    }

    @PostMapping("/{appid}/key")
    @Permit(Permission.CALLERS_MANAGE)
    WithKey newKey(CurrentUser user, @PathVariable String appid) {
        var old = found(user, appid);
        var caller = with(old, key(), old.enabled());
        return new WithKey(save(user, "更换接入方密钥", caller), caller.key());
    }

    @PostMapping("/{appid}/stop")
    @Permit(Permission.CALLERS_MANAGE)
    Row stop(CurrentUser user, @PathVariable String appid) {
        var old = found(user, appid);
        return save(user, "停用接入方", with(old, old.key(), false));
    }

    @PostMapping("/{appid}/start")
    @Permit(Permission.CALLERS_MANAGE)
    Row start(CurrentUser user, @PathVariable String appid) {
        var old = found(user, appid);
        return save(user, "启用接入方", with(old, old.key(), true));
    }

    private static Caller read(Checks checks, UnitId unit, String appid, Typed typed, String key, boolean enabled) {
        String name = checks.needed("name", "接入方名称", typed.name(), NAME_MAX);
        String protocol = typed.protocol() == null ? "" : typed.protocol();
        if (!PROTOCOLS.contains(protocol)) {
            checks.fault("protocol", "协议版本", protocol, "不是已支持的版本", "请选择：" + String.join("、", PROTOCOLS));
        }
        return new Caller(
                unit,
                appid,
                name,
                key,
                Boolean.TRUE.equals(typed.looseSign()),
                Boolean.TRUE.equals(typed.returnExistingRed()),
                enabled,
                protocol);
    }

    private Row save(CurrentUser user, String act, Caller caller) {
        callers.save(caller, user.displayName());
        audit.note(user, act, caller.appid(), "成功");
        return row(caller);
    }

    private Caller found(CurrentUser user, String appid) {
        return callers.find(appid)
                .filter(caller -> caller.unit().equals(user.unit()))
                .orElseThrow(() -> Checks.missing("接入方"));
    }

    private static Caller with(Caller caller, String key, boolean enabled) {
        return new Caller(
                caller.unit(),
                caller.appid(),
                caller.name(),
                key,
                caller.looseSign(),
                caller.returnExistingRed(),
                enabled,
                caller.protocol());
    }

    private String key() {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Row row(Caller caller) {
        return new Row(
                caller.appid(),
                caller.name(),
                caller.protocol(),
                caller.looseSign(),
                caller.returnExistingRed(),
                caller.enabled());
    }
}
