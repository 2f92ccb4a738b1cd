package org.yipiao.console.files;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.shared.Page;

/** SQL over the files of all shelves, newest first: each shelf says which rows a person may see. */
@Repository
class FileListStore {
    private static final String FILTER = """
             where (cast(:kind as text) is null or kind = :kind)
               and (cast(:state as text) is null or state = :state)
               and (cast(:from as timestamptz) is null or made_at >= :from)
               and (cast(:until as timestamptz) is null or made_at < :until)
               and (cast(:text as text) is null or name ilike :text or maker ilike :text or detail ilike :text)
            """;

    private static final String OF_SHELF =
            "file_key, name, bytes, maker, made_at, expires_at, state, detail, place, open";
    private static final String COLUMNS = "kind, " + OF_SHELF;

    private final JdbcClient jdbc;
    private final List<FileShelf> shelves;

    FileListStore(JdbcClient jdbc, List<FileShelf> shelves) {
        this.jdbc = jdbc;
        this.shelves = List.copyOf(shelves);
    }

    /** Null is any. @param until not included */
    record Filter(
            @Nullable String kind,
            FileShelf.@Nullable State state,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String text) {}

    /** @param given how often, as far as it is on record */
    record Row(
            String kind,
            String key,
            String name,
            @Nullable Long bytes,
            String maker,
            Instant at,
            @Nullable Instant expires,
            FileShelf.State state,
            String detail,
            String place,
            boolean open,
            int given) {}

    Page<Row> list(CurrentUser user, Filter filter, Instant now, int pageNo, int pageSize) {
        var parameters = parameters(user, now);
        parameters.put("kind", filter.kind());
        parameters.put("state", filter.state() == null ? null : filter.state().name());
        parameters.put("from", utc(filter.from()));
        parameters.put("until", utc(filter.until()));
        parameters.put("text", filter.text() == null ? null : containing(filter.text()));
        String files = files(user, parameters);
        long total = jdbc.sql(files + "select count(*) from file" + FILTER)
                .params(parameters)
                .query(Long.class)
                .single();
        parameters.put("size", pageSize);
        parameters.put("skip", (long) (pageNo - 1) * pageSize);
        var rows = jdbc.sql(files + """
                select %s,
                       case when f.state = 'NOT_KEPT' then 0
                            else (select count(*)
                                    from console.file_record g
                                   where g.unit_id = :unit
                                     and g.way = 'GIVEN'
                                     and g.place = f.place)
                       end as given
                  from (select %s
                          from file %s
                         order by made_at desc, kind, file_key desc
                         limit :size offset :skip) f
                 order by made_at desc, kind, file_key desc
                """.formatted(COLUMNS, COLUMNS, FILTER))
                .params(parameters)
                .query(FileListStore::row)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    /** Empty when there is none, or this person may not see it. */
    Optional<Row> find(CurrentUser user, String kind, String key, Instant now) {
        var parameters = parameters(user, now);
        String files = files(user, parameters);
        parameters.put("kind", kind);
        parameters.put("key", key);
        return jdbc.sql(files + "select " + COLUMNS + ", 0 as given from file where kind = :kind and file_key = :key")
                .params(parameters)
                .query(FileListStore::row)
                .optional();
    }

    private static Map<String, @Nullable Object> parameters(CurrentUser user, Instant now) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("unit", user.unit().value());
        parameters.put("account", user.id());
        parameters.put("now", utc(now));
        return parameters;
    }

    private String files(CurrentUser user, Map<String, @Nullable Object> parameters) {
        return shelves.stream()
                .flatMap(shelf -> shelf.listed(user).stream().map(listed -> {
                    parameters.putAll(listed.parameters());
                    return "select '" + shelf.kind() + "' as kind, " + OF_SHELF + " from (\n" + listed.sql() + ") l\n";
                }))
                .collect(Collectors.joining("union all\n", "with file as (\n", ")\n"));
    }

    private static String containing(String text) {
        return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Row row(ResultSet row, int i) throws SQLException {
        var expires = row.getObject("expires_at", OffsetDateTime.class);
        return new Row(
                row.getString("kind"),
                row.getString("file_key"),
                row.getString("name"),
                row.getObject("bytes", Long.class),
                row.getString("maker"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                expires == null ? null : expires.toInstant(),
                FileShelf.State.valueOf(row.getString("state")),
                row.getString("detail"),
                row.getString("place"),
                row.getBoolean("open"),
                row.getInt("given"));
    }
}
