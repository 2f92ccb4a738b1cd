package org.yipiao.delivery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** All SQL of delivery. */
@Repository
class DeliveryStore implements Deliveries {
    /** 家庭成员 Of a unit that said nothing, and the most that any may allow; the check of the table says it too. */
    static final int FAMILY_DEFAULT = 5;

    static final int FAMILY_LIMIT = 20;
    private static final int DETAIL_CHARS_MAX = 300;

    private final JdbcClient jdbc;

    DeliveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds notices in one statement; one that tells the same again is left out. */
    void add(UnitId unit, List<Notice> notices) {
        if (notices.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into delivery.notice (unit_id, bill_id, channel, target, at, result, detail, msg_id)
                select :unit, t.bill_id, t.channel, t.target, t.at::timestamptz, t.result, t.detail, t.msg_id
                  from unnest(:ids, :channels, :targets, :ats, :results, :details, :msgs)
                    as t (bill_id, channel, target, at, result, detail, msg_id)
                    on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("ids", notices.stream().map(n -> n.bill().value()).toArray(Long[]::new))
                .param("channels", notices.stream().map(n -> n.channel().name()).toArray(String[]::new))
                .param("targets", notices.stream().map(Notice::to).toArray(String[]::new))
                // The driver has no arrays of times; ISO text carries the zone.
                .param("ats", notices.stream().map(n -> n.at().toString()).toArray(String[]::new))
                .param("results", notices.stream().map(n -> n.result().name()).toArray(String[]::new))
                .param(
                        "details",
                        notices.stream().map(n -> shortened(n.detail())).toArray(String[]::new))
                .param("msgs", notices.stream().map(Notice::msgId).toArray(String[]::new))
                .update();
    }

    /** What became of an errand. */
    void add(Errand errand, Notice notice) {
        jdbc.sql("""
                insert into delivery.notice (unit_id, bill_id, channel, target, at, result, detail, msg_id, errand_id)
                values (:unit, :bill, :channel, :target, :at, :result, :detail, :msg, :errand)
                on conflict do nothing
                """)
                .param("unit", errand.unit().value())
                .param("bill", notice.bill().value())
                .param("channel", notice.channel().name())
                .param("target", notice.to())
                .param("at", utc(notice.at()))
                .param("result", notice.result().name())
                .param("detail", shortened(notice.detail()))
                .param("msg", notice.msgId())
                .param("errand", errand.id())
                .update();
    }

    @Override
    public List<Notice> of(UnitId unit, BillId bill) {
        return jdbc.sql("""
                select channel, target, at, result, detail, msg_id
                  from delivery.notice
                 where unit_id = :unit
                   and bill_id = :bill
                 order by seq
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .query((row, n) -> new Notice(
                        bill,
                        Channel.valueOf(row.getString("channel")),
                        row.getString("target"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        Result.valueOf(row.getString("result")),
                        row.getString("detail"),
                        row.getString("msg_id")))
                .list();
    }

    /** Bills that are settled: told, or found to have nobody to tell. */
    Set<BillId> settled(UnitId unit, List<BillId> bills) {
        return bills(unit, bills, new String[] {"SENT", "LINK_ONLY"});
    }

    @Override
    public Set<BillId> delivered(UnitId unit, List<BillId> bills) {
        return bills(unit, bills, new String[] {"SENT"});
    }

    private Set<BillId> bills(UnitId unit, List<BillId> bills, String[] results) {
        return new HashSet<>(jdbc.sql("""
                select distinct bill_id
                  from delivery.notice
                 where unit_id = :unit
                   and bill_id = any (:ids)
                   and result = any (:results)
                """)
                .param("unit", unit.value())
                .param("ids", bills.stream().map(BillId::value).toArray(Long[]::new))
                .param("results", results)
                .query((row, n) -> new BillId(row.getLong("bill_id")))
                .list());
    }

    @Override
    public long deliveredCount(UnitId unit, Instant from, Instant until) {
        return jdbc.sql("""
                select count(distinct bill_id)
                  from delivery.notice
                 where unit_id = :unit
                   and at >= :from
                   and at < :until
                   and result = 'SENT'
                """)
                .param("unit", unit.value())
                .param("from", utc(from))
                .param("until", utc(until))
                .query(Long.class)
                .single();
    }

    int familyMax(UnitId unit) {
        return jdbc.sql("""
                select family_max
                  from delivery.payer_page
                 where unit_id = :unit
                """)
                .param("unit", unit.value())
                .query(Integer.class)
                .optional()
                .orElse(FAMILY_DEFAULT);
    }

    void keepFamilyMax(UnitId unit, int most, Instant at, String by) {
        jdbc.sql("""
                insert into delivery.payer_page (unit_id, family_max, changed_at, changed_by)
                values (:unit, :most, :at, :by)
                    on conflict (unit_id) do update
                   set family_max = excluded.family_max,
                       changed_at = excluded.changed_at,
                       changed_by = excluded.changed_by
                """)
                .param("unit", unit.value())
                .param("most", most)
                .param("at", utc(at))
                .param("by", by)
                .update();
    }

    /** @return how often the bill was checked by now, this time included */
    long countCheck(UnitId unit, BillId bill, Instant at) {
        return jdbc.sql("""
                insert into delivery.bill_check as c (unit_id, bill_id, checks, last_at)
                values (:unit, :bill, 1, :at)
                    on conflict (unit_id, bill_id) do update
                   set checks = c.checks + 1,
                       last_at = excluded.last_at
                returning checks
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .param("at", utc(at))
                .query(Long.class)
                .single();
    }

    private static String shortened(String detail) {
        return detail.length() > DETAIL_CHARS_MAX ? detail.substring(0, DETAIL_CHARS_MAX) : detail;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
