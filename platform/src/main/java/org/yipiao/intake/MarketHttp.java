package org.yipiao.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * 业务系统接口 The door of the market protocol: {@code POST /<any service>/api/medical/<method>}. The header's content type and
 * the query string are ignored; the answer is always HTTP 200 with the result inside. Kiosk pages call across origins,
 * without cookies.
 *
 * <p>It stands before every other filter, because nothing behind it concerns these calls: they carry their own signature
 * instead of a session, and half the cost of a settlement was the framework deciding so again each time (decision 16).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class MarketHttp extends HttpFilter {
    /** 请求体上限 */
    static final int BODY_BYTES_MAX = 8 << 20;

    /** A body beyond the limit is read to here and thrown away, so that the caller gets an answer and not a reset. */
    private static final int SWALLOWED_BYTES_MAX = 7 << 20;

    private static final int BIG_BYTES = 256 << 10;
    /** Big bodies read at once: a slow sender holds its place. */
    private static final int BIG_READ_AT_ONCE = 16;
    /** Big bodies handled at once: each may take ten times its size while it is understood. */
    private static final int BIG_HANDLED_AT_ONCE = 4;

    private static final int BIG_WAITS_SECONDS = 20;

    private static final String BUSY = "系统正在处理其他大报文；请稍后重试";

    private static final String DOOR = "/api/medical/";

    private final MarketDesk desk;
    private final Timer calls;
    private final CorsConfiguration anyOrigin = new CorsConfiguration();
    private final CorsProcessor origins = new DefaultCorsProcessor();
    private final Semaphore bigRead = new Semaphore(BIG_READ_AT_ONCE);
    private final Semaphore bigHandled = new Semaphore(BIG_HANDLED_AT_ONCE);

    MarketHttp(MarketDesk desk, MeterRegistry meters) {
        this.desk = desk;
        calls = Timer.builder("yipiao.market.calls")
                .description("业务系统接口调用 calls of the market protocol, answered or refused")
                .register(meters);
        anyOrigin.addAllowedOrigin(CorsConfiguration.ALL);
        anyOrigin.addAllowedHeader(CorsConfiguration.ALL);
        anyOrigin.addAllowedMethod(HttpMethod.POST);
    }

    /** @return null when the path is not of the market protocol */
    static @Nullable String method(String path) {
        int door = path.indexOf('/', 1);
        if (door <= 1 || !path.startsWith(DOOR, door)) {
            return null;
        }
        String method = path.substring(door + DOOR.length());
        return method.isEmpty() || method.indexOf('/') >= 0 ? null : method;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain others)
            throws IOException, ServletException {
        String method = method(request.getServletPath());
        if (method == null) {
            others.doFilter(request, response);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (request.getHeader(HttpHeaders.ORIGIN) != null
                && (!origins.processRequest(anyOrigin, request, response) || CorsUtils.isPreFlightRequest(request))) {
            return;
        }
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        long begun = System.nanoTime();
        byte[] answer = answer(method, request);
        response.setStatus(HttpServletResponse.SC_OK);
        // Charset in the header, not set as an encoding: the spelling is what old clients compare.
        response.setHeader("Content-Type", "application/json;charset=UTF-8");
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
        calls.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }

    private byte[] answer(String method, HttpServletRequest request) throws IOException {
        var begin = new ByteArrayOutputStream(4096);
        var in = request.getInputStream();
        if (request.getContentLengthLong() <= BIG_BYTES && !copy(in, begin, BIG_BYTES)) {
            return desk.answer(method, orParameters(begin.toByteArray(), request), request.getRemoteAddr());
        }
        if (!bigRead.tryAcquire()) {
            swallow(in);
            return desk.refusal(BUSY);
        }
        try {
            if (copy(in, begin, BODY_BYTES_MAX)) {
                swallow(in);
                return desk.refusal("请求体超过" + (BODY_BYTES_MAX >> 20) + "MB；请减少清单行或拆分为多张票据");
            }
            return big(method, begin.toByteArray(), request.getRemoteAddr());
        } finally {
            bigRead.release();
        }
    }

    private byte[] big(String method, byte[] body, String remote) {
        try {
            if (!bigHandled.tryAcquire(BIG_WAITS_SECONDS, TimeUnit.SECONDS)) {
                return desk.refusal(BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return desk.refusal(BUSY);
        }
        try {
            return desk.answer(method, body, remote);
        } finally {
            bigHandled.release();
        }
    }

    /** @return true when there is more than {@code max} bytes in all */
    private static boolean copy(InputStream in, ByteArrayOutputStream out, int max) throws IOException {
        var buffer = new byte[8192];
        while (out.size() <= max) {
            int read = in.read(buffer);
            if (read < 0) {
                return false;
            }
            out.write(buffer, 0, read);
        }
        return true;
    }

    private static void swallow(InputStream in) throws IOException {
        var buffer = new byte[8192];
        for (int total = 0; total < SWALLOWED_BYTES_MAX; ) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            total += read;
        }
    }

    /** A form under its own content type may have been read as parameters before us; then it is put together again. */
    private static byte[] orParameters(byte[] body, HttpServletRequest request) {
        if (body.length > 0 || request.getContentLengthLong() <= 0) {
            return body;
        }
        return request.getParameterMap().entrySet().stream()
                .flatMap(parameter -> Stream.of(parameter.getValue())
                        .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%2B");
    }
}
