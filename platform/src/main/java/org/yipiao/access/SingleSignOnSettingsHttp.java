package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;

/** 单点登录设置 The unit's identity provider, and whom an administrator links to which account. */
@RestController
@RequestMapping("/api/console")
class SingleSignOnSettingsHttp {
    private final IdentityStore store;
    private final OidcClient oidc;
    private final SignOnConnections connections;
    private final UserBook book;
    private final WallClock clock;
    private final Audit audit;
    private final String publicUrl;

    SingleSignOnSettingsHttp(
            IdentityStore store,
            OidcClient oidc,
            SignOnConnections connections,
            UserBook book,
            WallClock clock,
            Audit audit,
            @Value("${yipiao.public-url:}") String publicUrl) {
        this.store = store;
        this.oidc = oidc;
        this.connections = connections;
        this.book = book;
        this.clock = clock;
        this.audit = audit;
        this.publicUrl = publicUrl;
    }

    /** @param hasSecret the secret itself is never shown @param redirect 回调地址 to be registered with the provider */
    record SsoSettings(
            String name,
            String issuer,
            String clientId,
            boolean hasSecret,
            String claim,
            boolean enabled,
            int version,
            String redirect) {}

    /** @param secret empty: the one that is there stays */
    record SsoChange(
            @Nullable String name,
            @Nullable String issuer,
            @Nullable String clientId,
            @Nullable String secret,
            @Nullable String claim,
            @Nullable Boolean enabled,
            @Nullable Integer version) {
        @Override
        public String toString() {
            return "SsoChange[hidden]";
        }
    }

    /** @param result what was found, in one sentence */
    record SsoChecked(boolean usable, String result) {}

    record IdentityRow(String id, String issuer, String subject, String linkedBy, LocalDateTime linkedAt) {}

    /** @param way who names the person: OIDC unless CAS or LDAP is said */
    record IdentityLink(@Nullable String subject, @Nullable String way) {}

    @GetMapping("/policy/sso")
    @Permit(Permission.POLICY_READ)
    SsoSettings settings(CurrentUser user, HttpServletRequest request) {
        String redirect = SingleSignOnHttp.redirect(publicUrl, request);
        return store.provider(user.unit())
                .map(known -> new SsoSettings(
                        known.name(),
                        known.issuer(),
                        known.clientId(),
                        true,
                        known.claim(),
                        known.enabled(),
                        known.version(),
                        redirect))
                .orElse(new SsoSettings("", "", "", false, "sub", false, 0, redirect));
    }

    @PutMapping("/policy/sso")
    @Permit(Permission.POLICY_MANAGE)
    SsoSettings change(CurrentUser user, @RequestBody SsoChange asked, HttpServletRequest request) {
        var before = store.provider(user.unit());
        var faults = new Faults();
        String issuer = faults.text("issuer", "颁发者地址", asked.issuer(), 8, 200);
        if (!issuer.isEmpty() && !IdentityProvider.reachableSafely(issuer)) {
            faults.add("issuer", "颁发者地址", issuer, "应为 https 地址；http 只允许本机", "请填写身份提供方给出的颁发者地址");
        }
        String claim = asked.claim() == null ? "" : asked.claim().strip();
        if (!claim.matches(IdentityProvider.CLAIM)) {
            faults.add("claim", "用户标识声明", claim, "1 到 60 位字母、数字和 _ : . / -", "一般填 sub");
        }
        String typed = faults.text("secret", "客户端密钥", asked.secret(), 0, 200);
        if (typed.isEmpty() && before.isEmpty()) {
            faults.add("secret", "客户端密钥", "", "首次设置必填", "请填写身份提供方给出的客户端密钥");
        }
        // The secret goes to whom it was given by, and to nobody else.
        if (typed.isEmpty() && before.isPresent() && !before.get().issuer().equals(issuer)) {
            faults.add("secret", "客户端密钥", "", "更换颁发者地址时须重新填写", "请填写新的身份提供方给出的客户端密钥");
        }
        var changed = new IdentityProvider(
                user.unit(),
                faults.text("name", "按钮名称", asked.name(), 1, 30),
                issuer,
                faults.text("clientId", "客户端标识", asked.clientId(), 1, 200),
                typed.isEmpty() ? before.map(IdentityProvider::secret).orElse("") : typed,
                claim,
                Boolean.TRUE.equals(asked.enabled()),
                faults.number("version", "版本", asked.version(), 0, Integer.MAX_VALUE));
        faults.refuse();
        if (!store.save(changed)) {
            throw new Refused(409, "CHANGED_MEANWHILE", "单点登录设置刚刚已被他人修改，请刷新后重新修改");
        }
        audit.note(
                user,
                "修改单点登录",
                "本单位",
                "成功" + (typed.isEmpty() ? "" : "：已更换密钥"),
                before.map(IdentityProvider::text).orElse(""),
                changed.text());
        return settings(user, request);
    }

    /** 检测 Asks the provider for what it says of itself, with the settings that are saved. */
    @PostMapping("/policy/sso/check")
    @Permit(Permission.POLICY_MANAGE)
    SsoChecked check(CurrentUser user) {
        var provider = store.provider(user.unit())
                .orElseThrow(() -> new Refused(409, "SINGLE_SIGN_ON_NOT_SET", "还没有保存单点登录设置，请先保存"));
        try {
            oidc.check(provider);
            return new SsoChecked(true, "身份提供方应答正常，颁发者一致");
        } catch (Refused refused) {
            return new SsoChecked(false, String.valueOf(refused.getMessage()));
        }
    }

    @GetMapping("/users/{id}/identities")
    @Permit(Permission.USERS_READ)
    List<IdentityRow> identities(CurrentUser user, @PathVariable String id) {
        long account = book.find(user, UsersHttp.id(id)).id();
        return store.ofAccount(user.unit(), account).stream()
                .map(one -> new IdentityRow(
                        Long.toString(one.id()),
                        one.issuer(),
                        one.subject(),
                        one.linkedBy(),
                        clock.local(user.unit(), one.linkedAt())))
                .toList();
    }

    /** 关联 opens the account like a password does, so the same people may do it. */
    @PostMapping("/users/{id}/identities")
    @Permit(Permission.USERS_RESET)
    List<IdentityRow> link(CurrentUser user, @PathVariable String id, @RequestBody IdentityLink asked) {
        var target = book.requireResettable(user, UsersHttp.id(id), "关联单点登录");
        var faults = new Faults();
        String subject = faults.text("subject", "身份标识", asked.subject(), 1, 200);
        var way = asked.way() == null ? Optional.of(SignOnWay.OIDC) : SignOnWay.named(asked.way());
        if (way.isEmpty()) {
            faults.add("way", "登录方式", asked.way(), "OIDC、CAS 或 LDAP", "请选择登录方式");
        }
        faults.refuse();
        String issuer = issuer(user, way.orElseThrow())
                .orElseThrow(() -> new Refused(409, "SINGLE_SIGN_ON_NOT_SET", "还没有保存单点登录设置，请安全管理员先设置"));
        if (way.get() == SignOnWay.LDAP) {
            // Directories do not tell capitals from small letters in names.
            subject = subject.toLowerCase(Locale.ROOT);
        }
        if (!store.link(user.unit(), target.id(), issuer, subject, user.displayName(), clock.now())) {
            throw new Refused(409, "IDENTITY_TAKEN", "该身份已关联账户，请先解除原来的关联");
        }
        audit.note(user, "关联单点登录", target.username(), "成功：" + subject);
        return identities(user, id);
    }

    private Optional<String> issuer(CurrentUser user, SignOnWay way) {
        return switch (way) {
            case OIDC -> store.provider(user.unit()).map(IdentityProvider::issuer);
            case CAS -> connections.cas(user.unit()).map(CasServer::url);
            case LDAP -> connections.directory(user.unit()).map(Directory::issuer);
        };
    }

    @DeleteMapping("/users/{id}/identities/{identity}")
    @Permit(Permission.USERS_RESET)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlink(CurrentUser user, @PathVariable String id, @PathVariable String identity) {
        var target = book.requireResettable(user, UsersHttp.id(id), "解除单点登录");
        if (!identity.matches("[0-9]{1,18}") || !store.unlink(user.unit(), target.id(), Long.parseLong(identity))) {
            throw new Refused(404, "IDENTITY_NOT_FOUND", "没有这个关联，请刷新列表");
        }
        audit.note(user, "解除单点登录", target.username(), "成功");
    }
}
