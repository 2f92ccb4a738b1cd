package org.yipiao.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of notices and their receipts. */
@Repository
class NoticeStore {
    private final JdbcClient jdbc;

    NoticeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return empty when the matter is open already */
    Optional<Long> add(Notices.Notice notice, String by, Instant now) {
        return jdbc.sql("""
                insert into notices.notice (unit_id, kind, title, body, link, told_by, at, matter)
                values (:unit, :kind, :title, :body, :link, :by, :now, :matter)
                on conflict (unit_id, matter) where matter <> '' and closed_at is null do nothing
                returning id
                """)
                .param("unit", notice.unit().value())
                .param("kind", notice.kind().name())
                .param("title", notice.title())
                .param("body", notice.body())
                .param("link", notice.link())
                .param("by", by)
                .param("now", at(now))
                .param("matter", notice.matter())
                .query(Long.class)
                .optional();
    }

    /** A receipt for everybody who did not turn this kind off; a forwarding on each way that somebody asked for. */
    void deliver(UnitId unit, long notice, Notices.Kind kind, List<Long> accounts, Instant now) {
        jdbc.sql("""
                with shown as (
                  insert into notices.receipt (unit_id, notice_id, account_id)
                  select :unit, :notice, a.id
                    from unnest(:accounts) as a(id)
                   where not exists (select 1
                                       from notices.subscription s
                                      where s.account_id = a.id
                                        and s.kind = :kind
                                        and not s.shown)
                )
                insert into notices.forwarding (unit_id, notice_id, account_id, way, queued_at, next_try)
                select :unit, :notice, s.account_id, w.way, :now, :now
                  from notices.subscription s
                 cross join lateral (values ('SMS', s.by_sms), ('MAIL', s.by_mail), ('WECHAT', s.by_wechat))
                       as w(way, wanted)
                 where s.account_id = any(:accounts)
                   and s.kind = :kind
                   and w.wanted
                """)
                .param("unit", unit.value())
                .param("notice", notice)
                .param("accounts", accounts.toArray(Long[]::new))
                .param("kind", kind.name())
                .param("now", at(now))
                .update();
    }

    void close(UnitId unit, String matter, Instant now) {
        jdbc.sql("""
                update notices.notice
                   set closed_at = :now
                 where unit_id = :unit
                   and matter = :matter
                   and closed_at is null
                """)
                .param("unit", unit.value())
                .param("matter", matter)
                .param("now", at(now))
                .update();
    }

    /** @param closed 事项已了结 */
    record Row(
            long id,
            Notices.Kind kind,
            String title,
            String body,
            String link,
            String by,
            Instant at,
            boolean closed,
            @Nullable Instant readAt) {}

    /** The newest first. */
    Page<Row> list(long account, boolean unreadOnly, Notices.@Nullable Kind kind, int pageNo, int pageSize) {
        String where = """
                  from notices.receipt r
                  join notices.notice n on n.id = r.notice_id
                 where r.account_id = :account
                   and (not :unread or r.read_at is null)
                   and (cast(:kind as text) is null or n.kind = :kind)
                """;
        long total = jdbc.sql("select count(*)" + where)
                .param("account", account)
                .param("unread", unreadOnly)
                .param("kind", kind == null ? null : kind.name())
                .query(Long.class)
                .single();
        var rows = jdbc.sql("select n.id, n.kind, n.title, n.body, n.link, n.told_by, n.at, n.closed_at, r.read_at"
                        + where + " order by n.id desc limit :size offset :skip")
                .param("account", account)
                .param("unread", unreadOnly)
                .param("kind", kind == null ? null : kind.name())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(NoticeStore::row)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    long unread(long account) {
        return jdbc.sql("select count(*) from notices.receipt where account_id = :account and read_at is null")
                .param("account", account)
                .query(Long.class)
                .single();
    }

    /** Unread ones of several people at once; who has none is left out. */
    Map<Long, Long> unread(Collection<Long> accounts) {
        var counts = new HashMap<Long, Long>();
        jdbc.sql("""
                select account_id, count(*) as unread
                  from notices.receipt
                 where account_id = any(:accounts)
                   and read_at is null
                 group by account_id
                """).param("accounts", accounts.toArray(Long[]::new)).query(row -> {
            counts.put(row.getLong("account_id"), row.getLong("unread"));
        });
        return counts;
    }

    /** @param ids empty marks everything */
    int read(long account, List<Long> ids, Instant now) {
        return jdbc.sql("""
                update notices.receipt
                   set read_at = :now
                 where account_id = :account
                   and read_at is null
                   and (:all or notice_id = any(:ids))
                """)
                .param("account", account)
                .param("all", ids.isEmpty())
                .param("ids", ids.toArray(Long[]::new))
                .param("now", at(now))
                .update();
    }

    /** 回执 @param readAt null while unread */
    record Receipt(long account, @Nullable Instant readAt) {}

    List<Receipt> receipts(UnitId unit, long notice, int max) {
        return jdbc.sql("""
                select account_id, read_at
                  from notices.receipt
                 where unit_id = :unit
                   and notice_id = :notice
                 order by read_at nulls last, account_id
                 limit :max
                """)
                .param("unit", unit.value())
                .param("notice", notice)
                .param("max", max)
                .query((row, i) -> new Receipt(row.getLong("account_id"), instant(row, "read_at")))
                .list();
    }

    /** 公告 that were sent here. */
    Page<Row> announcements(UnitId unit, int pageNo, int pageSize) {
        String where = " from notices.notice n where n.unit_id = :unit and n.kind = 'ANNOUNCEMENT'";
        long total = jdbc.sql("select count(*)" + where)
                .param("unit", unit.value())
                .query(Long.class)
                .single();
        var rows = jdbc.sql("""
                select n.id, n.kind, n.title, n.body, n.link, n.told_by, n.at, n.closed_at, null::timestamptz as read_at
                """ + where + " order by n.id desc limit :size offset :skip")
                .param("unit", unit.value())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(NoticeStore::row)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                Notices.Kind.valueOf(row.getString("kind")),
                row.getString("title"),
                row.getString("body"),
                row.getString("link"),
                row.getString("told_by"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("closed_at") != null,
                instant(row, "read_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
