package org.yipiao.access;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/** Takes sessions that have run out from the database; any number of instances may do it at once. */
@Component
class SessionCleaning {
    static final long EVERY_MS = 60_000;

    private final JdbcIndexedSessionRepository sessions;

    SessionCleaning(JdbcIndexedSessionRepository sessions) {
        this.sessions = sessions;
    }

    @Scheduled(initialDelay = EVERY_MS, fixedDelay = EVERY_MS)
    void clean() {
        sessions.cleanUpExpiredSessions();
    }
}
