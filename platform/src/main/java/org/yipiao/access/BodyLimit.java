package org.yipiao.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.yipiao.shared.Refused;
import tools.jackson.databind.json.JsonMapper;

/** 请求大小 No request body is read beyond what its route can need, whether it tells its length or not. */
final class BodyLimit extends OncePerRequestFilter {
    static final int CONSOLE_BYTES_MAX = 256 * 1024;

    /** A spreadsheet of some thousand lines. */
    static final int SHEET_BYTES_MAX = 2 * 1024 * 1024;

    static final int PAYER_BYTES_MAX = 64 * 1024;

    /** A package to verify, 5 MB, with the dressing of a form around it. */
    static final int VERIFY_BYTES_MAX = 6 * 1024 * 1024;

    /** A settlement of 5 000 lines in the market protocol is some 3 MB, a third more in its Base64. */
    static final int OTHER_BYTES_MAX = 16 * 1024 * 1024;

    private final JsonMapper json;

    BodyLimit(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int max = max(request.getRequestURI());
        if (request.getContentLengthLong() > max) {
            Problem.of(tooLarge(max)).write(response, json);
            return;
        }
        chain.doFilter(request.getContentLengthLong() >= 0 ? request : new Limited(request, max), response);
    }

    private static int max(String path) {
        if (path.startsWith("/api/console/")) {
            return path.startsWith("/api/console/basics/sheets/") || path.startsWith("/api/console/desk/batches")
                    ? SHEET_BYTES_MAX
                    : CONSOLE_BYTES_MAX;
        }
        if (path.startsWith("/api/payer/")) {
            return path.startsWith("/api/payer/verify") ? VERIFY_BYTES_MAX : PAYER_BYTES_MAX;
        }
        return OTHER_BYTES_MAX;
    }

    private static Refused tooLarge(int max) {
        return new Refused(413, "BODY_TOO_LARGE", "提交的内容超过 " + max / 1024 + " KB，请减少后再试");
    }

    /** A body of untold length, counted while it is read. */
    private static final class Limited extends HttpServletRequestWrapper {
        private final int max;

        Limited(HttpServletRequest request, int max) {
            super(request);
            this.max = max;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream(), max);
        }
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream body;
        private final int max;
        private long read;

        Counted(ServletInputStream body, int max) {
            this.body = body;
            this.max = max;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int got = body.read(bytes, from, length);
            count(Math.max(got, 0));
            return got;
        }

        private void count(int got) {
            read += got;
            if (read > max) {
                throw tooLarge(max);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
