package org.yipiao.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of errands; targets stand sealed until the errand is done. */
@Component
class ErrandStore {
    private static final String CONTEXT = "delivery.errand";

    private final JdbcClient jdbc;
    private final Vault vault;

    ErrandStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    void add(UnitId unit, BillId bill, Errand.Kind kind, String target, String by, Instant at) {
        byte[] plain = target.getBytes(StandardCharsets.UTF_8);
        jdbc.sql("""
                insert into delivery.errand (
                  unit_id, bill_id, kind, target_key, sealed_target, by_whom, asked_at, next_at)
                values (:unit, :bill, :kind, :key, :sealed, :by, :at, :at)
                on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .param("kind", kind.name())
                .param("key", vault.mac(CONTEXT, plain))
                .param("sealed", vault.seal(CONTEXT, plain))
                .param("by", by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Errand> claim(int max, Instant now, Duration lease) {
        return jdbc.sql("""
                with due as (
                  select unit_id, errand_id
                    from delivery.errand
                   where state = 'WAITING'
                     and next_at <= :now
                   order by next_at, errand_id
                   limit :max
                     for update skip locked
                )
                update delivery.errand e
                   set next_at = :until,
                       attempts = e.attempts + 1
                  from due
                 where e.unit_id = due.unit_id
                   and e.errand_id = due.errand_id
                returning e.unit_id, e.errand_id, e.bill_id, e.kind, e.sealed_target, e.attempts
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", now.plus(lease).atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query((row, i) -> new Errand(
                        new UnitId(row.getString("unit_id")),
                        row.getLong("errand_id"),
                        new BillId(row.getLong("bill_id")),
                        Errand.Kind.valueOf(row.getString("kind")),
                        new String(vault.open(CONTEXT, row.getBytes("sealed_target")), StandardCharsets.UTF_8),
                        row.getInt("attempts")))
                .list();
    }

    void later(Errand errand, String detail, Instant at) {
        jdbc.sql("""
                update delivery.errand
                   set next_at = :at,
                       detail = :detail
                 where unit_id = :unit
                   and errand_id = :id
                   and state = 'WAITING'
                """)
                .param("unit", errand.unit().value())
                .param("id", errand.id())
                .param("detail", detail)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The address goes with the errand. */
    void done(Errand errand, boolean sent, String detail, Instant at) {
        jdbc.sql("""
                update delivery.errand
                   set state = :state,
                       detail = :detail,
                       done_at = :at,
                       sealed_target = null
                 where unit_id = :unit
                   and errand_id = :id
                   and state = 'WAITING'
                """)
                .param("unit", errand.unit().value())
                .param("id", errand.id())
                .param("state", sent ? "DONE" : "FAILED")
                .param("detail", detail)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
