package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/**
 * 会话 Who is signed in. A session holds no more than which sign-in it belongs to; what the account may do, and whether the
 * sign-in still counts, is read at every request, so that a disabled account, a role taken away or a person sent out
 * counts at once.
 */
@Component
class Sessions {
    static final int IDLE_SECONDS = 30 * 60;
    static final Duration AGE_MAX = Duration.ofHours(12);

    /** 无操作秒数 How long nobody has touched the page that asks: pages ask by themselves, people do not. */
    static final String IDLE_HEADER = "X-Idle-Seconds";

    private static final String SIGN_IN = "signIn";
    private static final String SINCE = "since";
    private static final String PENDING = "pending";
    private static final String PENDING_METHOD = "pendingMethod";
    private static final String PENDING_SINCE = "pendingSince";

    /** How long the second factor is waited for. */
    private static final Duration AWAITED = Duration.ofMinutes(5);

    private final AccessStore store;
    private final SignInStore signIns;
    private final SecondFactorStore factors;
    private final Policies policies;
    private final ObjectProvider<Places> places;
    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    Sessions(
            AccessStore store,
            SignInStore signIns,
            SecondFactorStore factors,
            Policies policies,
            ObjectProvider<Places> places,
            FindByIndexNameSessionRepository<? extends Session> sessions,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.store = store;
        this.signIns = signIns;
        this.factors = factors;
        this.policies = policies;
        this.places = places;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /** A new session with a new number, whatever the browser had before. */
    void begin(HttpServletRequest request, Account account, SignInStore.Method method) {
        end(request, "重新登录");
        var policy = policies.of(account.unit());
        Instant now = clock.instant();
        if (policy.oneSession()) {
            forget(signIns.endAll(account.id(), null, "同一用户在别处登录", now));
        }
        HttpSession session = request.getSession(true);
        session.setMaxInactiveInterval(
                Math.toIntExact(Duration.ofMinutes(policy.idleMinutes()).toSeconds()));
        var from = Devices.from(request);
        boolean newDevice = signIns.anyDevice(account.id()) && !signIns.knownDevice(account.id(), from.device());
        UUID id = signIns.succeeded(account, method, from, session.getId(), now);
        session.setAttribute(SIGN_IN, id);
        session.setAttribute(SINCE, now.toEpochMilli());
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "account-" + account.id());
        if (newDevice) {
            events.publishEvent(AccountEvent.to(
                    account,
                    "账户在新设备上登录",
                    Devices.label(from.agent()) + "，地址 " + from.address() + "。不是本人操作请立即修改口令并联系系统管理员"));
        }
    }

    void end(HttpServletRequest request, String why) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            signIn(session)
                    .flatMap(store::signedIn)
                    .ifPresent(account ->
                            signIns.end(account.unit(), List.of(signIn(session).orElseThrow()), why, clock.instant()));
            session.invalidate();
        }
    }

    /** 强制下线 Ends one sign-in of the unit, on all instances. Returns false when it had ended. */
    boolean end(UnitId unit, UUID signIn, String why) {
        var ended = signIns.end(unit, List.of(signIn), why, clock.instant());
        forget(ended);
        return !ended.isEmpty();
    }

    /** Ends every sign-in of an account, on all instances. @param except the one that goes on, or null */
    int endAll(long account, @Nullable UUID except, String why) {
        var ended = signIns.endAll(account, except, why, clock.instant());
        forget(ended);
        return ended.size();
    }

    private void forget(List<String> sessionIds) {
        sessionIds.forEach(sessions::deleteById);
    }

    /**
     * 已登录者
     *
     * @param signIn which sign-in this is
     * @param mustChange only routes about the own account are open until the password is changed
     * @param mustEnrol only routes about the own account are open until a second factor is enrolled
     */
    record Present(CurrentUser user, UUID signIn, boolean mustChange, boolean mustEnrol) {}

    /** 待第二因素 The password was right; nothing is open yet. */
    void await(HttpServletRequest request, Account account, SignInStore.Method method) {
        end(request, "重新登录");
        HttpSession session = request.getSession(true);
        session.setMaxInactiveInterval(Math.toIntExact(AWAITED.toSeconds()));
        session.setAttribute(PENDING, account.id());
        session.setAttribute(PENDING_METHOD, method.name());
        session.setAttribute(PENDING_SINCE, clock.millis());
    }

    record Pending(Account account, SignInStore.Method method) {}

    Optional<Pending> pending(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(PENDING) instanceof Long id)
                || !(session.getAttribute(PENDING_METHOD) instanceof String method)
                || !(session.getAttribute(PENDING_SINCE) instanceof Long since)
                || clock.millis() - since > AWAITED.toMillis()) {
            return Optional.empty();
        }
        return store.account(id)
                .filter(account -> account.usable(clock.instant()))
                .map(account -> new Pending(account, SignInStore.Method.valueOf(method)));
    }

    Optional<Present> present(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(SINCE) instanceof Long since)) {
            return Optional.empty();
        }
        var signIn = signIn(session);
        var account = signIn.flatMap(store::signedIn);
        if (account.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant begun = Instant.ofEpochMilli(since);
        if (!account.get().usable(now)
                || !now.isBefore(begun.plus(AGE_MAX))
                || account.get().passwordAt().truncatedTo(ChronoUnit.MILLIS).isAfter(begun)) {
            return Optional.empty();
        }
        int idleMax = policies.of(account.get().unit()).idleMinutes() * 60;
        if (idleSeconds(request) >= idleMax) {
            end(request, "长时间无操作");
            return Optional.empty();
        }
        signIns.seen(signIn.get(), now);
        return Optional.of(present(account.get(), signIn.get()));
    }

    /** Requests that do not tell were made by a person. */
    private static int idleSeconds(HttpServletRequest request) {
        String told = request.getHeader(IDLE_HEADER);
        return told != null && told.matches("[0-9]{1,7}") ? Integer.parseInt(told) : 0;
    }

    private static Optional<UUID> signIn(HttpSession session) {
        return session.getAttribute(SIGN_IN) instanceof UUID id ? Optional.of(id) : Optional.empty();
    }

    private Present present(Account account, UUID signIn) {
        return new Present(user(account), signIn, mustChange(account), mustEnrol(account));
    }

    CurrentUser user(Account account) {
        return new CurrentUser(
                account.id(),
                account.username(),
                account.displayName(),
                account.unit(),
                store.permissions(account.id(), clock.instant()),
                account.office(),
                scope(account));
    }

    private boolean mustEnrol(Account account) {
        return factors.demanded(account.id()) && !factors.enrolled(account.id());
    }

    private boolean mustChange(Account account) {
        int days = policies.of(account.unit()).expiryDays();
        boolean over = days > 0 && clock.instant().isAfter(account.passwordAt().plus(days, ChronoUnit.DAYS));
        return account.mustChange() || over;
    }

    private DataScope scope(Account account) {
        return switch (account.reach()) {
            case "UNIT" -> DataScope.whole(account.unit());
            case "CAMPUS" -> new DataScope(account.unit(), DataScope.Reach.POINT, pointsOfCampuses(account), "");
            case "POINT" ->
                new DataScope(account.unit(), DataScope.Reach.POINT, store.places(account.id(), "POINT"), "");
            default ->
                new DataScope(
                        account.unit(),
                        DataScope.Reach.OWN,
                        store.places(account.id(), "POINT"),
                        account.operatorName());
        };
    }

    private Set<String> pointsOfCampuses(Account account) {
        var book = places.getIfAvailable();
        var campuses = store.places(account.id(), "CAMPUS");
        return book == null
                ? Set.of()
                : book.places(account.unit()).stream()
                        .filter(place -> campuses.contains(place.campus()))
                        .map(Places.Place::code)
                        .collect(Collectors.toSet());
    }
}
