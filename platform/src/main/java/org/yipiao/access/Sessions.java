package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/**
 * 会话 Who is signed in. A session holds no more than the account's number and the time of sign-in; what the account may do
 * is read at every request, so that a disabled account or a role taken away counts at once.
 */
@Component
class Sessions {
    static final int IDLE_SECONDS = 30 * 60;
    static final Duration AGE_MAX = Duration.ofHours(12);

    private static final String ACCOUNT = "account";
    private static final String SINCE = "since";

    private final AccessStore store;
    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final InstantSource clock;

    Sessions(AccessStore store, FindByIndexNameSessionRepository<? extends Session> sessions, InstantSource clock) {
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A new session with a new number, whatever the browser had before. */
    void begin(HttpServletRequest request, Account account) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(ACCOUNT, account.id());
        session.setAttribute(SINCE, clock.millis());
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, name(account.id()));
    }

    void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Ends every session of an account, on all instances. */
    void endAll(long account) {
        sessions.findByPrincipalName(name(account)).keySet().forEach(sessions::deleteById);
    }

    /** 已登录者 @param mustChange only routes about the own account are open until the password is changed */
    record Present(CurrentUser user, boolean mustChange) {}

    Optional<Present> present(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(ACCOUNT) instanceof Long id)
                || !(session.getAttribute(SINCE) instanceof Long since)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant begun = Instant.ofEpochMilli(since);
        return store.account(id)
                .filter(account -> account.usable(now)
                        && now.isBefore(begun.plus(AGE_MAX))
                        && !account.passwordAt()
                                .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                                .isAfter(begun))
                .map(this::present);
    }

    Present present(Account account) {
        return new Present(
                new CurrentUser(
                        account.id(),
                        account.username(),
                        account.displayName(),
                        account.unit(),
                        store.permissions(account.id())),
                account.mustChange());
    }

    private static String name(long account) {
        return "account-" + account;
    }
}
