package org.yipiao.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the parameters that were set while the installation ran. */
@Repository
class ParameterStore {
    private final JdbcClient jdbc;

    ParameterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Parameter parameter, @Nullable Long value, String by, Instant now) {
        jdbc.sql("""
                insert into access.parameter (name, value, changed_by, changed_at)
                values (:name, :value, :by, :at)
                """)
                .param("name", parameter.key())
                .param("value", value)
                .param("by", by)
                .param("at", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Newest first. */
    List<Parameters.Change> changes(Parameter parameter, int newest) {
        return jdbc.sql("""
                select value, changed_by, changed_at
                  from access.parameter
                 where name = :name
                 order by seq desc
                 limit :newest
                """)
                .param("name", parameter.key())
                .param("newest", newest)
                .query((row, n) -> new Parameters.Change(
                        row.getObject("value", Long.class),
                        row.getString("changed_by"),
                        row.getObject("changed_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
