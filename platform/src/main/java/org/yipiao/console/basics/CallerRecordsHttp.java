package org.yipiao.console.basics;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.yipiao.masterdata.Callers.Arrears;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;

/** 接入方 Accounts of business systems. A key is shown once, when it is made; afterwards nobody can read it. */
@RestController
@RequestMapping("/api/console/basics/callers")
class CallerRecordsHttp {
    /** 26 hex characters, as old clients expect. */
    private static final int KEY_BYTES = 13;

    private static final int APPID_MAX = 50;
    private static final int NAME_MAX = 50;

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
            String protocolLabel,
            boolean looseSign,
            boolean returnExistingRed,
            Arrears arrears,
            boolean enabled) {}

    /** 协议版本 @param points what is particular to it @param newest what a new account gets unless said otherwise */
    record ProtocolRow(String code, String label, List<String> points, boolean newest) {}

    /** @param key shown this once */
    record WithKey(Row caller, String key) {}

    record Typed(
            @Nullable String appid,
            @Nullable String name,
            @Nullable String protocol,
            @Nullable Boolean looseSign,
            @Nullable Boolean returnExistingRed,
            @Nullable Arrears arrears) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    List<Row> list(CurrentUser user) {
        return callers.all(user.unit()).stream().map(CallerRecordsHttp::row).toList();
    }

    @GetMapping("/protocols")
    @Permit(Permission.BASICS_READ)
    List<ProtocolRow> protocols() {
        return Stream.of(Protocol.values())
                .map(one -> new ProtocolRow(one.code(), one.label(), one.points(), one == Protocol.NEWEST))
                .toList();
    }

    @PostMapping
    @Permit(Permission.CALLERS_MANAGE)
    WithKey create(CurrentUser user, @RequestBody Typed typed) {
        var checks = new Checks();
        String appid = checks.code("appid", "应用账号", typed.appid(), APPID_MAX);
        var caller =
                read(checks, typed, new Caller(user.unit(), appid, "", key(), false, false, true).of(Protocol.NEWEST));
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
        var caller = read(checks, typed, old);
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

    /** @param old what is kept where nothing was typed */
    private static Caller read(Checks checks, Typed typed, Caller old) {
        String name = checks.needed("name", "接入方名称", typed.name(), NAME_MAX);
        String asked =
                Optional.ofNullable(typed.protocol()).orElse(old.protocol().code());
        var protocol = Protocol.of(asked);
        if (protocol.isEmpty()) {
            String known = Stream.of(Protocol.values()).map(Protocol::code).collect(Collectors.joining("、"));
            checks.fault("protocol", "协议版本", asked, "不是已支持的版本", "请选择：" + known);
        }
        return new Caller(
                old.unit(),
                old.appid(),
                name,
                old.key(),
                Boolean.TRUE.equals(typed.looseSign()),
                Boolean.TRUE.equals(typed.returnExistingRed()),
                old.enabled(),
                protocol.orElse(old.protocol()),
                Optional.ofNullable(typed.arrears()).orElse(old.arrears()));
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
                caller.protocol(),
                caller.arrears());
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
                caller.protocol().code(),
                caller.protocol().label(),
                caller.looseSign(),
                caller.returnExistingRed(),
                caller.arrears(),
                caller.enabled());
    }
}
