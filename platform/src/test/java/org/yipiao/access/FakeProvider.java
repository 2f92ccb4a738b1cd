package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An identity provider in this process that does what it is told, right or wrong. */
final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "yipiao-test";
    static final String SECRET = "a secret of the test";

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new HashMap<>();
    private RSAKey key;
    private UnaryOperator<JWTClaimsSet.Builder> change = claims -> claims;
    private boolean unsigned;
    final AtomicInteger tokenCalls = new AtomicInteger();

    FakeProvider() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("first").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/idp/.well-known/openid-configuration", call -> answer(call, 200, configuration()));
        server.createContext("/idp/jwks", call -> answer(call, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/idp/token", this::token);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/idp";
    }

    private String configuration() {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                 "jwks_uri":"%1$s/jwks","end_session_endpoint":"%1$s/logout","response_types_supported":["code"],
                 "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
                """.formatted(issuer());
    }

    /** What the person's browser does there: signs in and comes back with a code. */
    Map<String, String> signIn(String address, String subject) {
        var asked = new HashMap<String, String>();
        URLUtils.parseParameters(URI.create(address).getRawQuery())
                .forEach((name, values) -> asked.put(name, values.getFirst()));
        asked.put("subject", subject);
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return Map.of("code", code, "state", asked.getOrDefault("state", ""));
    }

    /** 换密钥 */
    void rotate() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    }

    void tokensAre(UnaryOperator<JWTClaimsSet.Builder> changed) {
        change = changed;
    }

    void tokensAreUnsigned(boolean now) {
        unsigned = now;
    }

    private void token(HttpExchange call) throws IOException {
        tokenCalls.incrementAndGet();
        var form = URLUtils.parseParameters(new String(call.getRequestBody().readAllBytes(), UTF_8));
        var asked = codes.remove(one(form, "code"));
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(URLUtils.serializeParameters(Map.of(CLIENT, List.of(SECRET)))
                                .replaceFirst("=", ":")
                                .getBytes(UTF_8));
        if (!basic.equals(call.getRequestHeaders().getFirst("Authorization"))) {
            answer(call, 401, "{\"error\":\"invalid_client\"}");
        } else if (asked == null
                || !one(form, "redirect_uri").equals(asked.get("redirect_uri"))
                || !CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(one(form, "code_verifier")))
                        .getValue()
                        .equals(asked.get("code_challenge"))) {
            answer(call, 400, "{\"error\":\"invalid_grant\"}");
        } else {
            answer(
                    call,
                    200,
                    "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\""
                            + idToken(asked) + "\"}");
        }
    }

    private String idToken(Map<String, String> asked) {
        Instant now = InstantSource.system().instant();
        var claims = change.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject(asked.get("subject"))
                        .audience(CLIENT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                        .claim("nonce", asked.get("nonce")))
                .build();
        if (unsigned) {
            return new PlainJWT(claims).serialize();
        }
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String one(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).getFirst();
    }

    private static void answer(HttpExchange call, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length);
        try (var out = call.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
