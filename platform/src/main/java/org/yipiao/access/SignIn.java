package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 登录与改密 Who may come in. Every try is counted, answered in the same time and noted, whether the name exists or not. */
@Service
class SignIn {
    /** 等保三级: locked after so many wrong passwords in a row. */
    static final int TRIES_MAX = 5;

    static final Duration LOCK = Duration.ofMinutes(15);

    /** Longer names are no names of ours; the text is not looked up. */
    static final int NAME_MAX = 64;

    private static final Duration TRIES_KEPT = Duration.ofDays(1);

    private final AccessStore store;
    private final SignInStore tries;
    private final Passwords passwords;
    private final Policies policies;
    private final WeakPasswords weak;
    private final AuditLog audit;
    private final InstantSource clock;

    SignIn(
            AccessStore store,
            SignInStore tries,
            Passwords passwords,
            Policies policies,
            WeakPasswords weak,
            AuditLog audit,
            InstantSource clock) {
        this.store = store;
        this.tries = tries;
        this.passwords = passwords;
        this.policies = policies;
        this.weak = weak;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws Refused 401 or 423 with one and the same text for unknown names and wrong passwords */
    Account signIn(String typed, String password, SignInStore.From from) {
        String name = typed.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty()
                || name.length() > NAME_MAX
                || name.indexOf('\0') >= 0
                || password.length() > Passwords.LENGTH_MAX) {
            throw wrong();
        }
        Instant now = clock.instant();
        store.forgetTriesBefore(now.minus(TRIES_KEPT));
        var attempt = store.countTry(name, TRIES_MAX, LOCK, now);
        Optional<Account> account = store.account(name);
        if (attempt.lockedUntil() != null) {
            refused(account, name, "拒绝：已锁定", from);
            throw locked(Duration.between(now, attempt.lockedUntil()));
        }
        boolean right = account.map(known -> passwords.matches(password, known.passwordHash()))
                .orElseGet(() -> passwords.matchesNobody(password));
        if (!right || account.isEmpty()) {
            refused(account, name, "失败：用户名或口令错误", from);
            if (attempt.tries() >= TRIES_MAX) {
                store.lockNow(name, now.plus(LOCK));
                throw locked(LOCK);
            }
            throw wrong();
        }
        store.forgetTries(name);
        if (!account.get().usable(now)) {
            refused(account, name, "拒绝：账户停用或过期", from);
            throw new Refused(403, "ACCOUNT_DISABLED", "账户已停用或不在有效期内，请联系系统管理员");
        }
        if (account.get().oneTimeUntil() != null && !store.useOnce(account.get().id(), now)) {
            refused(account, name, "拒绝：一次性口令已使用或过期", from);
            throw new Refused(403, "ONE_TIME_PASSWORD_OVER", "一次性口令已使用过或已过期，请联系系统管理员重新重置");
        }
        return account.get();
    }

    /** The second factor failed. */
    void refused(Account account, String why, SignInStore.From from) {
        refused(Optional.of(account), account.username(), why, from);
    }

    /** 数字证书 was not let in. @param account empty when the certificate is nobody's */
    void refusedCertificate(Optional<Account> account, String serial, String why, SignInStore.From from) {
        String name = account.map(Account::username).orElse("证书 " + serial);
        audit.note(name, "登录", "证书 " + serial, why);
        tries.failed(
                account.orElse(null),
                name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX),
                SignInStore.Method.CERTIFICATE,
                why,
                from,
                clock.instant());
    }

    /** 单点登录 was not let in. @param subject as the provider names the person, or the provider's name */
    void refusedIdentity(
            Optional<Account> account, SignInStore.Method method, String subject, String why, SignInStore.From from) {
        String name = account.map(Account::username).orElse(method.label() + " " + AuditLog.clean(subject));
        String shown = name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
        audit.note(shown, "登录", shown, why);
        tries.failed(account.orElse(null), shown, method, why, from, clock.instant());
    }

    private void refused(Optional<Account> account, String name, String why, SignInStore.From from) {
        audit.note(name, "登录", name, why);
        tries.failed(account.orElse(null), name, SignInStore.Method.PASSWORD, why, from, clock.instant());
    }

    /** @throws Refused when the old password is wrong (counted like a wrong sign-in) or the new one breaks the policy */
    Account changePassword(CurrentUser user, String old, String changed) {
        Instant now = clock.instant();
        var attempt = store.countTry(user.username(), TRIES_MAX, LOCK, now);
        if (attempt.lockedUntil() != null) {
            throw locked(Duration.between(now, attempt.lockedUntil()));
        }
        Account account = store.account(user.id()).orElseThrow();
        if (old.length() > Passwords.LENGTH_MAX || !passwords.matches(old, account.passwordHash())) {
            audit.note(user, "修改口令", user.username(), "失败：原口令错误");
            if (attempt.tries() >= TRIES_MAX) {
                store.lockNow(user.username(), now.plus(LOCK));
            }
            throw oldWrong();
        }
        store.forgetTries(user.username());
        var policy = policies.of(user.unit());
        passwords.requirePolicy(changed, user.username(), policy.lengthMin());
        if (old.equals(changed)) {
            throw usedBefore("不得与原口令相同");
        }
        if (weak.contains(changed)) {
            throw usedBefore("不得是常见口令");
        }
        if (store.formerHashes(user.id(), policy.history()).stream()
                .anyMatch(former -> passwords.matches(changed, former))) {
            throw usedBefore("不得与最近 " + policy.history() + " 次用过的口令相同");
        }
        if (!store.changePassword(user.id(), account.passwordHash(), passwords.hash(changed), false, now)) {
            throw new Refused(409, "PASSWORD_CHANGED_MEANWHILE", "口令刚刚已被修改，请重新登录");
        }
        audit.note(user, "修改口令", user.username(), "成功");
        return store.account(user.id()).orElseThrow();
    }

    private static Refused usedBefore(String rule) {
        return new Refused(
                400,
                "PASSWORD_WEAK",
                "新口令不符合规则，请按提示修改",
                List.of(new FieldError("new", "新口令", "（不显示）", rule, "请换一个新的口令")));
    }

    static Refused wrong() {
        return new Refused(
                401, "LOGIN_WRONG", "用户名或口令错误，请核对后重试；连续错误 " + TRIES_MAX + " 次将锁定 " + LOCK.toMinutes() + " 分钟");
    }

    private static Refused oldWrong() {
        return new Refused(
                400,
                "OLD_PASSWORD_WRONG",
                "原口令错误，请核对后重试",
                List.of(new FieldError("old", "原口令", "（不显示）", "应为现在使用的口令", "请重新输入")));
    }

    static Refused locked(Duration left) {
        long minutes = Math.max(1, left.plusSeconds(59).toMinutes());
        return new Refused(423, "LOGIN_LOCKED", "连续输错口令，已锁定，请 " + minutes + " 分钟后再试，或联系系统管理员");
    }
}
