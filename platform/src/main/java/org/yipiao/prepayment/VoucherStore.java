package org.yipiao.prepayment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.prepayment.Prepayments.Balance;
import org.yipiao.shared.UnitId;

/** SQL of prepayment. */
@Component
class VoucherStore {
    private static final String VOUCHER = """
            select v.unit_id, v.voucher_id, v.kind, v.code, v.number, v.check_code, v.refunds_id, v.caller, v.bus_no,
                   v.bus_type, v.point, v.bus_at, v.issued_at, v.amount_fen, v.payer, v.hospital_no, v.visit_no,
                   v.department, v.operator, v.reason, v.remark, v.content_sm3,
                   case when v.kind = 'REFUND' then 0 else v.amount_fen
                     - coalesce((select sum(r.amount_fen)
                                   from prepayment.voucher r
                                  where r.unit_id = v.unit_id
                                    and r.refunds_id = v.voucher_id), 0)
                     - coalesce((select sum(u.amount_fen)
                                   from prepayment.usage u
                                  where u.unit_id = v.unit_id
                                    and u.voucher_id = v.voucher_id
                                    and u.state <> 'RELEASED'), 0) end as left_fen
              from prepayment.voucher v
            """;

    private final JdbcClient jdbc;

    VoucherStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 取号 The next number of the code, held until the transaction ends. */
    long nextNumber(UnitId unit, String code) {
        return jdbc.sql("""
                insert into prepayment.voucher_code as c (unit_id, code, next_no)
                values (:unit, :code, 2)
                on conflict (unit_id, code) do update
                   set next_no = c.next_no + 1
                returning next_no - 1
                """)
                .param("unit", unit.value())
                .param("code", code)
                .query(Long.class)
                .single();
    }

    boolean ours(UnitId unit, String code) {
        return jdbc.sql("select exists (select 1 from prepayment.voucher_code where unit_id = :unit and code = :code)")
                .param("unit", unit.value())
                .param("code", code)
                .query(Boolean.class)
                .single();
    }

    /** 新凭证 What is written once. */
    record Fresh(
            UnitId unit,
            Voucher.Kind kind,
            String code,
            String number,
            String checkCode,
            @Nullable Long refunds,
            String caller,
            String keyNo,
            String busNo,
            byte[] sm3,
            String busType,
            String point,
            LocalDateTime busAt,
            LocalDateTime issuedAt,
            Money amount,
            String payer,
            String hospitalNo,
            String visitNo,
            String department,
            String operator,
            String reason,
            String remark,
            String details) {}

    long add(Fresh fresh) {
        return jdbc.sql("""
                insert into prepayment.voucher (
                  unit_id, kind, code, number, check_code, refunds_id, caller, key_no, bus_no, content_sm3, bus_type, point,
                  bus_at, issued_at, amount_fen, payer, hospital_no, visit_no, department, operator, reason, remark,
                  details)
                values (:unit, :kind, :code, :number, :checkCode, :refunds, :caller, :keyNo, :busNo, :sm3, :busType,
                  :point, :busAt, :issuedAt, :fen, :payer, :hospitalNo, :visitNo, :department, :operator, :reason,
                  :remark, :details::jsonb)
                returning voucher_id
                """)
                .param("unit", fresh.unit().value())
                .param("kind", fresh.kind().name())
                .param("code", fresh.code())
                .param("number", fresh.number())
                .param("checkCode", fresh.checkCode())
                .param("refunds", fresh.refunds(), Types.BIGINT)
                .param("caller", fresh.caller())
                .param("keyNo", fresh.keyNo())
                .param("busNo", fresh.busNo())
                .param("sm3", fresh.sm3())
                .param("busType", fresh.busType())
                .param("point", fresh.point())
                .param("busAt", fresh.busAt())
                .param("issuedAt", fresh.issuedAt())
                .param("fen", fresh.amount().fen())
                .param("payer", fresh.payer())
                .param("hospitalNo", fresh.hospitalNo())
                .param("visitNo", fresh.visitNo())
                .param("department", fresh.department())
                .param("operator", fresh.operator())
                .param("reason", fresh.reason())
                .param("remark", fresh.remark())
                .param("details", fresh.details())
                .query(Long.class)
                .single();
    }

    /** @param sm3 of the content it was given for */
    record Known(Voucher voucher, byte[] sm3) {}

    Optional<Known> byKey(UnitId unit, String caller, Voucher.Kind kind, String keyNo) {
        return jdbc.sql(VOUCHER + """
                 where v.unit_id = :unit
                   and v.caller = :caller
                   and v.kind = :kind
                   and v.key_no = :keyNo
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("kind", kind.name())
                .param("keyNo", keyNo)
                .query((row, i) -> new Known(voucher(row, i), row.getBytes("content_sm3")))
                .optional();
    }

    Optional<Voucher> find(UnitId unit, String code, String number) {
        return jdbc.sql(VOUCHER + " where v.unit_id = :unit and v.code = :code and v.number = :number")
                .param("unit", unit.value())
                .param("code", code)
                .param("number", number)
                .query(VoucherStore::voucher)
                .optional();
    }

    Optional<Voucher> byId(UnitId unit, long id) {
        return jdbc.sql(VOUCHER + " where v.unit_id = :unit and v.voucher_id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(VoucherStore::voucher)
                .optional();
    }

    /** Held until the transaction ends: one at a time decides about what is left of a deposit. Ordered, so that two can not wait for each other. */
    void lock(UnitId unit, List<Long> ids) {
        jdbc.sql("""
                select voucher_id
                  from prepayment.voucher
                 where unit_id = :unit
                   and voucher_id = any(:ids)
                 order by voucher_id
                   for update
                """)
                .param("unit", unit.value())
                .param("ids", ids.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    List<Voucher> refundsOf(UnitId unit, long voucher) {
        return jdbc.sql(VOUCHER + " where v.unit_id = :unit and v.refunds_id = :id order by v.voucher_id")
                .param("unit", unit.value())
                .param("id", voucher)
                .query(VoucherStore::voucher)
                .list();
    }

    List<Voucher> list(UnitId unit, Prepayments.Filter filter, int size, long skip) {
        var values = new HashMap<String, Object>();
        return jdbc.sql(VOUCHER + where(unit, filter, values)
                        + " order by v.issued_at desc, v.voucher_id desc limit :size offset :skip")
                .params(values)
                .param("size", size)
                .param("skip", skip)
                .query(VoucherStore::voucher)
                .list();
    }

    /** Each way is a range of an index of its own: collation C, bounded above every text that begins so. */
    List<Voucher> find(UnitId unit, @Nullable List<String> points, @Nullable String operator, String text, int max) {
        var values = new HashMap<String, Object>(Map.of(
                "unit", unit.value(), "text", text, "beyond", text + Character.toString(Character.MAX_CODE_POINT)));
        var seen = new ArrayList<String>();
        add(seen, values, "\n and w.point = any(:points)", "points", array(points));
        add(seen, values, "\n and w.operator = :operator", "operator", operator);
        var ways = List.of("number", "hospital_no", "payer").stream()
                .map(column -> "(select w.voucher_id from prepayment.voucher w where w.unit_id = :unit and w." + column
                        + " >= :text and w." + column + " < :beyond" + String.join("", seen) + " order by w." + column
                        + " limit 500)")
                .toList();
        return jdbc.sql(VOUCHER + " where v.unit_id = :unit and v.voucher_id in (" + String.join("\nunion\n", ways)
                        + ") order by v.issued_at desc, v.voucher_id desc limit :max")
                .params(values)
                .param("max", max)
                .query(VoucherStore::voucher)
                .list();
    }

    long count(UnitId unit, Prepayments.Filter filter) {
        var values = new HashMap<String, Object>();
        return jdbc.sql("select count(*) from prepayment.voucher v" + where(unit, filter, values))
                .params(values)
                .query(Long.class)
                .single();
    }

    private static String where(UnitId unit, Prepayments.Filter filter, Map<String, Object> values) {
        var conditions = new ArrayList<>(List.of("v.unit_id = :unit"));
        values.put("unit", unit.value());
        add(conditions, values, "v.issued_at >= :from", "from", filter.from());
        add(conditions, values, "v.issued_at < :until", "until", filter.until());
        add(conditions, values, "v.point = any(:points)", "points", array(filter.points()));
        add(conditions, values, "v.operator = :operator", "operator", filter.operator());
        add(
                conditions,
                values,
                "v.kind = :kind",
                "kind",
                filter.kind() == null ? null : filter.kind().name());
        add(
                conditions,
                values,
                "(starts_with(v.hospital_no, :text) or starts_with(v.number, :text) or starts_with(v.payer, :text))",
                "text",
                filter.text());
        return "\n where " + String.join("\n   and ", conditions) + "\n";
    }

    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static final String BALANCES = """
            select v.hospital_no, max(v.payer) as payer,
                   count(*) filter (where v.kind = 'DEPOSIT') as vouchers,
                   coalesce(sum(v.amount_fen) filter (where v.kind = 'DEPOSIT'), 0) as deposited,
                   coalesce(sum(v.amount_fen) filter (where v.kind = 'REFUND'), 0) as refunded,
                   coalesce(sum(u.used), 0) as used,
                   max(v.issued_at) as last_at
              from prepayment.voucher v
              left join (
                select unit_id, voucher_id, sum(amount_fen) as used
                  from prepayment.usage
                 where state <> 'RELEASED'
                 group by unit_id, voucher_id
              ) u
                on u.unit_id = v.unit_id
               and u.voucher_id = v.voucher_id
             where v.unit_id = :unit
               and (cast(:text as text) is null or starts_with(v.hospital_no, :text) or starts_with(v.payer, :text))
               and (cast(:points as text[]) is null or v.point = any(:points))
               and (cast(:operator as text) is null or v.operator = :operator)
             group by v.hospital_no
            """;

    List<Balance> balances(UnitId unit, Prepayments.Filter asked, int size, long skip) {
        return jdbc.sql("select b.hospital_no, b.payer, b.vouchers, b.deposited, b.refunded, b.used, b.last_at from ("
                        + BALANCES + ") b order by b.deposited - b.refunded - b.used desc, b.hospital_no"
                        + " limit :size offset :skip")
                .param("unit", unit.value())
                .param("text", asked.text(), Types.VARCHAR)
                .param("points", array(asked.points()), Types.ARRAY)
                .param("operator", asked.operator(), Types.VARCHAR)
                .param("size", size)
                .param("skip", skip)
                .query((row, i) -> {
                    long deposited = row.getLong("deposited");
                    long refunded = row.getLong("refunded");
                    long used = row.getLong("used");
                    return new Balance(
                            row.getString("hospital_no"),
                            row.getString("payer"),
                            row.getLong("vouchers"),
                            Money.ofFen(deposited),
                            Money.ofFen(refunded),
                            Money.ofFen(used),
                            Money.ofFen(deposited - refunded - used),
                            row.getObject("last_at", LocalDateTime.class));
                })
                .list();
    }

    long balanceCount(UnitId unit, Prepayments.Filter asked) {
        return jdbc.sql("select count(*) from (" + BALANCES + ") b")
                .param("unit", unit.value())
                .param("text", asked.text(), Types.VARCHAR)
                .param("points", array(asked.points()), Types.ARRAY)
                .param("operator", asked.operator(), Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    private static String @Nullable [] array(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }

    private static Voucher voucher(ResultSet row, int i) throws SQLException {
        long refunds = row.getLong("refunds_id");
        var deposit = row.wasNull() ? Optional.<Long>empty() : Optional.of(refunds);
        return new Voucher(
                row.getLong("voucher_id"),
                new UnitId(row.getString("unit_id")),
                Voucher.Kind.valueOf(row.getString("kind")),
                row.getString("code"),
                row.getString("number"),
                row.getString("check_code"),
                deposit,
                row.getString("caller"),
                row.getString("bus_no"),
                row.getString("bus_type"),
                row.getString("point"),
                row.getObject("bus_at", LocalDateTime.class),
                row.getObject("issued_at", LocalDateTime.class),
                Money.ofFen(row.getLong("amount_fen")),
                Money.ofFen(row.getLong("left_fen")),
                row.getString("payer"),
                row.getString("hospital_no"),
                row.getString("visit_no"),
                row.getString("department"),
                row.getString("operator"),
                row.getString("reason"),
                row.getString("remark"));
    }
}
