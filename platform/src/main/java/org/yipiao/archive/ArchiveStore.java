package org.yipiao.archive;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** All SQL of the archive. */
@Repository
class ArchiveStore {
    private final JdbcClient jdbc;

    ArchiveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 原件登记 @param size bytes of the OFD @param xmlSm3 of the bill's XML inside it */
    record Entry(BillId bill, String ofdSm3, int size, String xmlSm3, boolean archived) {}

    void add(UnitId unit, List<Entry> entries, Instant at) {
        jdbc.sql("""
                insert into archive.original (unit_id, bill_id, ofd_sm3, size, xml_sm3, deposited_at)
                select :unit, t.bill_id, t.ofd_sm3, t.size, t.xml_sm3, :at
                  from unnest(:ids, :ofds, :sizes, :xmls) as t (bill_id, ofd_sm3, size, xml_sm3)
                    on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("at", utc(at))
                .param(
                        "ids",
                        entries.stream().map(entry -> entry.bill().value()).toArray(Long[]::new))
                .param("ofds", entries.stream().map(Entry::ofdSm3).toArray(String[]::new))
                .param("sizes", entries.stream().map(Entry::size).toArray(Integer[]::new))
                .param("xmls", entries.stream().map(Entry::xmlSm3).toArray(String[]::new))
                .update();
    }

    Map<BillId, Entry> entries(UnitId unit, List<BillId> bills) {
        Map<BillId, Entry> found = new HashMap<>();
        jdbc.sql("""
                select bill_id, ofd_sm3, size, xml_sm3, archived_at is not null as archived
                  from archive.original
                 where unit_id = :unit
                   and bill_id = any (:ids)
                """).param("unit", unit.value()).param("ids", ids(bills)).query(row -> {
            BillId bill = new BillId(row.getLong("bill_id"));
            found.put(
                    bill,
                    new Entry(
                            bill,
                            row.getString("ofd_sm3"),
                            row.getInt("size"),
                            row.getString("xml_sm3"),
                            row.getBoolean("archived")));
        });
        return found;
    }

    void archived(UnitId unit, Map<BillId, String> checksJson, Instant at) {
        jdbc.sql("""
                update archive.original o
                   set archived_at = :at,
                       checks = t.checks::jsonb
                  from unnest(:ids, :checks) as t (bill_id, checks)
                 where o.unit_id = :unit
                   and o.bill_id = t.bill_id
                   and o.archived_at is null
                """)
                .param("unit", unit.value())
                .param("at", utc(at))
                .param("ids", ids(checksJson.keySet()))
                .param("checks", checksJson.values().toArray(String[]::new))
                .update();
    }

    Set<BillId> archived(UnitId unit, List<BillId> bills) {
        return new HashSet<>(jdbc.sql("""
                select bill_id
                  from archive.original
                 where unit_id = :unit
                   and bill_id = any (:ids)
                   and archived_at is not null
                """)
                .param("unit", unit.value())
                .param("ids", ids(bills))
                .query((row, n) -> new BillId(row.getLong("bill_id")))
                .list());
    }

    long archivedCount(UnitId unit, Instant from, Instant until) {
        return jdbc.sql("""
                select count(*)
                  from archive.original
                 where unit_id = :unit
                   and archived_at >= :from
                   and archived_at < :until
                """)
                .param("unit", unit.value())
                .param("from", utc(from))
                .param("until", utc(until))
                .query(Long.class)
                .single();
    }

    private static Long[] ids(Iterable<BillId> bills) {
        var ids = new java.util.ArrayList<Long>();
        bills.forEach(bill -> ids.add(bill.value()));
        return ids.toArray(Long[]::new);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
