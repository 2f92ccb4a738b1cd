package org.yipiao.masterdata;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All SQL of the history. A change is written in the transaction of the record itself. */
@Component
class HistoryStore implements History {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final InstantSource clock;

    HistoryStore(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Keeps the record's state unless nothing differs from the last one. @param fields null when it was removed */
    void keep(UnitId unit, Kind kind, String code, String by, String act, @Nullable Map<String, String> fields) {
        jdbc.sql("""
                        insert into masterdata.history (unit_id, kind, code, at, changed_by, act, fields)
                        select :unit, :kind, :code, :at, :by, :act, :fields::jsonb
                         where :fields::jsonb is distinct from
                               (select fields from masterdata.history
                                 where unit_id = :unit and kind = :kind and code = :code
                                 order by seq desc limit 1)
                        """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("code", code)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by)
                .param("act", act)
                .param("fields", fields == null ? null : JSON.writeValueAsString(fields))
                .update();
    }

    @Override
    public Page<Change> changes(UnitId unit, Kind kind, String code, int pageNo, int pageSize) {
        long total = jdbc.sql("""
                        select count(*) from masterdata.history
                         where unit_id = :unit and kind = :kind and (:code = '' or code = :code)
                        """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("code", code)
                .query(Long.class)
                .single();
        var rows = jdbc.sql("""
                        select code, at, changed_by, act, fields::text as after,
                               (select b.fields::text from masterdata.history b
                                 where b.unit_id = h.unit_id and b.kind = h.kind and b.code = h.code and b.seq < h.seq
                                 order by b.seq desc limit 1) as before
                          from masterdata.history h
                         where unit_id = :unit and kind = :kind and (:code = '' or code = :code)
                         order by seq desc
                         limit :size offset :skip
                        """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("code", code)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query((row, n) -> new Change(
                        kind,
                        row.getString("code"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("changed_by"),
                        row.getString("act"),
                        fields(row.getString("before")),
                        fields(row.getString("after"))))
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    @Override
    public List<State> asOf(UnitId unit, Kind kind, Instant at) {
        return jdbc.sql("""
                        select code, at, changed_by, fields::text as fields
                          from (select distinct on (code) code, at, changed_by, fields
                                  from masterdata.history
                                 where unit_id = :unit and kind = :kind and at <= :at
                                 order by code, seq desc) last
                         where fields is not null
                         order by code
                        """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("at", Timestamp.from(at))
                .query((row, n) -> new State(
                        row.getString("code"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("changed_by"),
                        fields(row.getString("fields"))))
                .list();
    }

    private static Map<String, String> fields(@Nullable String json) {
        return json == null ? Map.of() : JSON.readValue(json, FIELDS);
    }
}
