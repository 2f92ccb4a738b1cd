package org.yipiao.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.SandboxProperties;
import org.yipiao.sandbox.Secrets;

/**
 * 微信令牌 Stable tokens as the official account service hands them out: the same one until shortly before its end, then a
 * new one while the old one is still good; a forced refresh kills the old one at once.
 */
@Component
class Wechat {
    static final int FORCED_A_DAY_MAX = 20;
    private static final Duration FORCED_APART = Duration.ofSeconds(30);
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final SandboxProperties.Wechat settings;
    private final String secret;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> tokens = new HashMap<>();
    private @Nullable String current;
    private Instant forcedAt = Instant.EPOCH;
    private Instant forcedDay = Instant.EPOCH;
    private int forced;

    Wechat(SandboxProperties properties, Secrets secrets, InstantSource clock, RandomGenerator random) {
        this.settings = properties.wechat();
        this.secret = secrets.wechatSecret();
        this.clock = clock;
        this.random = random;
    }

    /** 错误码 An errcode of the official list. */
    static final class Refused extends RuntimeException {
        private final int errcode;

        Refused(int errcode, String errmsg) {
            super(errmsg, null, false, false);
            this.errcode = errcode;
        }

        int errcode() {
            return errcode;
        }

        String errmsg() {
            return String.valueOf(getMessage());
        }
    }

    /** 令牌 @param seconds left */
    record Token(String text, long seconds) {}

    synchronized Token stable(String grantType, String appid, String givenSecret, boolean force) {
        if (!grantType.equals("client_credential")) {
            throw new Refused(40002, "invalid grant_type");
        }
        if (!appid.equals(settings.appid())) {
            throw new Refused(40013, "invalid appid");
        }
        if (!givenSecret.equals(secret)) {
            throw new Refused(40125, "invalid appsecret");
        }
        Instant now = clock.instant();
        tokens.values().removeIf(until -> now.isAfter(until.plus(settings.tokenLife())));
        if (force) {
            countForced(now);
            kill(now);
        }
        String token = current;
        Instant until = token == null ? null : tokens.get(token);
        if (token == null || until == null || !now.isBefore(until.minus(overlap()))) {
            token = fresh();
            until = now.plus(settings.tokenLife());
            tokens.put(token, until);
            current = token;
        }
        return new Token(token, Duration.between(now, until).toSeconds());
    }

    /** Refuses a token that is missing, was never given or has ended. */
    synchronized void check(String token) {
        if (token.isEmpty()) {
            throw new Refused(41001, "access_token missing");
        }
        Instant until = tokens.get(token);
        if (until == null) {
            throw new Refused(40001, "invalid credential, access_token is invalid or not latest");
        }
        if (!clock.instant().isBefore(until)) {
            if (token.equals(current)) {
                current = null;
            }
            throw new Refused(42001, "access_token expired");
        }
    }

    /** 令牌失效 Ends the present token, so that clients meet 42001 and must fetch another. */
    synchronized void expire() {
        if (current != null) {
            tokens.put(current, clock.instant());
            current = null;
        }
    }

    private void kill(Instant now) {
        if (current != null) {
            tokens.remove(current);
            current = null;
        }
        forcedAt = now;
    }

    private void countForced(Instant now) {
        if (Duration.between(forcedAt, now).compareTo(FORCED_APART) < 0) {
            throw new Refused(45011, "api minute-quota reach limit, must slower retry next minute");
        }
        if (Duration.between(forcedDay, now).toDays() >= 1) {
            forcedDay = now;
            forced = 0;
        }
        if (++forced > FORCED_A_DAY_MAX) {
            throw new Refused(45009, "reach max api daily quota limit");
        }
    }

    private Duration overlap() {
        Duration quarter = settings.tokenLife().dividedBy(4);
        return quarter.compareTo(OVERLAP) < 0 ? quarter : OVERLAP;
    }

    private String fresh() {
        byte[] bytes = new byte[68];
        random.nextBytes(bytes);
        return "99_" + HexFormat.of().formatHex(bytes);
    }
}
