package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 在线用户与登录日志 Who is in, who tried, and sending somebody out. */
@RestController
@RequestMapping("/api/console/sign-ins")
class LoginsHttp {
    private final SignInStore signIns;
    private final Sessions sessions;
    private final Policies policies;
    private final WallClock clock;
    private final Audit audit;

    LoginsHttp(SignInStore signIns, Sessions sessions, Policies policies, WallClock clock, Audit audit) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.policies = policies;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param own the session that asks @param idleSeconds since the last request */
    record OnlineRow(
            String id,
            String username,
            String displayName,
            String method,
            String address,
            String device,
            LocalDateTime at,
            LocalDateTime seenAt,
            long idleSeconds,
            boolean own) {}

    /** @param result 成功, or why not @param ended how it ended, empty while it lasts or when it never began */
    record LoginRow(
            String id,
            LocalDateTime at,
            String username,
            String displayName,
            String method,
            boolean ok,
            String result,
            String address,
            String device,
            @Nullable LocalDateTime endedAt,
            String ended) {}

    @GetMapping("/online")
    @Permit(Permission.SESSIONS_READ)
    Page<OnlineRow> online(
            CurrentUser user,
            jakarta.servlet.http.HttpServletRequest request,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        Instant now = clock.now();
        var since = now.minus(Duration.ofMinutes(policies.of(user.unit()).idleMinutes()));
        UUID own = SessionFilter.present(request).map(Sessions.Present::signIn).orElseThrow(RouteGuard::notSignedIn);
        return signIns.online(user.unit(), since, UsersHttp.bounded(text), Page.no(pageNo), Page.size(pageSize))
                .map(row -> new OnlineRow(
                        row.id().toString(),
                        row.username(),
                        row.displayName(),
                        row.method().label(),
                        row.from().address(),
                        Devices.label(row.from().agent()),
                        clock.local(user.unit(), row.at()),
                        clock.local(user.unit(), seen(row)),
                        Math.max(0, Duration.between(seen(row), now).toSeconds()),
                        row.id().equals(own)));
    }

    private static Instant seen(SignInStore.Row row) {
        return row.seenAt() == null ? row.at() : row.seenAt();
    }

    /** 强制下线 The person's next request, which pages make every few seconds, is refused. */
    @DeleteMapping("/online/{id}")
    @Permit(Permission.SESSIONS_END)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(CurrentUser user, @PathVariable String id) {
        var row = find(user, id);
        if (!sessions.end(user.unit(), row.id(), "被管理员强制下线")) {
            throw new Refused(409, "SESSION_OVER", "该用户已经退出，请刷新列表");
        }
        audit.note(user, "强制下线", row.username(), "成功");
    }

    private SignInStore.Row find(CurrentUser user, String id) {
        return parsed(id).flatMap(key -> signIns.find(user.unit(), key)).orElseThrow(LoginsHttp::notFound);
    }

    static java.util.Optional<UUID> parsed(String id) {
        return id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? java.util.Optional.of(UUID.fromString(id))
                : java.util.Optional.empty();
    }

    static Refused notFound() {
        return new Refused(404, "SESSION_NOT_FOUND", "没有这次登录，或不属于本单位，请刷新列表");
    }

    @GetMapping
    @Permit(Permission.LOGINS_READ)
    Page<LoginRow> log(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
                    LocalDateTime from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
                    LocalDateTime until,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable Boolean ok,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var filter = new SignInStore.Filter(
                from == null ? null : clock.instant(user.unit(), from),
                until == null ? null : clock.instant(user.unit(), until),
                UsersHttp.bounded(text),
                ok);
        return signIns.log(user.unit(), signIns.aloneInHere(), filter, Page.no(pageNo), Page.size(pageSize))
                .map(row -> new LoginRow(
                        row.id().toString(),
                        clock.local(user.unit(), row.at()),
                        row.username(),
                        row.displayName(),
                        row.method().label(),
                        row.result().equals("OK"),
                        row.result().equals("OK") ? "成功" : row.result(),
                        row.from().address(),
                        Devices.label(row.from().agent()),
                        clock.localOrNull(user.unit(), row.endedAt()),
                        row.endedWhy() == null ? "" : row.endedWhy()));
    }
}
