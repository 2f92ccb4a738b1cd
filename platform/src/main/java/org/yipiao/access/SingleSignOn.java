package org.yipiao.access;

import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 单点登录 For the demonstration, which sets up its own provider and links its own people. */
@Component
public class SingleSignOn {
    private final IdentityStore store;
    private final SignOnConnections connections;
    private final AccessStore accounts;
    private final WallClock clock;

    SingleSignOn(IdentityStore store, SignOnConnections connections, AccessStore accounts, WallClock clock) {
        this.store = store;
        this.connections = connections;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Does nothing when the unit has a provider already. */
    public void offer(UnitId unit, String name, String issuer, String clientId, String secret) {
        store.save(new IdentityProvider(unit, name, issuer, clientId, secret, "sub", true, 0));
    }

    /** Does nothing when the unit has a CAS server already. */
    public void offerCas(UnitId unit, String name, String url) {
        if (connections.cas(unit).isEmpty()) {
            connections.keep(new CasServer(unit, name, url, "", true, true), "演示");
        }
    }

    /** Does nothing when the unit has a directory already. */
    public void offerDirectory(UnitId unit, String name, String url, String bindDn, String password, String base) {
        if (connections.directory(unit).isEmpty()) {
            connections.keep(
                    new Directory(
                            unit, name, url, "", bindDn, password, base, "uid", "", Directory.TRIES_USUAL, true, true),
                    "演示");
        }
    }

    /** Links an account of the unit, if there is one of that name. */
    public void link(UnitId unit, String username, String issuer, String subject) {
        accounts.account(username)
                .filter(account -> account.unit().equals(unit))
                .ifPresent(account -> store.link(unit, account.id(), issuer, subject, "演示", clock.now()));
    }
}
