package org.yipiao.access;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** SQL of sign-in tries per address. */
@Component
class LoginRateStore {
    private final JdbcClient jdbc;

    LoginRateStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return tries of this address since its minute began, this one included */
    int count(String address, Instant now) {
        return jdbc.sql("""
                insert into access.login_rate as r (address, since, tries)
                values (:address, :now, 1)
                on conflict (address) do update
                   set tries = r.tries + 1
                returning tries
                """)
                .param("address", address)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    /** A minute that is over; its address begins anew. */
    void forgetBefore(Instant limit) {
        // Rows another try is just counting in are passed over, so that two tries never wait for each other's rows.
        jdbc.sql("""
                delete from access.login_rate
                 where address in (
                   select address
                     from access.login_rate
                    where since <= :limit
                      for update skip locked)
                """).param("limit", limit.atOffset(ZoneOffset.UTC)).update();
    }
}
