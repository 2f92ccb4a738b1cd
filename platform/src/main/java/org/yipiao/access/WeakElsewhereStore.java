package org.yipiao.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL of the search for weak passwords beside the platform's own accounts. */
@Repository
class WeakElsewhereStore {
    private static final int ROWS_MAX = 200;
    private static final TypeReference<List<WeakPlace.Weak>> FOUND = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    WeakElsewhereStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param verifier what the database keeps of the password */
    record Role(String name, String verifier) {
        @Override
        public String toString() {
            return "Role[" + name + "]";
        }
    }

    /** Roles that may sign in by password. Only a superuser of the database sees them. */
    List<Role> roles() {
        return jdbc.sql("""
                select rolname, rolpassword
                  from pg_authid
                 where rolcanlogin
                   and rolpassword is not null
                 order by rolname
                 limit :max
                """)
                .param("max", ROWS_MAX)
                .query((row, i) -> new Role(row.getString("rolname"), row.getString("rolpassword")))
                .list();
    }

    record Door(String users, String address, String method) {}

    /** Entries by which somebody gets in without a password, or with one that travels in the clear. */
    List<Door> openDoors() {
        return jdbc.sql("""
                select array_to_string(user_name, ',') as users, coalesce(address, type) as address, auth_method
                  from pg_hba_file_rules
                 where auth_method in ('trust', 'password')
                 order by line_number
                 limit :max
                """)
                .param("max", ROWS_MAX)
                .query((row, i) ->
                        new Door(row.getString("users"), row.getString("address"), row.getString("auth_method")))
                .list();
    }

    record Row(String host, WeakPlace.Kind kind, Instant checkedAt, WeakPlace.Looked looked) {}

    void save(UnitId unit, Row row) {
        jdbc.sql("""
                insert into access.weak_elsewhere (unit_id, host, place, checked_at, complete, looked, note, found)
                values (:unit, :host, :place, :at, :complete, :looked, :note, cast(:found as jsonb))
                on conflict (unit_id, host, place) do update
                   set checked_at = excluded.checked_at,
                       complete = excluded.complete,
                       looked = excluded.looked,
                       note = excluded.note,
                       found = excluded.found
                """)
                .param("unit", unit.value())
                .param("host", row.host())
                .param("place", row.kind().name())
                .param("at", row.checkedAt().atOffset(ZoneOffset.UTC))
                .param("complete", row.looked().complete())
                .param("looked", row.looked().looked())
                .param("note", row.looked().note())
                .param("found", json.writeValueAsString(row.looked().found()))
                .update();
    }

    List<Row> all(UnitId unit) {
        return jdbc.sql("""
                select host, place, checked_at, complete, looked, note, found
                  from access.weak_elsewhere
                 where unit_id = :unit
                 order by host, place
                 limit :max
                """)
                .param("unit", unit.value())
                .param("max", ROWS_MAX)
                .query((row, i) -> new Row(
                        row.getString("host"),
                        WeakPlace.Kind.valueOf(row.getString("place")),
                        row.getObject("checked_at", OffsetDateTime.class).toInstant(),
                        new WeakPlace.Looked(
                                row.getBoolean("complete"),
                                row.getInt("looked"),
                                row.getString("note"),
                                json.readValue(row.getString("found"), FOUND))))
                .list();
    }
}
