package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** 登录 Signing in and out of the console, and the own password. */
@RestController
@RequestMapping("/api/console")
class LoginHttp {
    private final SignIn signIn;
    private final Sessions sessions;
    private final LoginLimit limit;
    private final AuditLog audit;
    private final ObjectProvider<UnitNames> units;

    LoginHttp(SignIn signIn, Sessions sessions, LoginLimit limit, AuditLog audit, ObjectProvider<UnitNames> units) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.limit = limit;
        this.audit = audit;
        this.units = units;
    }

    record Login(@NotNull String username, @NotNull String password) {
        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    record PasswordChange(
            @NotNull String old,

            @NotNull @com.fasterxml.jackson.annotation.JsonProperty("new")
            String changed) {
        @Override
        public String toString() {
            return "PasswordChange[hidden]";
        }
    }

    /** 本人 @param permissions names of {@link Permission}, sorted */
    record Me(
            String username,
            String displayName,
            String unitName,
            List<String> permissions,
            boolean mustChangePassword) {}

    @PostMapping("/login")
    @Open("password, lock-out, limit per address")
    Me login(@RequestBody @jakarta.validation.Valid Login login, HttpServletRequest request) {
        limit.count(request.getRemoteAddr());
        Account account = signIn.signIn(login.username(), login.password());
        sessions.begin(request, account);
        var present = sessions.present(account);
        audit.note(present.user(), "登录", account.username(), "成功");
        return me(present);
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @SignedIn("ends the own session")
    void logout(CurrentUser user, HttpServletRequest request) {
        sessions.end(request);
        audit.note(user, "退出", user.username(), "成功");
    }

    @GetMapping("/me")
    @SignedIn("tells who one is")
    Me me(HttpServletRequest request) {
        return me(SessionFilter.present(request).orElseThrow(RouteGuard::notSignedIn));
    }

    /** Every other session of the account ends; this one goes on under a new number. */
    @PostMapping("/password")
    @SignedIn("changes the own password")
    Me password(
            CurrentUser user,
            @RequestBody @jakarta.validation.Valid PasswordChange change,
            HttpServletRequest request) {
        Account account = signIn.changePassword(user, change.old(), change.changed());
        sessions.endAll(account.id());
        sessions.begin(request, account);
        return me(sessions.present(account));
    }

    private Me me(Sessions.Present present) {
        var user = present.user();
        var names = units.getIfAvailable();
        return new Me(
                user.username(),
                user.displayName(),
                names == null ? user.unit().value() : names.name(user.unit()),
                user.permissions().stream().map(Enum::name).sorted().toList(),
                present.mustChange());
    }
}
