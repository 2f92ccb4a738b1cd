package org.yipiao.sandbox;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** 报文大小 Reads a request's body once, within limits for one body and for all at a time, and keeps it for the signature check. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public class BodyFilter extends OncePerRequestFilter {
    /** Largest body of one request. */
    static final int BODY_BYTES_MAX = 32 * 1024 * 1024;

    /** Largest sum of the bodies being worked on, in kilobytes. */
    private static final int ALL_BODIES_KB_MAX = 256 * 1024;

    private static final String BODY = BodyFilter.class.getName();

    private final Semaphore kilobytes = new Semaphore(ALL_BODIES_KB_MAX);

    /** The body of a request that came through here. */
    public static byte[] of(HttpServletRequest request) {
        return request.getAttribute(BODY) instanceof byte[] bytes ? bytes : new byte[0];
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long announced = request.getContentLengthLong();
        if (announced > BODY_BYTES_MAX) {
            Problems.write(response, 413, "4130", "报文超过 32 MB");
            return;
        }
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        if (announced <= 0 && !chunked) {
            chain.doFilter(request, response);
            return;
        }
        int share = announced > 0 ? (int) (announced / 1024) + 1 : BODY_BYTES_MAX / 1024;
        kilobytes.acquireUninterruptibly(share);
        try {
            byte[] body = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
            if (body.length > BODY_BYTES_MAX) {
                Problems.write(response, 413, "4130", "报文超过 32 MB");
                return;
            }
            request.setAttribute(BODY, body);
            chain.doFilter(new Read(request, body), response);
        } finally {
            kilobytes.release(share);
        }
    }

    private static final class Read extends HttpServletRequestWrapper {
        private final byte[] body;

        Read(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Bytes(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        }
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream in;

        Bytes(ByteArrayInputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("bodies are read in one piece");
        }
    }
}
