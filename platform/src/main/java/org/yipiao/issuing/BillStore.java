package org.yipiao.issuing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.CheckCode;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL that writes bills, their keys and states. */
@Component
class BillStore {
    /** The columns of an {@link IssuedBill}; the state is another row, so the bill's own is never touched. */
    static final String ISSUED_BILL = """
            select b.unit_id, b.bill_id, b.kind, b.bill_code, b.bill_number, b.check_code, b.caller, b.bus_no,
                   b.bus_type, b.point, b.bus_at, b.issued_at, b.total_fen, b.payer_name, b.reverses_bill_id,
                   s.state, s.reversed_by
              from issuing.bill b
              join issuing.bill_state s
                on s.bill_id = b.bill_id
               and s.unit_id = b.unit_id
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    BillStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** @return the first of 1000 keys that are nobody else's */
    long nextIdBlock() {
        return jdbc.sql("select nextval('issuing.bill_id')").query(Long.class).single();
    }

    /** A draft with what the lane gave it. */
    record Row(BillId id, Draft draft, BillCode code, BillNumber number, CheckCode checkCode, LocalDateTime issuedAt) {
        IssuedBill bill() {
            return new IssuedBill(
                    id,
                    draft.unit().id(),
                    draft.kind(),
                    code,
                    number,
                    checkCode,
                    draft.caller(),
                    draft.busNo(),
                    draft.busType(),
                    draft.point(),
                    draft.busAt(),
                    issuedAt,
                    draft.content().total(),
                    draft.content().payer().name(),
                    BillState.NUMBERED,
                    Optional.ofNullable(draft.reverses()),
                    Optional.empty());
        }
    }

    /**
     * Claims the keys. Waits for a settlement with the same key that another transaction is writing just now. Keys are
     * claimed in one order everywhere, so two batches can not wait for each other.
     *
     * @return the bills whose keys were free
     */
    Set<BillId> claimKeys(UnitId unit, BillKind kind, Map<BillId, Draft> drafts) {
        var inOrder = drafts.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<BillId, Draft> e) -> e.getValue().keyNo())
                        .thenComparing(e -> e.getValue().caller()))
                .toList();
        return new HashSet<>(jdbc.sql("""
                insert into issuing.charge_key (unit_id, bus_no, caller, kind, bill_id, content_sm3)
                select :unit, k.bus_no, k.caller, :kind, k.bill_id, k.sm3
                  from unnest(:busNos, :callers, :ids, :sm3s) as k (bus_no, caller, bill_id, sm3)
                on conflict do nothing
                returning bill_id
                """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("busNos", inOrder.stream().map(e -> e.getValue().keyNo()).toArray(String[]::new))
                .param(
                        "callers",
                        inOrder.stream().map(e -> e.getValue().caller()).toArray(String[]::new))
                .param("ids", inOrder.stream().map(e -> e.getKey().value()).toArray(Long[]::new))
                .param("sm3s", inOrder.stream().map(e -> e.getValue().sm3()).toArray(byte[][]::new))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list());
    }

    /** What a key was first used for. */
    record Earlier(Draft.Key key, byte[] sm3, IssuedBill bill) {}

    List<Earlier> earlier(UnitId unit, BillKind kind, Collection<Draft.Key> keys) {
        return jdbc.sql("""
                select k.bus_no as key_no, k.caller as key_caller, k.content_sm3, b.*
                  from unnest(:busNos, :callers) as asked (bus_no, caller)
                  join issuing.charge_key k
                    on k.unit_id = :unit
                   and k.bus_no = asked.bus_no
                   and k.caller = asked.caller
                   and k.kind = :kind
                  join lateral (
                """ + ISSUED_BILL + """
                     where b.bill_id = k.bill_id
                       and b.unit_id = k.unit_id
                  ) b on true
                """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("busNos", keys.stream().map(Draft.Key::busNo).toArray(String[]::new))
                .param("callers", keys.stream().map(Draft.Key::caller).toArray(String[]::new))
                .query((row, i) -> new Earlier(
                        new Draft.Key(row.getString("key_no"), row.getString("key_caller")),
                        row.getBytes("content_sm3"),
                        issuedBill(row, i)))
                .list();
    }

    BillContent content(BillId id) {
        return ContentJson.read(
                jdbc.sql("""
                select content
                  from issuing.bill
                 where bill_id = :id
                """).param("id", id.value()).query(String.class).single());
    }

    /** 开年 Makes the partition of a year, once. @return whether it was not there yet */
    boolean openYear(int year) {
        return jdbc.sql("select issuing.open_year(:year)")
                .param("year", year)
                .query(Boolean.class)
                .single();
    }

    boolean hasYear(int year) {
        return jdbc.sql("select to_regclass('issuing.bill_' || :year) is not null")
                .param("year", Integer.toString(year))
                .query(Boolean.class)
                .single();
    }

    void add(List<Row> rows, Instant at) {
        batches.batchUpdate("""
                insert into issuing.bill
                  (unit_id, bill_id, kind, bill_code, bill_number, check_code, caller, bus_no, bus_type, point, bus_at,
                   issued_at, total_fen, payer_name, unit_version, circulates, arrears_reason, contact, his,
                   reverses_bill_id, content, bill_year)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement statement, int i) throws SQLException {
                set(statement, rows.get(i));
            }

            @Override
            public int getBatchSize() {
                return rows.size();
            }
        });
        jdbc.sql("""
                insert into issuing.bill_state (unit_id, bill_id, state, state_at)
                select :unit, id, 'NUMBERED', :at
                  from unnest(:ids) as id
                """)
                .param("unit", rows.getFirst().draft().unit().id().value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("ids", rows.stream().map(row -> row.id().value()).toArray(Long[]::new))
                .update();
    }

    private static void set(PreparedStatement statement, Row row) throws SQLException {
        Draft draft = row.draft();
        int i = 0;
        statement.setString(++i, draft.unit().id().value());
        statement.setLong(++i, row.id().value());
        statement.setString(++i, draft.kind().name());
        statement.setString(++i, row.code().digits());
        statement.setString(++i, row.number().digits());
        statement.setString(++i, row.checkCode().text());
        statement.setString(++i, draft.caller());
        statement.setString(++i, draft.busNo());
        statement.setString(++i, draft.busType());
        statement.setString(++i, draft.point());
        statement.setObject(++i, draft.busAt());
        statement.setObject(++i, row.issuedAt());
        statement.setLong(++i, draft.content().total().fen());
        statement.setString(++i, draft.content().payer().name());
        statement.setInt(++i, draft.unit().version());
        statement.setBoolean(++i, draft.circulates());
        statement.setString(++i, draft.arrearsReason());
        statement.setBytes(++i, draft.contact());
        statement.setObject(++i, draft.his(), Types.OTHER);
        setId(statement, ++i, draft.reverses());
        statement.setObject(++i, draft.json(), Types.OTHER);
        statement.setInt(++i, row.code().year());
    }

    private static void setId(PreparedStatement statement, int index, @Nullable BillId id) throws SQLException {
        if (id == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, id.value());
        }
    }

    /** What a reversal needs to know of the bill it reverses. */
    record BlueBill(
            IssuedBill bill,
            BillContent content,
            boolean circulates,
            String arrearsReason,
            byte @Nullable [] contact,
            String his) {}

    Optional<BlueBill> blue(UnitId unit, Bill.Key key) {
        return jdbc.sql("""
                select i.*, x.content, x.circulates, x.arrears_reason, x.contact, x.his
                  from (
                """ + ISSUED_BILL + """
                         where b.bill_number = :number
                           and b.bill_code = :code
                           and b.unit_id = :unit
                       ) i
                  join issuing.bill x
                    on x.bill_id = i.bill_id
                   and x.unit_id = i.unit_id
                """)
                .param("unit", unit.value())
                .param("code", key.code().digits())
                .param("number", key.number().digits())
                .query((row, i) -> new BlueBill(
                        issuedBill(row, i),
                        ContentJson.read(row.getString("content")),
                        row.getBoolean("circulates"),
                        row.getString("arrears_reason"),
                        row.getBytes("contact"),
                        row.getString("his")))
                .optional();
    }

    /** Marks the blue bill with its red one, in the red one's transaction. @return false when it can not be reversed */
    boolean markReversed(UnitId unit, BillId blue, BillId red) {
        return jdbc.sql("""
                update issuing.bill_state
                   set reversed_by = :red
                 where unit_id = :unit
                   and bill_id = :blue
                   and state in ('NUMBERED', 'UNIT_SIGNED', 'UPLOADED', 'ISSUED')
                   and (reversed_by is null or reversed_by = :red)
                   and not on_paper
                   and not booked
                """)
                        .param("unit", unit.value())
                        .param("blue", blue.value())
                        .param("red", red.value())
                        .update()
                == 1;
    }

    /** Locks in the order of the keys, so two packs that overlap can not wait for each other. */
    List<BillId> advance(UnitId unit, List<BillId> bills, List<BillState> from, BillState to, Instant at) {
        return jdbc.sql("""
                with locked as (
                  select bill_id
                    from issuing.bill_state
                   where unit_id = :unit
                     and bill_id = any(:ids)
                     and state = any(:from)
                   order by bill_id
                     for update
                )
                update issuing.bill_state s
                   set state = :to,
                       state_at = :at
                  from locked
                 where s.bill_id = locked.bill_id
                   and s.unit_id = :unit
                   and s.state = any(:from)
                returning s.bill_id
                """)
                .param("unit", unit.value())
                .param("ids", ids(bills))
                .param("from", from.stream().map(Enum::name).toArray(String[]::new))
                .param("to", to.name())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list();
    }

    /** Blue bills whose red bill, or who themselves, were among the bills issued just now and are both issued. */
    int settleReversals(UnitId unit, List<BillId> issued, Instant at) {
        return jdbc.sql("""
                update issuing.bill_state blue
                   set state = 'REVERSED',
                       state_at = :at
                  from issuing.bill_state red
                 where blue.unit_id = :unit
                   and blue.state = 'ISSUED'
                   and red.unit_id = blue.unit_id
                   and red.bill_id = blue.reversed_by
                   and red.state = 'ISSUED'
                   and blue.bill_id in (
                     select b.reverses_bill_id
                       from issuing.bill b
                      where b.bill_id = any(:ids)
                        and b.unit_id = :unit
                        and b.reverses_bill_id is not null
                      union all
                     select s.bill_id
                       from issuing.bill_state s
                      where s.bill_id = any(:ids)
                        and s.unit_id = :unit
                        and s.reversed_by is not null
                   )
                """)
                .param("unit", unit.value())
                .param("ids", ids(issued))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    static Long[] ids(List<BillId> bills) {
        return bills.stream().map(BillId::value).toArray(Long[]::new);
    }

    static IssuedBill issuedBill(ResultSet row, int i) throws SQLException {
        return new IssuedBill(
                new BillId(row.getLong("bill_id")),
                new UnitId(row.getString("unit_id")),
                BillKind.valueOf(row.getString("kind")),
                new BillCode(row.getString("bill_code")),
                new BillNumber(row.getString("bill_number")),
                new CheckCode(row.getString("check_code")),
                row.getString("caller"),
                row.getString("bus_no"),
                row.getString("bus_type"),
                row.getString("point"),
                row.getObject("bus_at", LocalDateTime.class),
                row.getObject("issued_at", LocalDateTime.class),
                Money.ofFen(row.getLong("total_fen")),
                row.getString("payer_name"),
                BillState.valueOf(row.getString("state")),
                id(row, "reverses_bill_id"),
                id(row, "reversed_by"));
    }

    private static Optional<BillId> id(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(new BillId(value));
    }
}
