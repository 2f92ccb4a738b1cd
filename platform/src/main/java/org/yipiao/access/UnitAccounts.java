package org.yipiao.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 首批账户 of a unit that is being opened: its own system, security and audit administrators and, when asked for, one person
 * each for basic information, finance and the window. Everybody gets a one-time password; from then on the unit's own
 * administrators keep its accounts.
 */
@Component
public class UnitAccounts {
    private static final List<First> ADMINISTRATORS = List.of(
            new First("admin", "系统管理员", "ADMIN"),
            new First("secadmin", "安全管理员", "SECURITY"),
            new First("auditor", "审计管理员", "AUDITOR"));

    private static final List<First> BUSINESS = List.of(
            new First("info", "信息管理员", "INFO"),
            new First("finance", "财务", "FINANCE"),
            new First("cashier", "收费员", "CASHIER"));

    private final AccessStore store;
    private final UserStore users;
    private final Passwords passwords;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    UnitAccounts(
            AccessStore store,
            UserStore users,
            Passwords passwords,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record First(String name, String displayName, String role) {}

    /** @param oneTimePassword 一次性口令, told this once */
    public record Made(String username, String displayName, String office, String oneTimePassword) {
        @Override
        public String toString() {
            return "Made[" + username + "]";
        }
    }

    /** How many usable accounts each office of the unit has. */
    public Map<Office, Integer> byOffice(UnitId unit) {
        return users.activeByOffice(unit);
    }

    /**
     * All of them or none.
     *
     * @param ending what follows the login names, because these are unique over all units, such as {@code .h2}
     * @throws Refused ACCOUNTS_EXIST or USERNAME_TAKEN
     */
    public List<Made> makeFirst(UnitId unit, String ending, boolean business, CurrentUser by) {
        var wanted = new ArrayList<>(ADMINISTRATORS);
        if (business) {
            wanted.addAll(BUSINESS);
        }
        var made = transaction.execute(status -> {
            if (!users.activeByOffice(unit).isEmpty()) {
                throw new Refused(409, "ACCOUNTS_EXIST", "单位 " + unit + " 已有账户；请由该单位的管理员在用户页继续建立");
            }
            return wanted.stream().map(one -> make(unit, one, ending)).toList();
        });
        made.forEach(one -> audit.note(by, "建立单位首批账户", unit + " " + one.username(), "成功"));
        return made;
    }

    private Made make(UnitId unit, First one, String ending) {
        Instant now = clock.instant();
        String username = one.name() + ending;
        String password = passwords.first();
        var facts = new UserStore.Facts(one.displayName(), "", null, null, null);
        long id = users.add(
                        unit, username, facts, passwords.hash(password), now.plus(UserBook.FIRST_PASSWORD_LASTS), now)
                .orElseThrow(() -> new Refused(409, "USERNAME_TAKEN", "登录名“" + username + "”已被使用，请换一个后缀"));
        store.setRoles(id, List.of(one.role()));
        return new Made(username, one.displayName(), one.role(), password);
    }
}
