package org.yipiao.supervision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.UnitForms.Form;
import org.yipiao.supervision.UnitForms.Kind;
import org.yipiao.supervision.UnitForms.State;
import org.yipiao.supervision.UnitForms.Step;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All SQL of forms. */
@Repository
class FormStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};
    private static final String COLUMNS = """
            select id, form_no, kind, state, fields::text as fields, created_by, created_at, submitted_at, sent_at,
                   opinion, reviewer, decided_at, synced_at
              from supervision.form
            """;

    private final JdbcClient jdbc;

    FormStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    long add(UnitId unit, String formNo, Kind kind, Map<String, String> fields, String by, Instant at) {
        long id = jdbc.sql("""
                        insert into supervision.form (unit_id, form_no, kind, state, fields, created_by, created_at)
                        values (:unit, :formNo, :kind, 'DRAFT', :fields::jsonb, :by, :at)
                        returning id
                        """)
                .param("unit", unit.value())
                .param("formNo", formNo)
                .param("kind", kind.name())
                .param("fields", JSON.writeValueAsString(fields))
                .param("by", by)
                .param("at", Timestamp.from(at))
                .query(Long.class)
                .single();
        step(unit, id, at, by, "新建");
        return id;
    }

    /** @return false when it can no longer be changed */
    boolean change(UnitId unit, long id, Map<String, String> fields) {
        return jdbc.sql("""
                        update supervision.form set fields = :fields::jsonb
                         where unit_id = :unit and id = :id and state in ('DRAFT', 'RETURNED')
                        """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("fields", JSON.writeValueAsString(fields))
                        .update()
                > 0;
    }

    @Transactional
    boolean submitted(UnitId unit, long id, String by, Instant at) {
        boolean done = jdbc.sql("""
                        update supervision.form
                           set state = 'SUBMITTED', submitted_at = :at, sent_at = null, decided_at = null,
                               opinion = '', reviewer = ''
                         where unit_id = :unit and id = :id and state in ('DRAFT', 'RETURNED')
                        """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("at", Timestamp.from(at))
                        .update()
                > 0;
        if (done) {
            step(unit, id, at, by, "提交财政审核");
        }
        return done;
    }

    @Transactional
    boolean withdrawn(UnitId unit, long id, String by, Instant at) {
        boolean done = jdbc.sql("""
                        update supervision.form set state = 'WITHDRAWN'
                         where unit_id = :unit and id = :id and state in ('DRAFT', 'RETURNED')
                        """).param("unit", unit.value()).param("id", id).update() > 0;
        if (done) {
            step(unit, id, at, by, "作废");
        }
        return done;
    }

    @Transactional
    void sent(UnitId unit, long id, Instant at) {
        int done = jdbc.sql("""
                        update supervision.form set sent_at = :at
                         where unit_id = :unit and id = :id and state = 'SUBMITTED' and sent_at is null
                        """)
                .param("unit", unit.value())
                .param("id", id)
                .param("at", Timestamp.from(at))
                .update();
        if (done > 0) {
            step(unit, id, at, BureauClient.PARTY, "已收到");
        }
    }

    /** 审核结论 @return false when it was known already */
    @Transactional
    boolean decided(UnitId unit, long id, State state, String opinion, String reviewer, Instant at) {
        boolean done = jdbc.sql("""
                        update supervision.form
                           set state = :state, opinion = :opinion, reviewer = :reviewer, decided_at = :at
                         where unit_id = :unit and id = :id and state = 'SUBMITTED'
                        """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("state", state.name())
                        .param("opinion", opinion)
                        .param("reviewer", reviewer)
                        .param("at", Timestamp.from(at))
                        .update()
                > 0;
        if (done) {
            step(unit, id, at, reviewer, (state == State.APPROVED ? "审核通过：" : "退回：") + opinion);
        }
        return done;
    }

    @Transactional
    void synced(UnitId unit, long id, Instant at, String what) {
        int done = jdbc.sql("""
                        update supervision.form set state = 'SYNCED', synced_at = :at
                         where unit_id = :unit and id = :id and state = 'APPROVED'
                        """)
                .param("unit", unit.value())
                .param("id", id)
                .param("at", Timestamp.from(at))
                .update();
        if (done > 0) {
            step(unit, id, at, "系统", what);
        }
    }

    void step(UnitId unit, long id, Instant at, String by, String what) {
        jdbc.sql("""
                        insert into supervision.form_step (unit_id, form_id, at, done_by, what)
                        values (:unit, :id, :at, :by, :what)
                        """)
                .param("unit", unit.value())
                .param("id", id)
                .param("at", Timestamp.from(at))
                .param("by", by)
                .param("what", what)
                .update();
    }

    Optional<Form> find(UnitId unit, long id) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit and id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(FormStore::form)
                .optional();
    }

    /** Forms that wait for the bureau or for the synchronisation. */
    List<Form> open(UnitId unit) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit and state in ('SUBMITTED', 'APPROVED') order by id")
                .param("unit", unit.value())
                .query(FormStore::form)
                .list();
    }

    List<Step> steps(UnitId unit, long id) {
        return jdbc.sql("""
                        select at, done_by, what from supervision.form_step
                         where unit_id = :unit and form_id = :id
                         order by seq
                        """)
                .param("unit", unit.value())
                .param("id", id)
                .query((row, n) ->
                        new Step(row.getTimestamp("at").toInstant(), row.getString("done_by"), row.getString("what")))
                .list();
    }

    Page<Form> list(UnitId unit, @Nullable Kind kind, @Nullable State state, int pageNo, int pageSize) {
        String where = " where unit_id = :unit and (:kind = '' or kind = :kind) and (:state = '' or state = :state)";
        long total = jdbc.sql("select count(*) from supervision.form" + where)
                .param("unit", unit.value())
                .param("kind", kind == null ? "" : kind.name())
                .param("state", state == null ? "" : state.name())
                .query(Long.class)
                .single();
        var rows = jdbc.sql(COLUMNS + where + " order by id desc limit :size offset :skip")
                .param("unit", unit.value())
                .param("kind", kind == null ? "" : kind.name())
                .param("state", state == null ? "" : state.name())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(FormStore::form)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    private static Form form(ResultSet row, int n) throws SQLException {
        return new Form(
                row.getLong("id"),
                row.getString("form_no"),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                JSON.readValue(row.getString("fields"), FIELDS),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "submitted_at"),
                row.getTimestamp("sent_at") != null,
                row.getString("opinion"),
                row.getString("reviewer"),
                instant(row, "decided_at"),
                instant(row, "synced_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
