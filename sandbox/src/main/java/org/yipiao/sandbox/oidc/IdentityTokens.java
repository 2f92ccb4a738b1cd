package org.yipiao.sandbox.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** 身份令牌 Signed with RS256. Keys are made anew at each start and on demand; the last two are published. */
@Component
class IdentityTokens {
    static final String CLIENT = "yipiao";
    static final long LIVE_SECONDS = 300;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final InstantSource clock;
    private final List<Key> keys = new ArrayList<>();
    private int made;
    private volatile Wrong wrong = Wrong.NONE;

    IdentityTokens(InstantSource clock) {
        this.clock = clock;
        rotate();
    }

    private record Key(String id, KeyPair pair) {}

    /** 令牌故障 What is wrong with the tokens that come next. */
    enum Wrong {
        NONE,
        NONCE,
        AUDIENCE,
        ISSUER,
        EXPIRED,
        SIGNATURE,
        UNSIGNED
    }

    void goWrong(Wrong now) {
        wrong = now;
    }

    Wrong wrong() {
        return wrong;
    }

    /** 轮换密钥 */
    final synchronized String rotate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys.addFirst(new Key("sandbox-" + ++made, generator.generateKeyPair()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        while (keys.size() > 2) {
            keys.removeLast();
        }
        return keys.getFirst().id();
    }

    synchronized Map<String, Object> published() {
        return Map.of(
                "keys",
                keys.stream()
                        .map(key -> {
                            var open = (RSAPublicKey) key.pair().getPublic();
                            return Map.of(
                                    "kty",
                                    "RSA",
                                    "use",
                                    "sig",
                                    "alg",
                                    "RS256",
                                    "kid",
                                    key.id(),
                                    "n",
                                    unsigned(open.getModulus()),
                                    "e",
                                    unsigned(open.getPublicExponent()));
                        })
                        .toList());
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    synchronized String token(String issuer, String subject, String name, String nonce) {
        long now = clock.instant().getEpochSecond();
        Wrong fault = wrong;
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", fault == Wrong.ISSUER ? "https://idp.example.org" : issuer);
        claims.put("sub", subject);
        claims.put("aud", fault == Wrong.AUDIENCE ? "another-client" : CLIENT);
        claims.put("iat", fault == Wrong.EXPIRED ? now - 7200 : now);
        claims.put("exp", fault == Wrong.EXPIRED ? now - 3600 : now + LIVE_SECONDS);
        claims.put("nonce", fault == Wrong.NONCE ? "another-nonce" : nonce);
        claims.put("name", name);
        var key = keys.getFirst();
        var header =
                fault == Wrong.UNSIGNED ? Map.of("alg", "none") : Map.of("alg", "RS256", "typ", "JWT", "kid", key.id());
        String signed = encoded(JSON.writeValueAsBytes(header)) + "." + encoded(JSON.writeValueAsBytes(claims));
        if (fault == Wrong.UNSIGNED) {
            return signed + ".";
        }
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.pair().getPrivate());
            signature.update((fault == Wrong.SIGNATURE ? signed + " " : signed).getBytes(UTF_8));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
