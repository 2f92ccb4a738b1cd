package org.yipiao.sandbox.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.sandbox.BodyFilter;
import org.yipiao.sandbox.Secrets;
import org.yipiao.sandbox.SignInPages;
import tools.jackson.databind.JsonNode;

/** 身份提供方接口 Authorization code with PKCE, for one client. */
@RestController
class IdentityProviderHttp {
    private static final long CODE_LIVES_MS = 60_000;
    private static final int CODES_MAX = 1_000;

    private static final String TITLE = "医院统一身份";
    private static final List<String> CARRIED = List.of("redirect_uri", "state", "nonce", "code_challenge");

    private final IdentityTokens tokens;
    private final Secrets secrets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();

    IdentityProviderHttp(IdentityTokens tokens, Secrets secrets, InstantSource clock, RandomGenerator random) {
        this.tokens = tokens;
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    private record Code(String person, String redirect, String nonce, String challenge, long at) {}

    private static String issuer(HttpServletRequest request) {
        return request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort() + "/oidc";
    }

    @GetMapping("/oidc/.well-known/openid-configuration")
    Map<String, Object> configuration(HttpServletRequest request) {
        String issuer = issuer(request);
        var all = new LinkedHashMap<String, Object>();
        all.put("issuer", issuer);
        all.put("authorization_endpoint", issuer + "/authorize");
        all.put("token_endpoint", issuer + "/token");
        all.put("jwks_uri", issuer + "/jwks");
        all.put("end_session_endpoint", issuer + "/logout");
        all.put("response_types_supported", new String[] {"code"});
        all.put("subject_types_supported", new String[] {"public"});
        all.put("id_token_signing_alg_values_supported", new String[] {"RS256"});
        all.put("code_challenge_methods_supported", new String[] {"S256"});
        return all;
    }

    @GetMapping("/oidc/jwks")
    Map<String, Object> keys() {
        return tokens.published();
    }

    @GetMapping("/oidc/authorize")
    ResponseEntity<String> page(HttpServletRequest request, HttpServletResponse response) {
        var asked = SignInPages.parameters(
                Optional.ofNullable(request.getQueryString()).orElse(""));
        if (!"code".equals(asked.get("response_type"))
                || !IdentityTokens.CLIENT.equals(asked.get("client_id"))
                || !"S256".equals(asked.get("code_challenge_method"))
                || asked.getOrDefault("redirect_uri", "").isEmpty()) {
            return SignInPages.html(response, "请求不正确", "<p>应用没有登记，或请求缺少参数。</p>");
        }
        return form(asked, "", response);
    }

    @PostMapping("/oidc/authorize")
    ResponseEntity<String> signIn(HttpServletRequest request, HttpServletResponse response) {
        var typed = SignInPages.parameters(new String(BodyFilter.of(request), UTF_8));
        String person = typed.getOrDefault("person", "");
        if (!SignInPages.PEOPLE.containsKey(person)
                || !SignInPages.same(secrets.ukeyPin(), typed.getOrDefault("pin", ""))) {
            return form(typed, "用户或口令不对", response);
        }
        String code = fresh();
        if (codes.size() >= CODES_MAX) {
            codes.clear();
        }
        codes.put(
                code,
                new Code(
                        person,
                        typed.getOrDefault("redirect_uri", ""),
                        typed.getOrDefault("nonce", ""),
                        typed.getOrDefault("code_challenge", ""),
                        clock.millis()));
        String back = typed.getOrDefault("redirect_uri", "");
        return ResponseEntity.status(303)
                .location(URI.create(back + (back.contains("?") ? "&" : "?") + "code=" + code + "&state="
                        + URLEncoder.encode(typed.getOrDefault("state", ""), UTF_8)))
                .build();
    }

    /** A code counts once, and only with the secret, the redirect and the verifier that belong to it. */
    @PostMapping("/oidc/token")
    ResponseEntity<Map<String, Object>> token(HttpServletRequest request) throws GeneralSecurityException {
        String wanted = "Basic "
                + Base64.getEncoder()
                        .encodeToString((IdentityTokens.CLIENT + ":" + secrets.ssoSecret()).getBytes(UTF_8));
        if (!SignInPages.same(
                wanted, Optional.ofNullable(request.getHeader("Authorization")).orElse(""))) {
            return ResponseEntity.status(401).body(Map.of("error", "invalid_client"));
        }
        var asked = SignInPages.parameters(new String(BodyFilter.of(request), UTF_8));
        var code = codes.remove(asked.getOrDefault("code", ""));
        String challenge = IdentityTokens.encoded(MessageDigest.getInstance("SHA-256")
                .digest(asked.getOrDefault("code_verifier", "").getBytes(UTF_8)));
        if (code == null
                || clock.millis() - code.at() > CODE_LIVES_MS
                || !code.redirect().equals(asked.get("redirect_uri"))
                || !SignInPages.same(code.challenge(), challenge)) {
            return ResponseEntity.badRequest().body(Map.of("error", "invalid_grant"));
        }
        return ResponseEntity.ok(Map.of(
                "access_token",
                fresh(),
                "token_type",
                "Bearer",
                "expires_in",
                IdentityTokens.LIVE_SECONDS,
                "id_token",
                tokens.token(
                        issuer(request),
                        "staff-" + code.person(),
                        SignInPages.PEOPLE.getOrDefault(code.person(), ""),
                        code.nonce())));
    }

    @GetMapping("/oidc/logout")
    ResponseEntity<String> logout(
            @RequestParam(name = "post_logout_redirect_uri", defaultValue = "") String back,
            HttpServletResponse response) {
        return SignInPages.signedOut(response, TITLE, back);
    }

    @PostMapping("/sandbox/oidc/rotation")
    Map<String, Object> rotate() {
        return Map.of("kid", tokens.rotate());
    }

    @PutMapping("/sandbox/oidc/wrong")
    Map<String, Object> goWrong(@RequestBody JsonNode body) {
        tokens.goWrong(IdentityTokens.Wrong.valueOf(body.path("wrong").asString("NONE")));
        return Map.of("wrong", tokens.wrong().name());
    }

    private static ResponseEntity<String> form(Map<String, String> asked, String fault, HttpServletResponse response) {
        var carried = new LinkedHashMap<String, String>();
        CARRIED.forEach(name -> carried.put(name, asked.getOrDefault(name, "")));
        return SignInPages.form(TITLE, "/oidc/authorize", carried, fault, response);
    }

    private String fresh() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
