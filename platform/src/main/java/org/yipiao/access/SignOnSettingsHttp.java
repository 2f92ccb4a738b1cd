package org.yipiao.access;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;

/** 域账户与 CAS 设置 The unit's directory and CAS server. What is saved is in force at once; every state before stays readable. */
@RestController
@RequestMapping("/api/console/policy")
class SignOnSettingsHttp {
    private static final int CERTIFICATE_MAX = 20_000;

    private final SignOnConnections connections;
    private final CasClient cas;
    private final DirectoryClient client;
    private final Audit audit;
    private final String publicUrl;

    SignOnSettingsHttp(
            SignOnConnections connections,
            CasClient cas,
            DirectoryClient client,
            Audit audit,
            @Value("${yipiao.public-url:}") String publicUrl) {
        this.connections = connections;
        this.cas = cas;
        this.client = client;
        this.audit = audit;
        this.publicUrl = publicUrl;
    }

    /** @param saved false while nothing was ever saved @param redirect 回调地址 to be registered with the server */
    record CasSettings(
            String name,
            String url,
            String attribute,
            boolean sameName,
            boolean enabled,
            boolean saved,
            String redirect) {}

    record CasChange(
            @Nullable String name,
            @Nullable String url,
            @Nullable String attribute,
            @Nullable Boolean sameName,
            @Nullable Boolean enabled) {}

    /** @param saved false while nothing was ever saved; the password is never shown */
    record LdapSettings(
            String name,
            String url,
            String certificate,
            String bindDn,
            String base,
            String attribute,
            String filter,
            int tries,
            boolean sameName,
            boolean enabled,
            boolean saved) {}

    /** @param password empty: the one that is there stays */
    record LdapChange(
            @Nullable String name,
            @Nullable String url,
            @Nullable String certificate,
            @Nullable String bindDn,
            @Nullable String password,
            @Nullable String base,
            @Nullable String attribute,
            @Nullable String filter,
            @Nullable Integer tries,
            @Nullable Boolean sameName,
            @Nullable Boolean enabled) {
        @Override
        public String toString() {
            return "LdapChange[hidden]";
        }
    }

    /** @param username looked up in the directory too; empty for nobody */
    record LdapCheck(@Nullable String username) {}

    @GetMapping("/cas")
    @Permit(Permission.POLICY_READ)
    CasSettings casSettings(CurrentUser user, HttpServletRequest request) {
        String redirect = SingleSignOnHttp.redirect(publicUrl, request);
        return connections
                .cas(user.unit())
                .map(known -> new CasSettings(
                        known.name(),
                        known.url(),
                        known.attribute(),
                        known.sameName(),
                        known.enabled(),
                        true,
                        redirect))
                .orElse(new CasSettings("", "", "", false, false, false, redirect));
    }

    @PutMapping("/cas")
    @Permit(Permission.POLICY_MANAGE)
    CasSettings changeCas(CurrentUser user, @RequestBody CasChange asked, HttpServletRequest request) {
        var before = connections.cas(user.unit());
        var faults = new Faults();
        String url = faults.text("url", "服务地址", asked.url(), 8, 200);
        if (!url.isEmpty() && (!IdentityProvider.reachableSafely(url) || url.contains("?") || url.contains("#"))) {
            faults.add(
                    "url",
                    "服务地址",
                    url,
                    "应为 https 地址，不带参数；http 只允许本机",
                    "请填写 /login 之前的部分，如 https://sso.example.org/cas");
        }
        String attribute = asked.attribute() == null ? "" : asked.attribute().strip();
        if (!attribute.matches(CasServer.ATTRIBUTE)) {
            faults.add("attribute", "用户标识属性", attribute, "至多 60 位字母、数字和 _ . -", "用 CAS 用户名时留空");
        }
        var changed = new CasServer(
                user.unit(),
                faults.text("name", "按钮名称", asked.name(), 1, 30),
                url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                attribute,
                Boolean.TRUE.equals(asked.sameName()),
                Boolean.TRUE.equals(asked.enabled()));
        faults.refuse();
        connections.keep(changed, user.displayName());
        audit.note(user, "修改 CAS 单点登录", "本单位", "成功", before.map(CasServer::text).orElse(""), changed.text());
        return casSettings(user, request);
    }

    /** 检测 Has the saved server judge a ticket that it never gave out. */
    @PostMapping("/cas/check")
    @Permit(Permission.POLICY_MANAGE)
    SingleSignOnSettingsHttp.SsoChecked checkCas(CurrentUser user, HttpServletRequest request) {
        var server = connections.cas(user.unit()).orElseThrow(SignOnSettingsHttp::notSet);
        try {
            cas.check(server, URI.create(SingleSignOnHttp.redirect(publicUrl, request)));
            return new SingleSignOnSettingsHttp.SsoChecked(true, "CAS 服务器应答正常，接受本平台的回调地址");
        } catch (Refused refused) {
            return new SingleSignOnSettingsHttp.SsoChecked(false, String.valueOf(refused.getMessage()));
        }
    }

    @GetMapping("/ldap")
    @Permit(Permission.POLICY_READ)
    LdapSettings ldapSettings(CurrentUser user) {
        return connections
                .directory(user.unit())
                .map(known -> new LdapSettings(
                        known.name(),
                        known.url(),
                        known.certificate(),
                        known.bindDn(),
                        known.base(),
                        known.attribute(),
                        known.filter(),
                        known.tries(),
                        known.sameName(),
                        known.enabled(),
                        true))
                .orElse(new LdapSettings(
                        "", "", "", "", "", "sAMAccountName", "", Directory.TRIES_USUAL, false, false, false));
    }

    @PutMapping("/ldap")
    @Permit(Permission.POLICY_MANAGE)
    LdapSettings changeLdap(CurrentUser user, @RequestBody LdapChange asked) {
        var before = connections.directory(user.unit());
        var faults = new Faults();
        String url = faults.text("url", "目录地址", asked.url(), 8, 200);
        var server = Directory.server(url);
        if (!url.isEmpty() && server == null) {
            faults.add(
                    "url",
                    "目录地址",
                    url,
                    "应为 ldaps:// 或 ldap:// 加主机名和端口",
                    "如 ldaps://dc.example.org:636；ldap:// 会自动升级为加密连接");
        }
        String bindDn = faults.text("bindDn", "查询账户", asked.bindDn(), 1, 200);
        String typed = faults.text("password", "查询账户口令", asked.password(), 0, 128);
        boolean elsewhere = before.isPresent()
                && (!before.get().url().equals(url) || !before.get().bindDn().equals(bindDn));
        if (typed.isEmpty() && (before.isEmpty() || elsewhere)) {
            faults.add("password", "查询账户口令", "", before.isEmpty() ? "首次设置必填" : "更换目录地址或查询账户时须重新填写", "请填写查询账户的口令");
        }
        var changed = new Directory(
                user.unit(),
                faults.text("name", "按钮名称", asked.name(), 1, 30),
                url,
                certificate(asked, faults),
                bindDn,
                typed.isEmpty() ? before.map(Directory::password).orElse("") : typed,
                base(asked, faults),
                attribute(asked, faults),
                filter(asked, faults),
                faults.number("tries", "连续错误次数", asked.tries(), 1, Directory.TRIES_MAX),
                Boolean.TRUE.equals(asked.sameName()),
                Boolean.TRUE.equals(asked.enabled()));
        faults.refuse();
        connections.keep(changed, user.displayName());
        audit.note(
                user,
                "修改域账户登录",
                "本单位",
                "成功" + (typed.isEmpty() ? "" : "：已更换口令"),
                before.map(Directory::text).orElse(""),
                changed.text());
        return ldapSettings(user);
    }

    private static String certificate(LdapChange asked, Faults faults) {
        String pem = asked.certificate() == null ? "" : asked.certificate().strip();
        if (pem.isEmpty()) {
            return "";
        }
        try {
            if (pem.length() > CERTIFICATE_MAX) {
                throw new CertificateException("too long");
            }
            DirectoryClient.certificates(pem);
            return pem;
        } catch (CertificateException unreadable) {
            faults.add("certificate", "根证书", pem, "PEM 格式的证书，1 到 5 张", "请粘贴以 -----BEGIN CERTIFICATE----- 开头的全部文字");
            return "";
        }
    }

    private static String base(LdapChange asked, Faults faults) {
        String base = faults.text("base", "起始目录", asked.base(), 1, 200);
        if (!base.isEmpty() && !DN.isValidDN(base)) {
            faults.add("base", "起始目录", base, "应为目录中的位置（DN）", "如 OU=员工,DC=example,DC=org");
        }
        return base;
    }

    private static String attribute(LdapChange asked, Faults faults) {
        String attribute = asked.attribute() == null ? "" : asked.attribute().strip();
        if (!attribute.matches(Directory.ATTRIBUTE)) {
            faults.add("attribute", "用户名属性", attribute, "字母开头，字母、数字和 -，至多 60 位", "AD 一般为 sAMAccountName，其他目录一般为 uid");
        }
        return attribute;
    }

    private static String filter(LdapChange asked, Faults faults) {
        String filter = faults.text("filter", "附加条件", asked.filter(), 0, 500);
        try {
            return filter.isEmpty() ? "" : Filter.create(filter).toString();
        } catch (LDAPException unreadable) {
            faults.add("filter", "附加条件", filter, "应为 LDAP 条件", "如 (memberOf=CN=医票,OU=组,DC=example,DC=org)，不需要时留空");
            return "";
        }
    }

    /** 检测 Signs the inquirer in with the settings that are saved, and looks somebody up. */
    @PostMapping("/ldap/check")
    @Permit(Permission.POLICY_MANAGE)
    SingleSignOnSettingsHttp.SsoChecked checkLdap(CurrentUser user, @RequestBody LdapCheck asked) {
        var directory = connections.directory(user.unit()).orElseThrow(SignOnSettingsHttp::notSet);
        var faults = new Faults();
        String username = faults.text("username", "试查用户名", asked.username(), 0, SignIn.NAME_MAX);
        faults.refuse();
        try (var talk = client.open(directory)) {
            talk.requireBase();
            if (username.isEmpty()) {
                return new SingleSignOnSettingsHttp.SsoChecked(true, "域目录应答正常，查询账户和起始目录可用");
            }
            var person = talk.find(username);
            if (person.isEmpty()) {
                return new SingleSignOnSettingsHttp.SsoChecked(false, "域目录应答正常，但按条件没有找到唯一的 " + username);
            }
            String subject = person.get().name().toLowerCase(Locale.ROOT);
            Optional<Account> account =
                    connections.account(user.unit(), directory.issuer(), subject, directory.sameName());
            return new SingleSignOnSettingsHttp.SsoChecked(
                    account.isPresent(),
                    "找到 " + person.get().dn()
                            + account.map(known -> "，对应账户 " + known.username() + "（" + known.displayName() + "）")
                                    .orElse("，没有对应的医票账户"));
        } catch (Refused refused) {
            return new SingleSignOnSettingsHttp.SsoChecked(false, String.valueOf(refused.getMessage()));
        }
    }

    private static Refused notSet() {
        return new Refused(409, "SINGLE_SIGN_ON_NOT_SET", "还没有保存设置，请先保存");
    }
}
