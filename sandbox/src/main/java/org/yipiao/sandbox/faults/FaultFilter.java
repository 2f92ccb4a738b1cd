package org.yipiao.sandbox.faults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** 故障施加 The one place where faults happen, in front of every party and of nothing else. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FaultFilter extends OncePerRequestFilter {
    /** What a captive portal or a broken proxy would send instead of the party's JSON. */
    private static final String FOREIGN_PAGE = "<!DOCTYPE html><html><body>网关错误页面</body></html>";

    private final Faults faults;
    private final InstantSource clock;

    FaultFilter(Faults faults, InstantSource clock) {
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        Optional<Party> party = Party.of(path);
        if (party.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        long startedAt = clock.millis();
        meet(party.get(), path, request, response, chain);
        faults.took(party.get(), clock.millis() - startedAt);
    }

    private void meet(
            Party party, String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Faults.Fate fate = faults.decide(party);
        Fault fault = faults.of(party);
        if (fate == Faults.Fate.OUT) {
            goOut(fault, request, response);
            return;
        }
        delay(fault.delayMs());
        switch (fate) {
            case TOO_OFTEN -> answer(response, party.tooOften());
            case BUSY -> answer(response, party.busy());
            case WRONG -> {
                if (party.isSubtlyWrong(path)) {
                    Faults.askWrong(request);
                    chain.doFilter(request, response);
                } else {
                    response.setContentType("text/html;charset=UTF-8");
                    response.getOutputStream().write(FOREIGN_PAGE.getBytes(StandardCharsets.UTF_8));
                }
            }
            case LOST -> {
                chain.doFilter(request, new Swallowed(response));
                HangUp.on(request);
            }
            case DONE, OUT -> chain.doFilter(request, response);
        }
    }

    private static void goOut(Fault fault, HttpServletRequest request, HttpServletResponse response) {
        if (fault.outageKind() == Fault.OutageKind.HTTP_503) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } else {
            HangUp.on(request);
        }
    }

    private static void answer(HttpServletResponse response, String json) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void delay(long millis) {
        if (millis == 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the answer of a finished call and lets it vanish. */
    private static final class Swallowed extends HttpServletResponseWrapper {
        private final ServletOutputStream nowhere = new Nowhere();
        private final PrintWriter writer =
                new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

        Swallowed(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return nowhere;
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }

        @Override
        public void flushBuffer() {}
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int b) {}

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }
}
