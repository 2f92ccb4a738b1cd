package org.yipiao.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.notices.StaffMessages.Way;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of notices on their way to phones, mail boxes and WeChat. */
@Repository
class ForwardingStore {
    private final JdbcClient jdbc;

    ForwardingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Due(
            UnitId unit,
            long notice,
            long account,
            Way way,
            Notices.Kind kind,
            String title,
            String body,
            String link,
            Instant at,
            int attempts) {}

    /** Units for which something waits. */
    List<UnitId> waiting(Way way) {
        return jdbc.sql("select distinct unit_id from notices.forwarding where state = 'WAITING' and way = :way")
                .param("way", way.name())
                .query((row, n) -> new UnitId(row.getString("unit_id")))
                .list();
    }

    /** Gives up what was queued before, of all units but these. */
    void expire(Way way, List<UnitId> able, Instant before, String detail, Instant now) {
        jdbc.sql("""
                update notices.forwarding
                   set state = 'FAILED',
                       detail = :detail,
                       done_at = :now
                 where state = 'WAITING'
                   and way = :way
                   and queued_at < :before
                   and unit_id <> all(:able)
                """)
                .param("way", way.name())
                .param("able", texts(able))
                .param("before", at(before))
                .param("detail", detail)
                .param("now", at(now))
                .update();
    }

    private static String[] texts(List<UnitId> units) {
        return units.stream().map(UnitId::value).toArray(String[]::new);
    }

    /** Claims the oldest of these units that are due; another instance passes them over until then. */
    List<Due> claim(Way way, List<UnitId> units, int max, Instant now, Instant until) {
        if (units.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                update notices.forwarding f
                   set next_try = :until,
                       attempts = f.attempts + 1
                  from (
                    select d.notice_id, d.account_id, d.way, n.kind, n.title, n.body, n.link, n.at
                      from notices.forwarding d
                      join notices.notice n on n.id = d.notice_id
                     where d.state = 'WAITING'
                       and d.way = :way
                       and d.unit_id = any(:units)
                       and d.next_try <= :now
                     order by d.next_try
                     limit :max
                       for update of d skip locked
                  ) due
                 where f.notice_id = due.notice_id
                   and f.account_id = due.account_id
                   and f.way = due.way
                returning f.unit_id, f.notice_id, f.account_id, f.way, due.kind, due.title, due.body, due.link, due.at,
                          f.attempts
                """)
                .param("way", way.name())
                .param("units", texts(units))
                .param("now", at(now))
                .param("until", at(until))
                .param("max", max)
                .query((row, i) -> new Due(
                        new UnitId(row.getString("unit_id")),
                        row.getLong("notice_id"),
                        row.getLong("account_id"),
                        Way.valueOf(row.getString("way")),
                        Notices.Kind.valueOf(row.getString("kind")),
                        row.getString("title"),
                        row.getString("body"),
                        row.getString("link"),
                        instant(row, "at"),
                        row.getInt("attempts")))
                .list();
    }

    /** @param state SENT, or FAILED when it was given up */
    void done(Due due, String state, String detail, Instant now) {
        jdbc.sql("""
                update notices.forwarding
                   set state = :state,
                       detail = :detail,
                       done_at = :now
                 where notice_id = :notice
                   and account_id = :account
                   and way = :way
                   and state = 'WAITING'
                """)
                .param("notice", due.notice())
                .param("account", due.account())
                .param("way", due.way().name())
                .param("state", state)
                .param("detail", detail)
                .param("now", at(now))
                .update();
    }

    void again(Due due, String detail, Instant nextTry) {
        jdbc.sql("""
                update notices.forwarding
                   set detail = :detail,
                       next_try = :next
                 where notice_id = :notice
                   and account_id = :account
                   and way = :way
                   and state = 'WAITING'
                """)
                .param("notice", due.notice())
                .param("account", due.account())
                .param("way", due.way().name())
                .param("detail", detail)
                .param("next", at(nextTry))
                .update();
    }

    /** A person's word: begins anew what was given up, and hurries what waits. @return false when there is none such */
    boolean resend(UnitId unit, long id, Instant now) {
        return jdbc.sql("""
                update notices.forwarding
                   set state = 'WAITING',
                       attempts = 0,
                       detail = '',
                       next_try = :now,
                       done_at = null
                 where unit_id = :unit
                   and id = :id
                   and state <> 'SENT'
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** 转发记录 @param nextTry while it waits @param doneAt afterwards */
    record Row(
            long id,
            long notice,
            long account,
            Way way,
            Notices.Kind kind,
            String title,
            ForwardingState state,
            int attempts,
            String detail,
            Instant queuedAt,
            Instant nextTry,
            @Nullable Instant doneAt) {}

    private static final String ROW = """
            select f.id, f.notice_id, f.account_id, f.way, n.kind, n.title, f.state, f.attempts, f.detail, f.queued_at,
                   f.next_try, f.done_at
            """;

    /** What became of these notices for one person. */
    List<Row> of(long account, Collection<Long> notices) {
        return jdbc.sql(ROW + """
                  from notices.forwarding f
                  join notices.notice n on n.id = f.notice_id
                 where f.account_id = :account
                   and f.notice_id = any(:notices)
                 order by f.notice_id, f.way
                """)
                .param("account", account)
                .param("notices", notices.toArray(Long[]::new))
                .query(ForwardingStore::row)
                .list();
    }

    /** 筛选 Every part may be missing. */
    record Filter(@Nullable Way way, @Nullable ForwardingState state, Notices.@Nullable Kind kind, String text) {}

    /** The newest first. */
    Page<Row> list(UnitId unit, Filter filter, int pageNo, int pageSize) {
        var values = new HashMap<String, Object>(Map.of("unit", unit.value()));
        var where = new StringBuilder("""
                  from notices.forwarding f
                  join notices.notice n on n.id = f.notice_id
                 where f.unit_id = :unit
                """);
        if (filter.way() != null) {
            where.append(" and f.way = :way");
            values.put("way", filter.way().name());
        }
        if (filter.state() != null) {
            where.append(" and ").append(filter.state().condition());
        }
        if (filter.kind() != null) {
            where.append(" and n.kind = :kind");
            values.put("kind", filter.kind().name());
        }
        if (!filter.text().isEmpty()) {
            where.append(" and strpos(n.title, :text) > 0");
            values.put("text", filter.text());
        }
        long total = jdbc.sql("select count(*)" + where)
                .params(values)
                .query(Long.class)
                .single();
        var rows = jdbc.sql(ROW + where + " order by f.id desc limit :size offset :skip")
                .params(values)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(ForwardingStore::row)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    /** 排队 @param oldest when the oldest of them was queued */
    record Queue(long waiting, Instant oldest) {}

    Map<Way, Queue> queues() {
        var queues = new EnumMap<Way, Queue>(Way.class);
        jdbc.sql("""
                select way, count(*) as waiting, min(queued_at) as oldest
                  from notices.forwarding
                 where state = 'WAITING'
                 group by way
                """).query(row -> {
            queues.put(Way.valueOf(row.getString("way")), new Queue(row.getLong("waiting"), instant(row, "oldest")));
        });
        return queues;
    }

    /** 巡检 @param why of the last one */
    record Trouble(UnitId unit, Way way, long waiting, Instant oldest, long givenUp, String why) {}

    /** Per unit and way: what has waited since {@code stuck}, and what was given up since {@code lost}. */
    List<Trouble> troubles(Instant stuck, Instant lost) {
        return jdbc.sql("""
                select unit_id, way,
                       count(*) filter (where state = 'WAITING') as waiting,
                       coalesce(min(queued_at) filter (where state = 'WAITING'), :stuck) as oldest,
                       count(*) filter (where state = 'FAILED') as given_up,
                       coalesce((array_agg(detail order by id desc) filter (where detail <> ''))[1], '') as why
                  from notices.forwarding
                 where (state = 'WAITING' and queued_at < :stuck)
                    or (state = 'FAILED' and done_at > :lost)
                 group by unit_id, way
                 order by unit_id, way
                """)
                .param("stuck", at(stuck))
                .param("lost", at(lost))
                .query((row, i) -> new Trouble(
                        new UnitId(row.getString("unit_id")),
                        Way.valueOf(row.getString("way")),
                        row.getLong("waiting"),
                        instant(row, "oldest"),
                        row.getLong("given_up"),
                        row.getString("why")))
                .list();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        OffsetDateTime done = row.getObject("done_at", OffsetDateTime.class);
        return new Row(
                row.getLong("id"),
                row.getLong("notice_id"),
                row.getLong("account_id"),
                Way.valueOf(row.getString("way")),
                Notices.Kind.valueOf(row.getString("kind")),
                row.getString("title"),
                ForwardingState.of(row.getString("state"), row.getString("detail")),
                row.getInt("attempts"),
                row.getString("detail"),
                instant(row, "queued_at"),
                instant(row, "next_try"),
                done == null ? null : done.toInstant());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
