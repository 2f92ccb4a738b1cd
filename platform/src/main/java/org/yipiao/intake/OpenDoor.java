package org.yipiao.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.shared.Refused;

/**
 * 开放接口签名 Checks who sent a request of the open API: {@code HMAC-SM3(key, method \n path?query \n timestamp \n nonce \n
 * SM3(body))} in hex. A request is good for five minutes and once, whichever instance it reaches.
 */
@Component
class OpenDoor {
    static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(5);

    private static final long FORGET_MS = 120_000;
    private static final String HINT = "；签名方法见开放接口文档，示例程序可直接对照";

    private final Callers callers;
    private final NonceStore nonces;
    private final InstantSource clock;

    OpenDoor(Callers callers, NonceStore nonces, InstantSource clock) {
        this.callers = callers;
        this.nonces = nonces;
        this.clock = clock;
    }

    /** @throws Refused with 401 when the request is not signed as it should be */
    Caller caller(HttpServletRequest request, byte[] body) {
        String appid = header(request, "X-App-Id");
        String timestamp = header(request, "X-Timestamp");
        String nonce = header(request, "X-Nonce");
        var caller = callers.find(appid).filter(Caller::enabled).orElse(null);
        if (caller == null) {
            throw wrong("应用账号 X-App-Id 不存在或已停用");
        }
        if (!recent(timestamp)) {
            throw wrong("时间戳 X-Timestamp 与服务器相差超过 " + CLOCKS_APART_MAX.toMinutes() + " 分钟，或不是毫秒数");
        }
        if (!nonce.matches("[0-9A-Za-z-]{8,64}")) {
            throw wrong("随机串 X-Nonce 应为 8 到 64 位字母、数字或横线");
        }
        String query = request.getQueryString();
        String path = request.getRequestURI() + (query == null ? "" : "?" + query);
        String right = signature(caller.key(), request.getMethod(), path, timestamp, nonce, body);
        String given = header(request, "X-Signature").toLowerCase(Locale.ROOT);
        if (!MessageDigest.isEqual(right.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8))) {
            throw wrong("签名 X-Signature 不正确");
        }
        if (!nonces.use(caller, nonce, clock.instant())) {
            throw wrong("随机串 X-Nonce 用过了；每次请求，包括重试，都要用新的随机串和时间戳");
        }
        return caller;
    }

    /** What is older than its time stamp lets pass. */
    @Scheduled(fixedDelay = FORGET_MS, initialDelay = FORGET_MS)
    void forget() {
        nonces.forgetBefore(clock.instant().minus(CLOCKS_APART_MAX.multipliedBy(2)));
    }

    static String signature(String key, String method, String path, String timestamp, String nonce, byte[] body) {
        String signed = String.join("\n", method, path, timestamp, nonce, Sm2.sm3Hex(body));
        return HexFormat.of()
                .formatHex(Sm2.hmacSm3(key.getBytes(StandardCharsets.UTF_8), signed.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean recent(String timestamp) {
        if (!timestamp.matches("\\d{13}")) {
            return false;
        }
        return Math.abs(Long.parseLong(timestamp) - clock.millis()) <= CLOCKS_APART_MAX.toMillis();
    }

    private static String header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    private static Refused wrong(String what) {
        return new Refused(401, "SIGNATURE_WRONG", what + HINT);
    }
}
