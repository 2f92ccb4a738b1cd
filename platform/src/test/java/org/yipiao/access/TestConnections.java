package org.yipiao.access;

import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The units' accounts with outside parties, for tests of the modules that ask for them. */
public final class TestConnections {
    private TestConnections() {}

    public static Connections of(JdbcClient jdbc, Vault vault) {
        return new ConnectionStore(jdbc, vault, InstantSource.system());
    }
}
