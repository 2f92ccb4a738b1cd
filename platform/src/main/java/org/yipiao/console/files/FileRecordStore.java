package org.yipiao.console.files;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.access.Permission;
import org.yipiao.shared.UnitId;

/** SQL of who was given which file. */
@Repository
class FileRecordStore {
    private final JdbcClient jdbc;

    FileRecordStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum Way {
        GIVEN,
        RECEIVED
    }

    /** 下载 @param username 登录名 */
    record Given(
            String name,
            String username,
            Instant at,
            @Nullable Long bytes) {}

    /** @param kept whether a shelf lists the file itself */
    void add(
            CurrentUser by,
            Way way,
            boolean kept,
            String name,
            String place,
            @Nullable Long bytes,
            String detail,
            Instant at) {
        jdbc.sql("""
                insert into console.file_record (
                  unit_id, way, kept, account_id, username, by_name, name, place, bytes, detail, at)
                values (:unit, :way, :kept, :account, :username, :by, :name, :place, :bytes, :detail, :at)
                """)
                .param("unit", by.unit().value())
                .param("way", way.name())
                .param("kept", kept)
                .param("account", by.id())
                .param("username", by.username())
                .param("by", by.displayName())
                .param("name", name)
                .param("place", place)
                .param("bytes", bytes)
                .param("detail", detail)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Newest first. */
    List<Given> given(UnitId unit, String place, int newest) {
        return jdbc.sql("""
                select by_name, username, at, bytes
                  from console.file_record
                 where unit_id = :unit
                   and way = 'GIVEN'
                   and place = :place
                 order by id desc
                 limit :newest
                """)
                .param("unit", unit.value())
                .param("place", place)
                .param("newest", newest)
                .query((row, i) -> new Given(
                        row.getString("by_name"),
                        row.getString("username"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("bytes", Long.class)))
                .list();
    }

    /** 导出的表格 Written for one person at once and not kept. */
    @Bean
    FileShelf exportedFiles() {
        return new Records("EXPORT", "导出的表格", Way.GIVEN);
    }

    /** 导入的表格 Read at once and not kept. */
    @Bean
    FileShelf importedFiles() {
        return new Records("IMPORT", "导入的表格", Way.RECEIVED);
    }

    /** What nobody keeps is known by its record only: the own ones, everybody's for the auditor. */
    private record Records(String kind, String label, Way way) implements FileShelf {
        @Override
        public String route() {
            return "";
        }

        @Override
        public Optional<Listed> listed(CurrentUser user) {
            return Optional.of(
                    new Listed("""
                    select cast(r.id as text) as file_key,
                           r.name,
                           r.bytes,
                           r.by_name as maker,
                           r.at as made_at,
                           cast(null as timestamptz) as expires_at,
                           'NOT_KEPT' as state,
                           r.detail,
                           r.place,
                           false as open
                      from console.file_record r
                     where r.unit_id = :unit
                       and r.way = '%s'
                       and not r.kept
                       and (:all%s or r.account_id = :account)
                    """.formatted(way, kind), Map.of("all" + kind, user.may(Permission.AUDIT_READ))));
        }
    }
}
