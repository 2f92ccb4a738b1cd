package org.yipiao.supervision;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** All SQL of synchronisations. */
@Repository
class SyncStore {
    private final JdbcClient jdbc;

    SyncStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void succeeded(UnitId unit, Instant at, String ourDigest, String bureauDigest) {
        jdbc.sql("""
                        insert into supervision.sync_state as s
                               (unit_id, tried_at, succeeded_at, failure, our_digest, bureau_digest)
                        values (:unit, :at, :at, '', :ours, :bureaus)
                        on conflict (unit_id) do update
                        set tried_at = excluded.tried_at, succeeded_at = excluded.succeeded_at, failure = '',
                            our_digest = excluded.our_digest, bureau_digest = excluded.bureau_digest
                        """)
                .param("unit", unit.value())
                .param("at", Timestamp.from(at))
                .param("ours", ourDigest)
                .param("bureaus", bureauDigest)
                .update();
    }

    void failed(UnitId unit, Instant at, String failure) {
        jdbc.sql("""
                        insert into supervision.sync_state (unit_id, tried_at, failure, our_digest, bureau_digest)
                        values (:unit, :at, :failure, '', '')
                        on conflict (unit_id) do update
                        set tried_at = excluded.tried_at, failure = excluded.failure
                        """)
                .param("unit", unit.value())
                .param("at", Timestamp.from(at))
                .param("failure", failure)
                .update();
    }

    void changed(UnitId unit, Instant at, String by, List<String> added, List<String> removed) {
        jdbc.sql("""
                        insert into supervision.sync_change (unit_id, at, asked_by, added, removed)
                        values (:unit, :at, :by, :added, :removed)
                        """)
                .param("unit", unit.value())
                .param("at", Timestamp.from(at))
                .param("by", by)
                .param("added", added.toArray(String[]::new))
                .param("removed", removed.toArray(String[]::new))
                .update();
    }

    /** 同步状态 */
    record State(
            Instant triedAt, @Nullable Instant succeededAt, String failure, String ourDigest, String bureauDigest) {}

    Optional<State> state(UnitId unit) {
        return jdbc.sql("""
                        select tried_at, succeeded_at, failure, our_digest, bureau_digest
                          from supervision.sync_state where unit_id = :unit
                        """)
                .param("unit", unit.value())
                .query((row, n) -> {
                    var succeeded = row.getTimestamp("succeeded_at");
                    return new State(
                            row.getTimestamp("tried_at").toInstant(),
                            succeeded == null ? null : succeeded.toInstant(),
                            row.getString("failure"),
                            row.getString("our_digest"),
                            row.getString("bureau_digest"));
                })
                .optional();
    }

    List<BureauData.Change> changes(UnitId unit, int max) {
        return jdbc.sql("""
                        select at, asked_by, added, removed from supervision.sync_change
                         where unit_id = :unit
                         order by seq desc
                         limit :max
                        """)
                .param("unit", unit.value())
                .param("max", max)
                .query((row, n) -> new BureauData.Change(
                        row.getTimestamp("at").toInstant(),
                        row.getString("asked_by"),
                        List.of((String[]) row.getArray("added").getArray()),
                        List.of((String[]) row.getArray("removed").getArray())))
                .list();
    }
}
