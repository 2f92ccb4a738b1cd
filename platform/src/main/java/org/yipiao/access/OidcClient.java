package org.yipiao.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;
import org.yipiao.shared.Remembered;

/**
 * OpenID Connect, authorization code with PKCE, by the Nimbus library: what a provider says of itself, where to send the
 * browser, and what the code it came back with is worth.
 */
@Component
class OidcClient implements Remembered {
    private static final Logger log = LoggerFactory.getLogger(OidcClient.class);
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 5_000;
    private static final int ANSWER_BYTES_MAX = 512 * 1024;
    private static final int SUBJECT_MAX = 200;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Signatures with a key pair only: a shared secret proves nothing about who made the token. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Cache<String, Known> providers;

    OidcClient(InstantSource clock) {
        this.providers = Caffeine.newBuilder()
                .maximumSize(100)
                .expireAfterWrite(REMEMBERED)
                .recordStats()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public List<Kept> remembered() {
        return List.of(Kept.of("access.providers", "身份提供方的说明和公钥", "10 分钟", providers));
    }

    /** What a provider says of itself, and its keys, which are asked for anew when it signs with one not seen before. */
    private record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys) {}

    /** @param verifier, nonce, state stay in the session until the browser comes back */
    record Journey(String address, String state, String nonce, String verifier) {}

    /** @param subject the person, as the provider names them @param logout where the browser signs out there, or empty */
    record Arrived(String subject, String logout) {}

    /** @throws Refused 503 when the provider does not answer as one */
    Journey begin(IdentityProvider provider, String state, URI redirect) {
        var nonce = new Nonce();
        var verifier = new CodeVerifier();
        var request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), new ClientID(provider.clientId()), redirect)
                .endpointURI(known(provider.issuer()).metadata().getAuthorizationEndpointURI())
                .state(new State(state))
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build();
        return new Journey(request.toURI().toString(), state, nonce.getValue(), verifier.getValue());
    }

    /** Asks the provider for what it says of itself anew. @throws Refused 503 naming what is wrong */
    void check(IdentityProvider provider) {
        providers.invalidate(provider.issuer());
        known(provider.issuer());
    }

    /** @throws Refused 401 when the code or the token is not worth a sign-in, 503 when the provider does not answer */
    Arrived arrived(IdentityProvider provider, String code, String nonce, String verifier, URI redirect) {
        var known = known(provider.issuer());
        var client = new ClientID(provider.clientId());
        JWT token = token(provider, known.metadata(), client, code, verifier, redirect);
        try {
            var validator = new IDTokenValidator(
                    new Issuer(provider.issuer()),
                    client,
                    new JWSVerificationKeySelector<>(algorithms(known.metadata()), known.keys()),
                    null);
            var claims = validator.validate(token, new Nonce(nonce));
            String subject = claims.getStringClaim(provider.claim());
            if (subject == null || subject.isBlank() || subject.length() > SUBJECT_MAX) {
                throw refused("身份令牌里没有声明 " + provider.claim());
            }
            return new Arrived(subject, logout(known.metadata(), token, redirect));
        } catch (BadJOSEException | JOSEException wrong) {
            log.warn("identity token of {} refused: {}", provider.issuer(), wrong.getMessage());
            throw refused("身份令牌没有通过验证");
        }
    }

    private static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) {
        var offered = metadata.getIDTokenJWSAlgs();
        return offered == null
                ? Set.of(JWSAlgorithm.RS256)
                : ALGORITHMS.stream().filter(offered::contains).collect(Collectors.toSet());
    }

    private static JWT token(
            IdentityProvider provider,
            OIDCProviderMetadata metadata,
            ClientID client,
            String code,
            String verifier,
            URI redirect) {
        var request = new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(),
                        new ClientSecretBasic(client, new Secret(provider.secret())),
                        new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, new CodeVerifier(verifier)))
                .build();
        try {
            var answer = OIDCTokenResponseParser.parse(send(request.toHTTPRequest()));
            if (answer instanceof OIDCTokenResponse success
                    && success.getOIDCTokens().getIDToken() != null) {
                return success.getOIDCTokens().getIDToken();
            }
            log.warn(
                    "{} gave no token: {}",
                    provider.issuer(),
                    answer.toErrorResponse().getErrorObject());
            throw refused("授权码无效、已用过或已过期");
        } catch (ParseException | ClassCastException notAToken) {
            log.warn("{} answered something else than a token", provider.issuer(), notAToken);
            throw down("单点登录服务应答的内容不对");
        }
    }

    private static String logout(OIDCProviderMetadata metadata, JWT token, URI back) {
        URI end = metadata.getEndSessionEndpointURI();
        return end == null || !IdentityProvider.reachableSafely(end.toString())
                ? ""
                : new LogoutRequest(end, token, back, null).toURI().toString();
    }

    private Known known(String issuer) {
        var known = providers.getIfPresent(issuer);
        if (known == null) {
            known = asked(issuer);
            providers.put(issuer, known);
        }
        return known;
    }

    private static Known asked(String issuer) {
        try {
            var asking = new HTTPRequest(
                    HTTPRequest.Method.GET,
                    URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                            + "/.well-known/openid-configuration"));
            var metadata = OIDCProviderMetadata.parse(send(asking).getBodyAsJSONObject());
            if (!issuer.equals(metadata.getIssuer().getValue())) {
                throw down("单点登录服务自称 " + metadata.getIssuer().getValue() + "，与设置的颁发者不一致");
            }
            for (@Nullable
            URI address : new URI[] {
                metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI(), metadata.getJWKSetURI()
            }) {
                if (address == null || !IdentityProvider.reachableSafely(address.toString())) {
                    throw down("单点登录服务没有给出安全的地址（https）");
                }
            }
            return new Known(metadata, keys(metadata.getJWKSetURI()));
        } catch (ParseException | MalformedURLException | IllegalArgumentException wrong) {
            log.warn("{} does not describe itself as a provider", issuer, wrong);
            throw down("该地址没有应答 OpenID Connect 的说明文件");
        }
    }

    private static JWKSource<SecurityContext> keys(URI address) throws MalformedURLException {
        return JWKSourceBuilder.create(
                        address.toURL(), new DefaultResourceRetriever(CONNECT_MS, READ_MS, ANSWER_BYTES_MAX))
                .retrying(true)
                .build();
    }

    private static com.nimbusds.oauth2.sdk.http.HTTPResponse send(HTTPRequest request) {
        request.setConnectTimeout(CONNECT_MS);
        request.setReadTimeout(READ_MS);
        request.setFollowRedirects(false);
        try {
            return request.send();
        } catch (IOException silent) {
            log.warn("{} did not answer", request.getURI(), silent);
            throw down("单点登录服务没有应答");
        }
    }

    static Refused down(String what) {
        return new Refused(503, "SINGLE_SIGN_ON_DOWN", what + "，请稍后再试，或改用口令登录");
    }

    static Refused refused(String what) {
        return new Refused(401, "SINGLE_SIGN_ON_REFUSED", "单点登录未通过（" + what + "），请重新点击单点登录，或改用口令登录");
    }
}
