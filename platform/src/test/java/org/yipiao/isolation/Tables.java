package org.yipiao.isolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.shared.UnitId;

/** Every table that belongs to units, as it stands for one of them. */
class Tables {
    private final JdbcClient jdbc;
    private final List<String> tables = new ArrayList<>();

    Tables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A digest of every table's rows of one unit. */
    Map<String, String> rows(UnitId unit) {
        var digests = new LinkedHashMap<String, String>();
        jdbc.sql(tables().stream()
                        .map(table -> "select '" + table + "' as of_table, count(*) || ' ' || coalesce("
                                + "md5(string_agg(t::text, '|' order by t::text)), '') as digest from " + table
                                + " t where unit_id = :unit")
                        .collect(Collectors.joining(" union all ")))
                .param("unit", unit.value())
                .query(row -> {
                    digests.put(row.getString("of_table"), row.getString("digest"));
                });
        return digests;
    }

    private List<String> tables() {
        if (tables.isEmpty()) {
            tables.addAll(found());
        }
        return tables;
    }

    private List<String> found() {
        return jdbc.sql("""
                select table_schema || '.' || table_name
                  from information_schema.columns c
                  join information_schema.tables t using (table_schema, table_name)
                  join pg_class k on k.oid = to_regclass(format('%I.%I', table_schema, table_name))
                 where column_name = 'unit_id'
                   and not k.relispartition
                   and table_schema not in ('pg_catalog', 'information_schema')
                   and table_type = 'BASE TABLE'
                 order by 1
                """).query(String.class).list();
    }
}
