package org.yipiao.access;

import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 单点登录 For the demonstration, which sets up its own provider and links its own people. */
@Component
public class SingleSignOn {
    private final IdentityStore store;
    private final AccessStore accounts;
    private final WallClock clock;

    SingleSignOn(IdentityStore store, AccessStore accounts, WallClock clock) {
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Does nothing when the unit has a provider already. */
    public void offer(UnitId unit, String name, String issuer, String clientId, String secret) {
        store.save(new IdentityProvider(unit, name, issuer, clientId, secret, "sub", true, 0));
    }

    /** Links an account of the unit, if there is one of that name. */
    public void link(UnitId unit, String username, String issuer, String subject) {
        accounts.account(username)
                .filter(account -> account.unit().equals(unit))
                .ifPresent(account -> store.link(unit, account.id(), issuer, subject, "演示", clock.now()));
    }
}
