package org.yipiao.masterdata;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.UnitRegister.Entry;
import org.yipiao.shared.UnitId;

/** SQL of the register of units. */
@Component
class UnitRegisterStore {
    private final JdbcClient jdbc;

    UnitRegisterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Entry> all() {
        return jdbc.sql("""
                select unit_id, name, stopped, note, opened_by, opened_at, changed_by, changed_at
                  from masterdata.unit_register
                 order by unit_id
                """)
                .query((row, n) -> new Entry(
                        new UnitId(row.getString("unit_id")),
                        row.getString("name"),
                        row.getBoolean("stopped"),
                        row.getString("note"),
                        row.getString("opened_by"),
                        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                        row.getString("changed_by"),
                        row.getObject("changed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void save(Entry entry) {
        jdbc.sql("""
                insert into masterdata.unit_register
                       (unit_id, name, stopped, note, opened_by, opened_at, changed_by, changed_at)
                values (:unit, :name, :stopped, :note, :openedBy, :openedAt, :by, :at)
                    on conflict (unit_id) do update
                   set stopped = excluded.stopped,
                       note = excluded.note,
                       changed_by = excluded.changed_by,
                       changed_at = excluded.changed_at
                """)
                .param("unit", entry.unit().value())
                .param("name", entry.name())
                .param("stopped", entry.stopped())
                .param("note", entry.note())
                .param("openedBy", entry.openedBy())
                .param("openedAt", entry.openedAt().atOffset(ZoneOffset.UTC))
                .param("by", entry.changedBy())
                .param("at", entry.changedAt().atOffset(ZoneOffset.UTC))
                .update();
    }
}
