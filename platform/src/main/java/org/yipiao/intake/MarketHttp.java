package org.yipiao.intake;

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
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;

/**
 * 业务系统接口 The door of the market protocol. Any service segment is taken; the header's content type and the query string
 * are ignored; the answer is always HTTP 200 with the result inside. Kiosk pages call across origins, without cookies.
 */
@RestController
class MarketHttp {
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

    private final MarketDesk desk;
    private final Semaphore bigRead = new Semaphore(BIG_READ_AT_ONCE);
    private final Semaphore bigHandled = new Semaphore(BIG_HANDLED_AT_ONCE);

    MarketHttp(MarketDesk desk) {
        this.desk = desk;
    }

    @CrossOrigin(origins = "*", methods = RequestMethod.POST)
    @PostMapping("/{service}/api/medical/{method}")
    @Open("envelope signature")
    void call(
            @PathVariable String service,
            @PathVariable String method,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        byte[] answer = answer(method, request);
        response.setStatus(HttpServletResponse.SC_OK);
        // Charset in the header, not set as an encoding: the spelling is what old clients compare.
        response.setHeader("Content-Type", "application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
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
