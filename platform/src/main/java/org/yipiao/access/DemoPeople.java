package org.yipiao.access;

import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 演示账户 Accounts of the demonstration, whose passwords its launcher makes; never made without one. */
@Component
public class DemoPeople {
    private final AccessStore store;
    private final Passwords passwords;
    private final InstantSource clock;

    DemoPeople(AccessStore store, Passwords passwords, InstantSource clock) {
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Makes the account, or gives it the password again. Somebody else's account of that name is left alone. */
    public void keep(UnitId unit, String username, String displayName, String role, String password) {
        if (password.isEmpty()) {
            return;
        }
        var known = store.account(username);
        if (known.isEmpty()) {
            store.add(unit, username, displayName, passwords.hash(password), false, List.of(role), clock.instant());
            return;
        }
        if (known.get().unit().equals(unit)
                && !passwords.matches(password, known.get().passwordHash())) {
            store.changePassword(
                    known.get().id(), known.get().passwordHash(), passwords.hash(password), false, clock.instant());
        }
    }
}
