package org.yipiao.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out once per console request who is signed in. */
final class SessionFilter extends OncePerRequestFilter {
    private static final String PRESENT = SessionFilter.class.getName();

    private final Sessions sessions;

    SessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        sessions.present(request).ifPresent(present -> request.setAttribute(PRESENT, present));
        chain.doFilter(request, response);
    }

    static Optional<Sessions.Present> present(HttpServletRequest request) {
        return request.getAttribute(PRESENT) instanceof Sessions.Present present
                ? Optional.of(present)
                : Optional.empty();
    }
}
