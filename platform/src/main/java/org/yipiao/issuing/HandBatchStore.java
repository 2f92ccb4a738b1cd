package org.yipiao.issuing;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillContent;
import org.yipiao.issuing.HandBatches.Batch;
import org.yipiao.issuing.HandBatches.Entry;
import org.yipiao.issuing.HandBatches.Maker;
import org.yipiao.issuing.HandBatches.Outcome;
import org.yipiao.issuing.HandBatches.State;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of batches issued by hand. */
@Component
class HandBatchStore {
    private static final String BATCH = """
            select b.batch_id, b.file_name, b.made_by, b.made_at, n.bills, n.waiting, n.issued, n.earlier, n.refused
              from issuing.hand_batch b
             cross join lateral (
                   select count(*) as bills,
                          count(*) filter (where r.state = 'WAITING') as waiting,
                          count(*) filter (where r.state = 'ISSUED') as issued,
                          count(*) filter (where r.state = 'EARLIER') as earlier,
                          count(*) filter (where r.state = 'REFUSED') as refused
                     from issuing.hand_batch_bill r
                    where r.unit_id = b.unit_id
                      and r.batch_id = b.batch_id) n
            """;

    private final JdbcClient jdbc;
    private final Vault vault;

    HandBatchStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** @return false when the same file is a batch already */
    boolean add(UUID id, UnitId unit, String fileName, byte[] sm3, Maker by, Instant at) {
        return jdbc.sql("""
                insert into issuing.hand_batch (unit_id, batch_id, file_name, file_sm3, account_id, made_by, made_at)
                values (:unit, :id, :name, :sm3, :account, :by, :at)
                on conflict (unit_id, file_sm3) do nothing
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("name", fileName)
                        .param("sm3", sm3)
                        .param("account", by.id())
                        .param("by", by.name())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** All in one statement: thousands of round trips would take longer than issuing. */
    void add(UUID id, UnitId unit, List<Entry> entries) {
        int n = entries.size();
        var lines = new Integer[n];
        var busNos = new String[n];
        var busTypes = new String[n];
        var points = new String[n];
        var busAts = new String[n];
        var contents = new String[n];
        var contacts = new byte[n][];
        for (int i = 0; i < n; i++) {
            var charge = entries.get(i).charge();
            lines[i] = entries.get(i).line();
            busNos[i] = charge.busNo();
            busTypes[i] = charge.busType();
            points[i] = charge.point();
            busAts[i] = charge.busAt().toString();
            contents[i] = ContentJson.write(charge.content());
            contacts[i] = charge.contact().equals(Contact.NONE)
                    ? new byte[0]
                    : vault.seal(
                            Draft.CONTACT, ContentJson.write(charge.contact()).getBytes(StandardCharsets.UTF_8));
        }
        jdbc.sql("""
                insert into issuing.hand_batch_bill (
                  unit_id, batch_id, seq, line, bus_no, bus_type, point, bus_at, content, contact)
                select :unit, :id, r.seq - 1, r.line, r.bus_no, r.bus_type, r.point, r.bus_at::timestamp,
                       r.content::jsonb, nullif(r.contact, '')
                  from unnest(:lines::int[], :busNos::text[], :busTypes::text[], :points::text[], :busAts::text[],
                              :contents::text[], :contacts::bytea[])
                       with ordinality as r (line, bus_no, bus_type, point, bus_at, content, contact, seq)
                """)
                .param("unit", unit.value())
                .param("id", id)
                .param("lines", lines)
                .param("busNos", busNos)
                .param("busTypes", busTypes)
                .param("points", points)
                .param("busAts", busAts)
                .param("contents", contents)
                .param("contacts", contacts)
                .update();
    }

    record Waiting(
            UnitId unit,
            UUID batch,
            int seq,
            String busNo,
            String busType,
            String point,
            LocalDateTime busAt,
            BillContent content,
            Contact contact) {
        Charge charge(String caller) {
            return new Charge(unit, caller, busNo, busType, point, busAt, content, true, "", contact, "{}");
        }
    }

    /** Another instance takes them again after the lease. */
    List<Waiting> claim(int max, Instant now, Duration lease) {
        return jdbc.sql("""
                with claimed as (
                  select r.unit_id, r.batch_id, r.seq
                    from issuing.hand_batch_bill r
                   where r.state = 'WAITING'
                     and (r.claimed_until is null or r.claimed_until < :now)
                   order by r.batch_id, r.seq
                   limit :max
                     for update skip locked
                )
                update issuing.hand_batch_bill r
                   set claimed_until = :until
                  from claimed c
                 where r.unit_id = c.unit_id
                   and r.batch_id = c.batch_id
                   and r.seq = c.seq
                returning r.unit_id, r.batch_id, r.seq, r.bus_no, r.bus_type, r.point, r.bus_at, r.content, r.contact
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", now.plus(lease).atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query(this::waiting)
                .list();
    }

    private Waiting waiting(ResultSet row, int i) throws SQLException {
        byte[] contact = row.getBytes("contact");
        return new Waiting(
                new UnitId(row.getString("unit_id")),
                row.getObject("batch_id", UUID.class),
                row.getInt("seq"),
                row.getString("bus_no"),
                row.getString("bus_type"),
                row.getString("point"),
                row.getObject("bus_at", LocalDateTime.class),
                ContentJson.read(row.getString("content")),
                contact == null ? Contact.NONE : ContentJson.readContact(vault.open(Draft.CONTACT, contact)));
    }

    void done(Waiting row, State state, @Nullable BillId bill, String why) {
        jdbc.sql("""
                update issuing.hand_batch_bill
                   set state = :state, bill_id = :bill, why = :why, claimed_until = null
                 where unit_id = :unit
                   and batch_id = :batch
                   and seq = :seq
                   and state = 'WAITING'
                """)
                .param("state", state.name())
                .param("bill", bill == null ? null : bill.value(), Types.BIGINT)
                .param("why", why)
                .param("unit", row.unit().value())
                .param("batch", row.batch())
                .param("seq", row.seq())
                .update();
    }

    void retry(UnitId unit, byte[] sm3) {
        jdbc.sql("""
                update issuing.hand_batch_bill r
                   set state = 'WAITING', why = ''
                  from issuing.hand_batch b
                 where b.unit_id = :unit
                   and b.file_sm3 = :sm3
                   and r.unit_id = b.unit_id
                   and r.batch_id = b.batch_id
                   and r.state = 'REFUSED'
                """).param("unit", unit.value()).param("sm3", sm3).update();
    }

    Optional<Batch> find(UnitId unit, @Nullable Long account, UUID id) {
        return jdbc.sql(BATCH + """
                 where b.unit_id = :unit
                   and b.batch_id = :id
                   and (cast(:account as bigint) is null or b.account_id = :account)
                """)
                .param("unit", unit.value())
                .param("account", account, Types.BIGINT)
                .param("id", id)
                .query(HandBatchStore::batch)
                .optional();
    }

    Optional<Batch> ofFile(UnitId unit, byte[] sm3) {
        return jdbc.sql(BATCH + " where b.unit_id = :unit and b.file_sm3 = :sm3")
                .param("unit", unit.value())
                .param("sm3", sm3)
                .query(HandBatchStore::batch)
                .optional();
    }

    Page<Batch> list(UnitId unit, @Nullable Long account, int pageNo, int pageSize) {
        long total = jdbc.sql("""
                select count(*)
                  from issuing.hand_batch
                 where unit_id = :unit
                   and (cast(:account as bigint) is null or account_id = :account)
                """)
                .param("unit", unit.value())
                .param("account", account, Types.BIGINT)
                .query(Long.class)
                .single();
        var rows = jdbc.sql(BATCH + """
                 where b.unit_id = :unit
                   and (cast(:account as bigint) is null or b.account_id = :account)
                 order by b.made_at desc, b.batch_id
                 limit :size offset :skip
                """)
                .param("unit", unit.value())
                .param("account", account, Types.BIGINT)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(HandBatchStore::batch)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    List<Outcome> outcomes(UnitId unit, UUID id) {
        return jdbc.sql("""
                select r.line, r.bus_no, r.content, r.state, r.why,
                       coalesce(b.bill_code, '') as bill_code, coalesce(b.bill_number, '') as bill_number
                  from issuing.hand_batch_bill r
                  left join issuing.bill b
                    on b.bill_id = r.bill_id
                   and b.unit_id = r.unit_id
                 where r.unit_id = :unit
                   and r.batch_id = :id
                 order by r.seq
                """)
                .param("unit", unit.value())
                .param("id", id)
                .query((row, n) -> {
                    var content = ContentJson.read(row.getString("content"));
                    return new Outcome(
                            row.getInt("line"),
                            row.getString("bus_no"),
                            content.payer().name(),
                            content.total().fen(),
                            State.valueOf(row.getString("state")),
                            row.getString("bill_code"),
                            row.getString("bill_number"),
                            row.getString("why"));
                })
                .list();
    }

    private static Batch batch(ResultSet row, int i) throws SQLException {
        return new Batch(
                row.getObject("batch_id", UUID.class),
                row.getString("file_name"),
                row.getString("made_by"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getInt("bills"),
                row.getInt("waiting"),
                row.getInt("issued"),
                row.getInt("earlier"),
                row.getInt("refused"));
    }
}
