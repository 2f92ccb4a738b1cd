package org.yipiao.signing;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.bill.seal.Seal;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** All SQL of signing. Rows are only ever added: see the triggers of the migration. */
@Repository
class SignedBillStore {
    private final JdbcClient jdbc;

    SignedBillStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 冻结原文 The text whose bytes are signed. */
    record Frozen(byte[] block, Charset charset) {}

    /** Freezes blocks; a block frozen earlier stays, and {@link #frozen} tells which bytes count. */
    void freeze(UnitId unit, Map<BillId, byte[]> blocks, Charset charset, Instant at) {
        jdbc.sql("""
                insert into signing.frozen_block (unit_id, bill_id, charset, block, frozen_at)
                select :unit, t.bill_id, :charset, t.block, :at
                  from unnest(:ids, :blocks) as t (bill_id, block)
                    on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("charset", charset.name())
                .param("at", utc(at))
                .param("ids", ids(blocks.keySet()))
                .param("blocks", blocks.values().toArray(byte[][]::new))
                .update();
    }

    Map<BillId, Frozen> frozen(UnitId unit, List<BillId> bills) {
        Map<BillId, Frozen> found = new HashMap<>();
        jdbc.sql("""
                select bill_id, charset, block
                  from signing.frozen_block
                 where unit_id = :unit
                   and bill_id = any (:ids)
                """).param("unit", unit.value()).param("ids", ids(bills)).query(row -> {
            found.put(
                    new BillId(row.getLong("bill_id")),
                    new Frozen(row.getBytes("block"), Charset.forName(row.getString("charset"))));
        });
        return found;
    }

    void signed(UnitId unit, Map<BillId, byte[]> elements, Instant at) {
        jdbc.sql("""
                insert into signing.unit_signature (unit_id, bill_id, element, signed_at)
                select :unit, t.bill_id, t.element, :at
                  from unnest(:ids, :elements) as t (bill_id, element)
                    on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("at", utc(at))
                .param("ids", ids(elements.keySet()))
                .param("elements", elements.values().toArray(byte[][]::new))
                .update();
    }

    void countersigned(UnitId unit, Map<BillId, byte[]> elements, Instant at) {
        jdbc.sql("""
                insert into signing.supervisory_signature (unit_id, bill_id, element, kept_at)
                select :unit, t.bill_id, t.element, :at
                  from unnest(:ids, :elements) as t (bill_id, element)
                    on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("at", utc(at))
                .param("ids", ids(elements.keySet()))
                .param("elements", elements.values().toArray(byte[][]::new))
                .update();
    }

    Map<BillId, SignedBills.Original> originals(UnitId unit, List<BillId> bills) {
        Map<BillId, SignedBills.Original> found = new HashMap<>();
        jdbc.sql("""
                select b.bill_id, b.charset, b.block, u.element as unit_element, s.element as supervisory_element
                  from signing.frozen_block b
                  join signing.unit_signature u
                    on u.unit_id = b.unit_id
                   and u.bill_id = b.bill_id
                  left join signing.supervisory_signature s
                    on s.unit_id = b.unit_id
                   and s.bill_id = b.bill_id
                 where b.unit_id = :unit
                   and b.bill_id = any (:ids)
                """).param("unit", unit.value()).param("ids", ids(bills)).query(row -> {
            BillId bill = new BillId(row.getLong("bill_id"));
            found.put(
                    bill,
                    new SignedBills.Original(
                            bill,
                            row.getBytes("block"),
                            row.getString("charset"),
                            row.getBytes("unit_element"),
                            row.getBytes("supervisory_element")));
        });
        return found;
    }

    Optional<Seal> seal(UnitId unit) {
        return jdbc.sql("""
                select seal
                  from signing.unit_seal
                 where unit_id = :unit
                 order by seq desc
                 limit 1
                """)
                .param("unit", unit.value())
                .query(byte[].class)
                .optional()
                .map(Seal::parse);
    }

    List<UnitSigners.KeptSeal> seals(UnitId unit) {
        return jdbc.sql("""
                select seal, kept_at
                  from signing.unit_seal
                 where unit_id = :unit
                 order by seq desc
                """)
                .param("unit", unit.value())
                .query((row, n) -> new UnitSigners.KeptSeal(
                        Seal.parse(row.getBytes("seal")),
                        row.getTimestamp("kept_at").toInstant()))
                .list();
    }

    void keepSeal(UnitId unit, Seal seal, Instant at) {
        jdbc.sql("""
                insert into signing.unit_seal (unit_id, hash, seal, kept_at)
                select :unit, :hash, :seal, :at
                 where :hash is distinct from
                       (select hash from signing.unit_seal where unit_id = :unit order by seq desc limit 1)
                """)
                .param("unit", unit.value())
                .param("hash", seal.ref().hash())
                .param("seal", seal.bytes())
                .param("at", utc(at))
                .update();
    }

    private static Long[] ids(Iterable<BillId> bills) {
        var ids = new java.util.ArrayList<Long>();
        bills.forEach(bill -> ids.add(bill.value()));
        return ids.toArray(Long[]::new);
    }

    boolean anyCountersigned(UnitId unit) {
        return jdbc.sql("select exists (select 1 from signing.supervisory_signature where unit_id = :unit)")
                .param("unit", unit.value())
                .query(Boolean.class)
                .single();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
