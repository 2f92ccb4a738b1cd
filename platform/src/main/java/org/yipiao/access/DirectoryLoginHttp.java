package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 域账户登录 The name and password of the hospital's directory, which says whether they belong together. Tries are counted
 * here before the directory is asked, under the account they lead to: whoever guesses is stopped before the directory locks
 * the person out of everything else.
 */
@RestController
class DirectoryLoginHttp {
    private static final int COUNTED_MAX = 128;

    private final SignOnConnections connections;
    private final DirectoryClient client;
    private final AccessStore tries;
    private final SignIn signIn;
    private final SignOnDoor door;
    private final Sessions sessions;
    private final SecondFactor factor;
    private final LoginHttp login;
    private final LoginLimit limit;
    private final WallClock clock;

    DirectoryLoginHttp(
            SignOnConnections connections,
            DirectoryClient client,
            AccessStore tries,
            SignIn signIn,
            SignOnDoor door,
            Sessions sessions,
            SecondFactor factor,
            LoginHttp login,
            LoginLimit limit,
            WallClock clock) {
        this.connections = connections;
        this.client = client;
        this.tries = tries;
        this.signIn = signIn;
        this.door = door;
        this.sessions = sessions;
        this.factor = factor;
        this.login = login;
        this.limit = limit;
        this.clock = clock;
    }

    record DirectoryLogin(
            @Nullable String unit,
            @Nullable String username,
            @Nullable String password) {
        @Override
        public String toString() {
            return "DirectoryLogin[hidden]";
        }
    }

    @PostMapping("/api/console/login/directory")
    @Open("name and password of the directory, lock-out, limit per address")
    LoginHttp.Me signIn(@RequestBody DirectoryLogin asked, HttpServletRequest request, HttpServletResponse response) {
        limit.count(request.getRemoteAddr());
        Devices.mark(request, response);
        String unit = asked.unit() == null ? "" : asked.unit();
        var directory = unit.matches("[0-9A-Za-z]{1,32}")
                ? connections.directory(new UnitId(unit)).filter(Directory::enabled)
                : Optional.<Directory>empty();
        var account = proven(directory.orElseThrow(SingleSignOnHttp::off), asked, request);
        if (factor.enrolled(account.id())) {
            sessions.await(request, account, SignInStore.Method.LDAP);
            throw new Refused(401, "SECOND_FACTOR_NEEDED", "口令正确，请输入手机上的 6 位动态口令");
        }
        return login.begin(request, account, SignInStore.Method.LDAP);
    }

    private Account proven(Directory directory, DirectoryLogin asked, HttpServletRequest request) {
        String typed = Normalizer.normalize(asked.username() == null ? "" : asked.username(), Normalizer.Form.NFKC)
                .strip();
        String password = asked.password() == null ? "" : asked.password();
        if (typed.isEmpty()
                || typed.length() > SignIn.NAME_MAX
                || typed.chars().anyMatch(Character::isISOControl)
                || password.isEmpty()
                || password.length() > Passwords.LENGTH_MAX
                || password.indexOf('\0') >= 0) {
            throw wrong(directory);
        }
        try (var talk = client.open(directory)) {
            var person = talk.find(typed);
            String subject =
                    person.map(DirectoryClient.Person::name).orElse(typed).toLowerCase(Locale.ROOT);
            Optional<Account> account = person.flatMap(
                    found -> connections.account(directory.unit(), directory.issuer(), subject, directory.sameName()));
            String counted = account.map(Account::username)
                    .orElse("域 " + directory.unit().value() + " " + subject);
            count(directory, counted, account, subject, request);
            // A password is tried for a name nobody has as well: how long the answer takes tells nothing.
            var proof = talk.proves(
                    person.map(DirectoryClient.Person::dn).orElse("cn=nobody," + directory.base()), password);
            if (person.isEmpty() || proof != DirectoryClient.Proof.RIGHT) {
                throw refused(
                        directory, person.isEmpty() ? DirectoryClient.Proof.WRONG : proof, account, subject, request);
            }
            tries.forgetTries(shortened(counted));
            return door.require(account, SignOnWay.LDAP, directory.name(), subject, request);
        }
    }

    private void count(
            Directory directory,
            String counted,
            Optional<Account> account,
            String subject,
            HttpServletRequest request) {
        var now = clock.now();
        var attempt = tries.countTry(shortened(counted), directory.tries(), SignIn.LOCK, now);
        if (attempt.lockedUntil() != null) {
            signIn.refusedIdentity(account, SignInStore.Method.LDAP, subject, "拒绝：已暂停", Devices.from(request));
            long minutes = Math.max(
                    1,
                    Duration.between(now, attempt.lockedUntil()).plusSeconds(59).toMinutes());
            throw new Refused(423, "LOGIN_LOCKED", "连续输错口令，已暂停域账户登录以免域控锁定账户，请 " + minutes + " 分钟后再试，或联系系统管理员");
        }
    }

    private Refused refused(
            Directory directory,
            DirectoryClient.Proof proof,
            Optional<Account> account,
            String subject,
            HttpServletRequest request) {
        boolean wrong = proof == DirectoryClient.Proof.WRONG;
        signIn.refusedIdentity(
                account,
                SignInStore.Method.LDAP,
                subject,
                wrong ? "失败：用户名或口令错误" : "拒绝：" + proof.advice(),
                Devices.from(request));
        return wrong ? wrong(directory) : new Refused(403, "DIRECTORY_ACCOUNT_REFUSED", proof.advice());
    }

    private static Refused wrong(Directory directory) {
        return new Refused(
                401,
                "LOGIN_WRONG",
                "域账户或口令错误，请核对后重试；连续错误 " + directory.tries() + " 次将暂停 " + SignIn.LOCK.toMinutes() + " 分钟");
    }

    private static String shortened(String counted) {
        return counted.length() <= COUNTED_MAX ? counted : counted.substring(0, COUNTED_MAX);
    }
}
