package org.yipiao.intake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.masterdata.Callers.Caller;

/** SQL of lists that came before their settlement. */
@Repository
class ListStore {
    private final JdbcClient jdbc;

    ListStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the rows as JSON */
    Optional<String> find(Caller caller, String busNo) {
        return jdbc.sql("""
                select content
                  from intake.list_detail
                 where unit_id = :unit
                   and appid = :appid
                   and bus_no = :busNo
                """)
                .param("unit", caller.unit().value())
                .param("appid", caller.appid())
                .param("busNo", busNo)
                .query(String.class)
                .optional();
    }

    /** The last one counts. */
    void keep(Caller caller, String busNo, String content, int rows, Instant at) {
        jdbc.sql("""
                insert into intake.list_detail (unit_id, appid, bus_no, content, rows, at)
                values (:unit, :appid, :busNo, :content, :rows, :at)
                on conflict (unit_id, appid, bus_no) do update
                   set content = excluded.content,
                       rows = excluded.rows,
                       at = excluded.at
                """)
                .param("unit", caller.unit().value())
                .param("appid", caller.appid())
                .param("busNo", busNo)
                .param("content", content)
                .param("rows", rows)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    int forgetBefore(Instant limit) {
        return jdbc.sql("delete from intake.list_detail where at < :limit")
                .param("limit", limit.atOffset(ZoneOffset.UTC))
                .update();
    }
}
