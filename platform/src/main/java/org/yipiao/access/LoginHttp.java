package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;

/** 登录 Signing in and out of the console, and the own password. */
@RestController
@RequestMapping("/api/console")
class LoginHttp {
    private final SignIn signIn;
    private final Sessions sessions;
    private final SecondFactor factor;
    private final LoginLimit limit;
    private final AuditLog audit;
    private final ObjectProvider<UnitNames> units;

    LoginHttp(
            SignIn signIn,
            Sessions sessions,
            SecondFactor factor,
            LoginLimit limit,
            AuditLog audit,
            ObjectProvider<UnitNames> units) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.factor = factor;
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
            boolean mustChangePassword,
            boolean mustEnrolSecondFactor) {}

    @PostMapping("/login")
    @Open("password, lock-out, limit per address")
    Me login(
            @RequestBody @jakarta.validation.Valid Login login,
            HttpServletRequest request,
            HttpServletResponse response) {
        limit.count(request.getRemoteAddr());
        Devices.mark(request, response);
        Account account = signIn.signIn(login.username(), login.password(), Devices.from(request));
        if (factor.enrolled(account.id())) {
            sessions.await(request, account, SignInStore.Method.PASSWORD);
            throw new Refused(401, "SECOND_FACTOR_NEEDED", "口令正确，请输入手机上的 6 位动态口令");
        }
        return begin(request, account, SignInStore.Method.PASSWORD);
    }

    /** 第二因素 The code of the phone, or a recovery code, within five minutes of the password. */
    @PostMapping("/login/code")
    @Open("right password in the session, lock-out, limit per address")
    Me code(@RequestBody SecondFactorHttp.Code typed, HttpServletRequest request) {
        limit.count(request.getRemoteAddr());
        var pending =
                sessions.pending(request).orElseThrow(() -> new Refused(401, "SIGN_IN_ANEW", "登录已超时，请重新输入用户名和口令"));
        var account = pending.account();
        try {
            factor.require(account.id(), account.username(), typed.code() == null ? "" : typed.code());
        } catch (Refused refused) {
            signIn.refused(account, "失败：动态口令错误", Devices.from(request));
            throw refused;
        }
        var session = request.getSession(false);
        @Nullable Object away = session == null ? null : session.getAttribute(SingleSignOnHttp.LOGOUT);
        var me = begin(request, account, pending.method());
        request.getSession(true).setAttribute(SingleSignOnHttp.LOGOUT, away);
        return me;
    }

    Me begin(HttpServletRequest request, Account account, SignInStore.Method method) {
        sessions.begin(request, account, method);
        audit.note(sessions.user(account), "登录", account.username(), "成功：" + method.label());
        return me(request);
    }

    /** @param address where the identity provider signs the browser out too; empty for nowhere */
    record SignedOut(String address) {}

    @PostMapping("/logout")
    @SignedIn("ends the own session")
    SignedOut logout(CurrentUser user, HttpServletRequest request) {
        var session = request.getSession(false);
        @Nullable Object away = session == null ? null : session.getAttribute(SingleSignOnHttp.LOGOUT);
        sessions.end(request, "退出");
        audit.note(user, "退出", user.username(), "成功");
        return new SignedOut(away instanceof String address ? address : "");
    }

    @GetMapping("/me")
    @SignedIn("tells who one is")
    Me me(HttpServletRequest request) {
        var present = sessions.present(request).orElseThrow(RouteGuard::notSignedIn);
        var user = present.user();
        var names = units.getIfAvailable();
        return new Me(
                user.username(),
                user.displayName(),
                names == null ? user.unit().value() : names.name(user.unit()),
                user.permissions().stream().map(Enum::name).sorted().toList(),
                present.mustChange(),
                present.mustEnrol());
    }

    /** Every other session of the account ends; this one goes on under a new number. */
    @PostMapping("/password")
    @SignedIn("changes the own password")
    Me password(
            CurrentUser user,
            @RequestBody @jakarta.validation.Valid PasswordChange change,
            HttpServletRequest request) {
        Account account = signIn.changePassword(user, change.old(), change.changed());
        sessions.endAll(account.id(), null, "口令已修改");
        sessions.begin(request, account, SignInStore.Method.PASSWORD);
        return me(request);
    }
}
