package org.yipiao.notices;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of notices on their way to phones. */
@Repository
class ForwardingStore {
    private final JdbcClient jdbc;

    ForwardingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Due(UnitId unit, long notice, long account, String title, int attempts) {}

    /** Claims the oldest that are due; another instance passes them over until then. */
    List<Due> claim(int max, Instant now, Instant until) {
        return jdbc.sql("""
                update notices.forwarding f
                   set next_try = :until,
                       attempts = f.attempts + 1
                  from (
                    select d.notice_id, d.account_id, n.title
                      from notices.forwarding d
                      join notices.notice n on n.id = d.notice_id
                     where d.state = 'WAITING'
                       and d.next_try <= :now
                     order by d.next_try
                     limit :max
                       for update of d skip locked
                  ) due
                 where f.notice_id = due.notice_id
                   and f.account_id = due.account_id
                returning f.unit_id, f.notice_id, f.account_id, due.title, f.attempts
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query((row, i) -> new Due(
                        new UnitId(row.getString("unit_id")),
                        row.getLong("notice_id"),
                        row.getLong("account_id"),
                        row.getString("title"),
                        row.getInt("attempts")))
                .list();
    }

    /** @param state SENT, FAILED or WAITING for another try */
    void done(Due due, String state, String detail) {
        jdbc.sql("""
                update notices.forwarding
                   set state = :state,
                       detail = :detail
                 where notice_id = :notice
                   and account_id = :account
                   and state = 'WAITING'
                """)
                .param("notice", due.notice())
                .param("account", due.account())
                .param("state", state)
                .param("detail", detail)
                .update();
    }
}
