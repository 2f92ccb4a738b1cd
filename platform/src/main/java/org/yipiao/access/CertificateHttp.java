package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.Refused;

/**
 * 数字证书登录 The key on the person's computer signs a challenge that counts once, for two minutes, for this browser and for
 * nothing but signing in here. The signature is verified here, the certificate by the user authentication server.
 */
@RestController
@RequestMapping("/api/console")
class CertificateHttp {
    static final Duration CHALLENGE_LASTS = Duration.ofMinutes(2);

    private static final String CHALLENGE = "challenge";
    private static final String CHALLENGE_AT = "challengeAt";
    private static final int NONCE_BYTES = 32;
    private static final int SIGNATURE_MAX = 400;

    /** Buttons on the sign-in page. */
    private static final int PROVIDERS_MAX = 10;

    private final CertificateSettings settings;
    private final PersonCertificateStore store;
    private final UserAuthentication authentication;
    private final IdentityStore identities;
    private final SignOnConnections connections;
    private final AccessStore accounts;
    private final SignIn signIn;
    private final LoginHttp login;
    private final LoginLimit limit;
    private final UserBook book;
    private final WallClock clock;
    private final Audit audit;
    private final String publicUrl;
    private final SecureRandom random = new SecureRandom();

    CertificateHttp(
            CertificateSettings settings,
            PersonCertificateStore store,
            UserAuthentication authentication,
            IdentityStore identities,
            SignOnConnections connections,
            AccessStore accounts,
            SignIn signIn,
            LoginHttp login,
            LoginLimit limit,
            UserBook book,
            WallClock clock,
            Audit audit,
            @Value("${yipiao.public-url:}") String publicUrl) {
        this.settings = settings;
        this.store = store;
        this.authentication = authentication;
        this.identities = identities;
        this.connections = connections;
        this.accounts = accounts;
        this.signIn = signIn;
        this.login = login;
        this.limit = limit;
        this.book = book;
        this.clock = clock;
        this.audit = audit;
        this.publicUrl = publicUrl;
    }

    /**
     * 登录方式
     *
     * @param bridge where the page finds the local middleware, empty when the way is off
     * @param console 控制台公布地址 from where alone single sign-on begins and where it comes back to
     */
    record Ways(boolean certificate, String bridge, List<SsoWay> singleSignOn, String console) {}

    /** @param way OIDC and CAS send the browser away, LDAP asks for name and password here */
    record SsoWay(String unit, String name, String way) {}

    /** @param challenge the text whose UTF-8 bytes are signed */
    record Challenge(String challenge) {}

    /** @param certificate Base64 of the DER @param signature Base64, DER of r and s or the two 32-byte numbers */
    record Signed(@Nullable String certificate, @Nullable String signature) {}

    record Binding(@Nullable String certificate) {}

    record CertificateRow(
            String id, String serial, String subject, LocalDateTime notAfter, LocalDateTime boundAt, long daysLeft) {}

    @GetMapping("/login/ways")
    @Open("tells nothing about anybody")
    Ways ways(HttpServletRequest request) {
        return new Ways(
                settings.on(),
                settings.on() ? settings.bridge() : "",
                singleSignOn(),
                SingleSignOnHttp.redirect(publicUrl, request));
    }

    private List<SsoWay> singleSignOn() {
        var byProvider = identities.enabled(PROVIDERS_MAX).stream()
                .map(one -> new SsoWay(one.unit().value(), one.name(), SignOnWay.OIDC.name()));
        var byCas = connections.casServers().stream()
                .map(one -> new SsoWay(one.unit().value(), one.name(), SignOnWay.CAS.name()));
        var byDirectory = connections.directories().stream()
                .map(one -> new SsoWay(one.unit().value(), one.name(), SignOnWay.LDAP.name()));
        return Stream.of(byDirectory, byCas, byProvider)
                .flatMap(ways -> ways)
                .limit(PROVIDERS_MAX)
                .toList();
    }

    @PostMapping("/login/certificate/challenge")
    @Open("a random text for this browser, limit per address")
    Challenge challenge(HttpServletRequest request) {
        requireOn();
        limit.count(request.getRemoteAddr());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String text = "LOGIN|YIPIAO|" + HexFormat.of().formatHex(nonce) + "|"
                + clock.now().toEpochMilli();
        var session = request.getSession(true);
        session.setAttribute(CHALLENGE, text);
        session.setAttribute(CHALLENGE_AT, clock.now().toEpochMilli());
        return new Challenge(text);
    }

    @PostMapping("/login/certificate")
    @Open("signature of a challenge in the session, certificate checked, limit per address")
    LoginHttp.Me certificate(@RequestBody Signed signed, HttpServletRequest request, HttpServletResponse response) {
        requireOn();
        limit.count(request.getRemoteAddr());
        Devices.mark(request, response);
        String challenge = takeChallenge(request);
        var certificate = PersonCertificate.read(signed.certificate() == null ? "" : signed.certificate())
                .orElseThrow(() -> new Refused(400, "CERTIFICATE_UNREADABLE", "证书无法读取，请重新插入 UKey 后再试"));
        byte[] signature = signature(signed.signature());
        byte[] message = challenge.getBytes(UTF_8);
        var account = store.account(certificate.issuer(), certificate.serial()).flatMap(accounts::account);
        if (!Sm2.verify(certificate.certificate(), message, signature)) {
            throw refused(account, certificate, "失败：签名验证失败", request);
        }
        var fault = authentication.fault(certificate, message, signature);
        if (fault.isPresent()) {
            throw refused(account, certificate, "拒绝：" + fault.get(), request);
        }
        if (account.isEmpty()) {
            throw refused(account, certificate, "拒绝：证书未绑定用户", request);
        }
        if (!account.get().usable(clock.now())) {
            throw refused(account, certificate, "拒绝：账户停用或过期", request);
        }
        return login.begin(request, account.get(), SignInStore.Method.CERTIFICATE);
    }

    private Refused refused(
            Optional<Account> account, PersonCertificate certificate, String why, HttpServletRequest request) {
        signIn.refusedCertificate(account, certificate.serial(), why, Devices.from(request));
        return new Refused(
                401, "CERTIFICATE_REFUSED", "数字证书登录未通过（" + why.substring(why.indexOf('：') + 1) + "），请核对后重试，或联系系统管理员");
    }

    /** A challenge counts once, whatever comes of it. */
    private String takeChallenge(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(CHALLENGE) instanceof String challenge)
                || !(session.getAttribute(CHALLENGE_AT) instanceof Long at)) {
            throw over();
        }
        session.removeAttribute(CHALLENGE);
        session.removeAttribute(CHALLENGE_AT);
        if (clock.now().toEpochMilli() - at > CHALLENGE_LASTS.toMillis()) {
            throw over();
        }
        return challenge;
    }

    private static Refused over() {
        return new Refused(401, "CHALLENGE_OVER", "登录挑战已使用或已超时，请重新点击数字证书登录");
    }

    private static byte[] signature(@Nullable String base64) {
        try {
            if (base64 != null && base64.length() <= SIGNATURE_MAX) {
                return Base64.getDecoder().decode(base64.strip());
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below like every other signature that is none.
        }
        return new byte[0];
    }

    private void requireOn() {
        if (!settings.on()) {
            throw new Refused(404, "CERTIFICATE_LOGIN_OFF", "本系统未启用数字证书登录，请使用口令登录");
        }
    }

    @GetMapping("/users/{id}/certificates")
    @Permit(Permission.USERS_READ)
    List<CertificateRow> list(CurrentUser user, @PathVariable String id) {
        long account = book.find(user, UsersHttp.id(id)).id();
        return store.ofAccount(user.unit(), account).stream()
                .map(bound -> new CertificateRow(
                        Long.toString(bound.id()),
                        bound.serial(),
                        bound.subject(),
                        clock.local(user.unit(), bound.notAfter()),
                        clock.local(user.unit(), bound.boundAt()),
                        Duration.between(clock.now(), bound.notAfter()).toDays()))
                .toList();
    }

    /** 绑定证书 opens the account like a password does, so the same people may do it. */
    @PostMapping("/users/{id}/certificates")
    @Permit(Permission.USERS_RESET)
    List<CertificateRow> bind(CurrentUser user, @PathVariable String id, @RequestBody Binding asked) {
        var target = book.requireResettable(user, UsersHttp.id(id), "绑定证书");
        var faults = new Faults();
        var certificate = PersonCertificate.read(asked.certificate() == null ? "" : asked.certificate());
        if (certificate.isEmpty()) {
            faults.add("certificate", "证书", "", "应为 Base64 编码的 SM2 证书", "请从 UKey 读取，或粘贴证书文件的内容");
        } else if (!clock.now().isBefore(certificate.get().notAfter())) {
            faults.add("certificate", "证书", certificate.get().serial(), "应在有效期内", "请换发证书后再绑定");
        }
        faults.refuse();
        var read = certificate.orElseThrow();
        if (!store.bind(user.unit(), target.id(), read, user.displayName(), clock.now())) {
            throw new Refused(409, "CERTIFICATE_TAKEN", "这张证书已绑定用户，请先解绑");
        }
        audit.note(user, "绑定证书", target.username(), "成功：" + read.serial());
        return list(user, id);
    }

    @DeleteMapping("/users/{id}/certificates/{certificate}")
    @Permit(Permission.USERS_RESET)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(CurrentUser user, @PathVariable String id, @PathVariable String certificate) {
        var target = book.requireResettable(user, UsersHttp.id(id), "解绑证书");
        if (!certificate.matches("[0-9]{1,18}")
                || !store.remove(user.unit(), target.id(), Long.parseLong(certificate))) {
            throw new Refused(404, "CERTIFICATE_NOT_FOUND", "没有这张证书，请刷新列表");
        }
        audit.note(user, "解绑证书", target.username(), "成功");
    }
}
