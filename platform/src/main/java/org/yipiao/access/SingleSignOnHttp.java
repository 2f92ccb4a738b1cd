package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 单点登录 The browser goes to the identity provider and comes back to the console's page with a code, which the page hands in
 * here: so that the forged-request token counts for it, and a refusal is told where the person is looking. State, nonce and
 * verifier stay in the session and count once. A journey begins at the address it comes back to, where its session is. A second
 * factor that was enrolled here is asked for all the same: what the provider asked, only the provider knows.
 */
@RestController
@RequestMapping("/api/console")
class SingleSignOnHttp {
    static final Duration JOURNEY_LASTS = Duration.ofMinutes(10);

    /** Where the browser signs out at the provider; stands in the session. */
    static final String LOGOUT = "singleSignOnLogout";

    private static final String JOURNEY = "singleSignOn";
    private static final int STATE_BYTES = 16;
    private static final int CODE_MAX = 2_000;

    private final IdentityStore store;
    private final OidcClient oidc;
    private final CasClient cas;
    private final SignOnConnections connections;
    private final SignOnDoor door;
    private final Sessions sessions;
    private final SecondFactor factor;
    private final LoginHttp login;
    private final LoginLimit limit;
    private final WallClock clock;
    private final Audit audit;
    private final String publicUrl;
    private final SecureRandom random = new SecureRandom();

    SingleSignOnHttp(
            IdentityStore store,
            OidcClient oidc,
            CasClient cas,
            SignOnConnections connections,
            SignOnDoor door,
            Sessions sessions,
            SecondFactor factor,
            LoginHttp login,
            LoginLimit limit,
            WallClock clock,
            Audit audit,
            @Value("${yipiao.public-url:}") String publicUrl) {
        this.store = store;
        this.oidc = oidc;
        this.cas = cas;
        this.connections = connections;
        this.door = door;
        this.sessions = sessions;
        this.factor = factor;
        this.login = login;
        this.limit = limit;
        this.clock = clock;
        this.audit = audit;
        this.publicUrl = publicUrl;
    }

    /** @param way OIDC unless CAS is said */
    record SsoBegin(@Nullable String unit, @Nullable String way) {}

    /** @param address where the page sends the browser */
    record SsoAddress(String address) {}

    /** @param code and state as the browser brought them back; the code of a CAS server is its ticket */
    record SsoReturn(@Nullable String code, @Nullable String state) {
        @Override
        public String toString() {
            return "SsoReturn[hidden]";
        }
    }

    record OwnIdentity(String id, String subject, LocalDateTime linkedAt) {}

    /** 本人的单点登录 @param name empty when the unit has none */
    record OwnSingleSignOn(String name, List<OwnIdentity> identities) {}

    /** What waits in the session for the browser to come back. */
    private enum Purpose {
        /** 登录 */
        IN,
        /** 关联 to the account that is signed in */
        LINK
    }

    private record Waiting(
            Purpose purpose, SignOnWay way, UnitId unit, String state, String nonce, String verifier, long at) {
        String text() {
            return String.join(
                    "\n", purpose.name(), way.name(), unit.value(), state, nonce, verifier, Long.toString(at));
        }

        static Waiting of(String text) {
            String[] part = text.split("\n", -1);
            return new Waiting(
                    Purpose.valueOf(part[0]),
                    SignOnWay.valueOf(part[1]),
                    new UnitId(part[2]),
                    part[3],
                    part[4],
                    part[5],
                    Long.parseLong(part[6]));
        }
    }

    @PostMapping("/login/sso/begin")
    @Open("an address for this browser, limit per address")
    SsoAddress begin(@RequestBody SsoBegin asked, HttpServletRequest request) {
        limit.count(request.getRemoteAddr());
        String named = asked.unit() == null ? "" : asked.unit();
        if (!named.matches("[0-9A-Za-z]{1,32}")) {
            throw off();
        }
        var unit = new UnitId(named);
        return "CAS".equals(asked.way())
                ? begin(requiredCas(unit), request)
                : begin(required(unit), Purpose.IN, request);
    }

    @PostMapping("/me/sso/begin")
    @SignedIn("links the own account")
    SsoAddress beginLink(CurrentUser user, HttpServletRequest request) {
        return begin(required(user.unit()), Purpose.LINK, request);
    }

    private SsoAddress begin(IdentityProvider provider, Purpose purpose, HttpServletRequest request) {
        requireHere(publicUrl, request.getHeader(HttpHeaders.ORIGIN));
        String state = state(purpose);
        var journey = oidc.begin(provider, state, redirect(request));
        await(request, purpose, SignOnWay.OIDC, provider.unit(), state, journey.nonce(), journey.verifier());
        return new SsoAddress(journey.address());
    }

    private SsoAddress begin(CasServer server, HttpServletRequest request) {
        requireHere(publicUrl, request.getHeader(HttpHeaders.ORIGIN));
        String state = state(Purpose.IN);
        await(request, Purpose.IN, SignOnWay.CAS, server.unit(), state, "", "");
        return new SsoAddress(cas.address(server, state, redirect(request)));
    }

    /** The page tells by its beginning where to hand it in. */
    private String state(Purpose purpose) {
        byte[] bytes = new byte[STATE_BYTES];
        random.nextBytes(bytes);
        return purpose.name().toLowerCase(Locale.ROOT) + "-" + HexFormat.of().formatHex(bytes);
    }

    private void await(
            HttpServletRequest request,
            Purpose purpose,
            SignOnWay way,
            UnitId unit,
            String state,
            String nonce,
            String verifier) {
        var waiting = new Waiting(
                purpose, way, unit, state, nonce, verifier, clock.now().toEpochMilli());
        request.getSession(true).setAttribute(JOURNEY, waiting.text());
    }

    @PostMapping("/login/sso")
    @Open("code of the identity provider, state in the session, limit per address")
    LoginHttp.Me signIn(@RequestBody SsoReturn back, HttpServletRequest request, HttpServletResponse response) {
        limit.count(request.getRemoteAddr());
        Devices.mark(request, response);
        var waiting = take(request, back, Purpose.IN);
        var person = waiting.way() == SignOnWay.CAS
                ? byCas(requiredCas(waiting.unit()), waiting, back, request)
                : byOidc(required(waiting.unit()), waiting, back, request);
        var account = door.require(person.account(), waiting.way(), person.provider(), person.subject(), request);
        if (factor.enrolled(account.id())) {
            sessions.await(request, account, waiting.way().method());
            request.getSession(true).setAttribute(LOGOUT, person.logout());
            throw new Refused(401, "SECOND_FACTOR_NEEDED", "单点登录已通过，请输入手机上的 6 位动态口令");
        }
        var me = login.begin(request, account, waiting.way().method());
        request.getSession(true).setAttribute(LOGOUT, person.logout());
        return me;
    }

    /** @param logout where the browser signs out there too, or empty */
    private record Person(Optional<Account> account, String provider, String subject, String logout) {}

    private Person byOidc(IdentityProvider provider, Waiting waiting, SsoReturn back, HttpServletRequest request) {
        OidcClient.Arrived arrived;
        try {
            arrived = arrived(provider, waiting, back, request);
        } catch (Refused refused) {
            door.failed(SignOnWay.OIDC, provider.name(), refused, request);
            throw refused;
        }
        var account = connections.account(provider.unit(), provider.issuer(), arrived.subject(), false);
        return new Person(account, provider.name(), arrived.subject(), arrived.logout());
    }

    private Person byCas(CasServer server, Waiting waiting, SsoReturn back, HttpServletRequest request) {
        var redirect = redirect(request);
        String subject;
        try {
            subject = cas.arrived(server, code(back), waiting.state(), redirect);
        } catch (Refused refused) {
            door.failed(SignOnWay.CAS, server.name(), refused, request);
            throw refused;
        }
        var account = connections.account(server.unit(), server.url(), subject, server.sameName());
        return new Person(account, server.name(), subject, cas.logout(server, redirect));
    }

    @PostMapping("/me/sso")
    @SignedIn("links the own account")
    OwnSingleSignOn link(CurrentUser user, @RequestBody SsoReturn back, HttpServletRequest request) {
        var waiting = take(request, back, Purpose.LINK);
        if (!waiting.unit().equals(user.unit()) || waiting.way() != SignOnWay.OIDC) {
            throw OidcClient.refused("登录状态与本次请求不符");
        }
        var provider = required(user.unit());
        var arrived = arrived(provider, waiting, back, request);
        if (!store.link(
                user.unit(), user.id(), provider.issuer(), arrived.subject(), user.displayName(), clock.now())) {
            throw new Refused(409, "IDENTITY_TAKEN", "该身份已关联账户，请先解除原来的关联");
        }
        audit.note(user, "关联单点登录", user.username(), "成功：" + AuditLog.clean(arrived.subject()));
        return own(user);
    }

    @GetMapping("/me/sso")
    @SignedIn("the own account")
    OwnSingleSignOn own(CurrentUser user) {
        return new OwnSingleSignOn(
                store.provider(user.unit())
                        .filter(IdentityProvider::enabled)
                        .map(IdentityProvider::name)
                        .orElse(""),
                store.ofAccount(user.unit(), user.id()).stream()
                        .map(one -> new OwnIdentity(
                                Long.toString(one.id()), one.subject(), clock.local(user.unit(), one.linkedAt())))
                        .toList());
    }

    /** Unlinks whatever the own account is linked to. */
    @DeleteMapping("/me/sso")
    @SignedIn("the own account")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlink(CurrentUser user) {
        for (var one : store.ofAccount(user.unit(), user.id())) {
            if (store.unlink(user.unit(), user.id(), one.id())) {
                audit.note(user, "解除单点登录", user.username(), "成功：" + AuditLog.clean(one.subject()));
            }
        }
    }

    private OidcClient.Arrived arrived(
            IdentityProvider provider, Waiting waiting, SsoReturn back, HttpServletRequest request) {
        return oidc.arrived(provider, code(back), waiting.nonce(), waiting.verifier(), redirect(request));
    }

    private static String code(SsoReturn back) {
        String code = back.code() == null ? "" : back.code();
        if (code.isEmpty() || code.length() > CODE_MAX || code.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw OidcClient.refused("没有带回授权码");
        }
        return code;
    }

    /** A journey counts once, whatever comes of it. */
    private Waiting take(HttpServletRequest request, SsoReturn back, Purpose purpose) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(JOURNEY) instanceof String text)) {
            throw OidcClient.refused("登录已用过或不是从本浏览器开始");
        }
        session.removeAttribute(JOURNEY);
        var waiting = Waiting.of(text);
        String state = back.state() == null ? "" : back.state();
        boolean same = MessageDigest.isEqual(
                waiting.state().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                state.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (!same || waiting.purpose() != purpose) {
            throw OidcClient.refused("登录状态与本次请求不符");
        }
        if (clock.now().toEpochMilli() - waiting.at() > JOURNEY_LASTS.toMillis()) {
            throw OidcClient.refused("登录超时");
        }
        return waiting;
    }

    /** @param origin as browsers name it; a proxy between leaves it alone, other than the host */
    static void requireHere(String publicUrl, @Nullable String origin) {
        if (origin != null && !publicUrl.isBlank() && !origin.equals(origin(URI.create(publicUrl.strip())))) {
            throw new Refused(
                    409,
                    "SINGLE_SIGN_ON_ELSEWHERE",
                    "单点登录只能从 " + origin(URI.create(publicUrl.strip())) + " 开始，请用这个地址打开控制台后再试");
        }
    }

    /** As a browser writes it: without the port that goes without saying. */
    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT)
                + (address.getPort() < 0 || address.getPort() == usual ? "" : ":" + address.getPort());
    }

    private IdentityProvider required(UnitId unit) {
        return store.provider(unit).filter(IdentityProvider::enabled).orElseThrow(SingleSignOnHttp::off);
    }

    private CasServer requiredCas(UnitId unit) {
        return connections.cas(unit).filter(CasServer::enabled).orElseThrow(SingleSignOnHttp::off);
    }

    static Refused off() {
        return new Refused(404, "SINGLE_SIGN_ON_OFF", "本单位未启用单点登录，请使用口令登录");
    }

    /** The same at the beginning and at the end, and as it is registered with the provider. */
    URI redirect(HttpServletRequest request) {
        return URI.create(redirect(publicUrl, request));
    }

    static String redirect(String publicUrl, HttpServletRequest request) {
        String base = publicUrl.isBlank()
                ? request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort()
                : publicUrl.strip();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/console.html";
    }
}
