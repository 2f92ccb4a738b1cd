package org.yipiao.sandbox.bureau;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.sandbox.Agencies;
import org.yipiao.sandbox.BodyFilter;
import org.yipiao.sandbox.Problems;

/**
 * 请求签名 Lets the connected agencies in, each with its own key. {@code X-Signature} is the hexadecimal HMAC-SM3, under the UTF-8 bytes of the agency
 * key, over timestamp, path and the hexadecimal SM3 of the body, joined by line feeds.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class BureauDoor extends OncePerRequestFilter {
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(10);

    /** Request attribute: the agency that signed. */
    static final String AGENCY = "agency";

    private final Agencies agencies;
    private final InstantSource clock;

    BureauDoor(Agencies agencies, InstantSource clock) {
        this.agencies = agencies;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/bureau/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = agencies.find(header(request, "X-Agency"));
        if (caller.isEmpty()) {
            Problems.write(response, 401, "4010", "单位识别码不存在");
            return;
        }
        String timestamp = header(request, "X-Timestamp");
        if (!recent(timestamp)) {
            Problems.write(response, 401, "4011", "时间戳与财政系统时间相差超过 10 分钟");
            return;
        }
        String right = signature(key(caller.get()), timestamp, request.getRequestURI(), BodyFilter.of(request));
        String given = header(request, "X-Signature").toLowerCase(Locale.ROOT);
        if (!MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII))) {
            Problems.write(response, 401, "4012", "请求签名不正确");
            return;
        }
        request.setAttribute(AGENCY, caller.get().agency());
        chain.doFilter(request, response);
    }

    private static byte[] key(Agencies.Agency agency) {
        return agency.key().getBytes(StandardCharsets.UTF_8);
    }

    static String signature(byte[] key, String timestamp, String path, byte[] body) {
        String signed = timestamp + "\n" + path + "\n" + Sm2.sm3Hex(body);
        return HexFormat.of().formatHex(Sm2.hmacSm3(key, signed.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean recent(String timestamp) {
        try {
            long apart = Math.abs(Math.subtractExact(Long.parseLong(timestamp), clock.millis()));
            return apart <= CLOCKS_APART_MAX.toMillis();
        } catch (NumberFormatException | ArithmeticException e) {
            return false;
        }
    }

    private static String header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }
}
