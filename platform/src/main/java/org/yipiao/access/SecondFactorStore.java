package org.yipiao.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of second factors. */
@Repository
class SecondFactorStore {
    private final JdbcClient jdbc;

    SecondFactorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<byte[]> secret(long account) {
        return jdbc.sql("select secret from access.second_factor where account_id = :account")
                .param("account", account)
                .query((row, i) -> row.getBytes(1))
                .optional();
    }

    boolean enrolled(long account) {
        return jdbc.sql("select exists (select 1 from access.second_factor where account_id = :account)")
                .param("account", account)
                .query(Boolean.class)
                .single();
    }

    /** Whether a role of the account demands a second factor in its unit. */
    boolean demanded(long account) {
        return jdbc.sql("""
                select exists (select 1
                                 from access.account_role r
                                 join access.account a on a.id = r.account_id
                                 join access.second_factor_role f
                                   on f.role_code = r.role_code
                                  and f.unit_id = a.unit_id
                                where r.account_id = :account)
                """).param("account", account).query(Boolean.class).single();
    }

    void enrol(UnitId unit, long account, byte[] sealed, long step, List<byte[]> recovery, Instant now) {
        remove(account);
        jdbc.sql("""
                insert into access.second_factor (unit_id, account_id, secret, enrolled_at, last_step)
                values (:unit, :account, :secret, :now, :step)
                """)
                .param("unit", unit.value())
                .param("account", account)
                .param("secret", sealed)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("step", step)
                .update();
        for (byte[] mac : recovery) {
            jdbc.sql("insert into access.recovery_code (unit_id, account_id, mac) values (:unit, :account, :mac)")
                    .param("unit", unit.value())
                    .param("account", account)
                    .param("mac", mac)
                    .update();
        }
    }

    /** Returns false when this step or a later one was used before. */
    boolean use(long account, long step) {
        return jdbc.sql("""
                update access.second_factor
                   set last_step = :step
                 where account_id = :account
                   and last_step < :step
                """).param("account", account).param("step", step).update() == 1;
    }

    /** Returns false when there is no such code or it was used before. */
    boolean useRecovery(long account, byte[] mac, Instant now) {
        return jdbc.sql("""
                update access.recovery_code
                   set used_at = :now
                 where account_id = :account
                   and mac = :mac
                   and used_at is null
                """)
                        .param("account", account)
                        .param("mac", mac)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    int recoveryLeft(long account) {
        return jdbc.sql("select count(*) from access.recovery_code where account_id = :account and used_at is null")
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    boolean remove(long account) {
        jdbc.sql("delete from access.recovery_code where account_id = :account")
                .param("account", account)
                .update();
        return jdbc.sql("delete from access.second_factor where account_id = :account")
                        .param("account", account)
                        .update()
                == 1;
    }
}
