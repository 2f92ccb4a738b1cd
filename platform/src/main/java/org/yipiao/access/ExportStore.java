package org.yipiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of the exports that somebody else has to approve. */
@Repository
class ExportStore {
    private static final String REQUEST = """
            select id, asked_by, asked_name, asked_at, reason, filter, filter_text, state, decided_by, decided_name, decided_at,
                   opinion, downloads
              from access.export_request
            """;

    private final JdbcClient jdbc;

    ExportStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 导出申请 @param state PENDING, APPROVED or REFUSED */
    record Request(
            long id,
            long askedBy,
            String askedName,
            Instant askedAt,
            String reason,
            String filter,
            String filterText,
            String state,
            @Nullable Long decidedBy,
            @Nullable String decidedName,
            @Nullable Instant decidedAt,
            @Nullable String opinion,
            int downloads) {}

    long ask(CurrentUser by, String reason, String filter, String filterText, Instant now) {
        return jdbc.sql("""
                insert into access.export_request (unit_id, asked_by, asked_name, asked_at, reason, filter, filter_text)
                values (:unit, :by, :name, :now, :reason, cast(:filter as jsonb), :text)
                returning id
                """)
                .param("unit", by.unit().value())
                .param("by", by.id())
                .param("name", by.displayName())
                .param("now", at(now))
                .param("reason", reason)
                .param("filter", filter)
                .param("text", filterText)
                .query(Long.class)
                .single();
    }

    /** Returns false when it was decided before, or by the person who asked. */
    boolean decide(CurrentUser by, String name, long id, boolean approved, String opinion, Instant now) {
        return jdbc.sql("""
                update access.export_request
                   set state = :state,
                       decided_by = :by,
                       decided_name = :name,
                       decided_at = :now,
                       opinion = :opinion
                 where unit_id = :unit
                   and id = :id
                   and state = 'PENDING'
                   and asked_by <> :by
                """)
                        .param("unit", by.unit().value())
                        .param("id", id)
                        .param("state", approved ? "APPROVED" : "REFUSED")
                        .param("by", by.id())
                        .param("name", name)
                        .param("opinion", opinion)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    void downloaded(UnitId unit, long id) {
        jdbc.sql("update access.export_request set downloads = downloads + 1 where unit_id = :unit and id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .update();
    }

    Optional<Request> find(UnitId unit, long id) {
        return jdbc.sql(REQUEST + " where unit_id = :unit and id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(ExportStore::request)
                .optional();
    }

    /** The newest first. @param askedBy null lists everybody's */
    Page<Request> list(UnitId unit, @Nullable Long askedBy, int pageNo, int pageSize) {
        String where = " where unit_id = :unit and (cast(:by as bigint) is null or asked_by = :by)";
        long total = jdbc.sql("select count(*) from access.export_request" + where)
                .param("unit", unit.value())
                .param("by", askedBy)
                .query(Long.class)
                .single();
        var rows = jdbc.sql(REQUEST + where + " order by asked_at desc, id desc limit :size offset :skip")
                .param("unit", unit.value())
                .param("by", askedBy)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(ExportStore::request)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    private static Request request(ResultSet row, int number) throws SQLException {
        OffsetDateTime decided = row.getObject("decided_at", OffsetDateTime.class);
        return new Request(
                row.getLong("id"),
                row.getLong("asked_by"),
                row.getString("asked_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("reason"),
                row.getString("filter"),
                row.getString("filter_text"),
                row.getString("state"),
                row.getObject("decided_by", Long.class),
                row.getString("decided_name"),
                decided == null ? null : decided.toInstant(),
                row.getString("opinion"),
                row.getInt("downloads"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
