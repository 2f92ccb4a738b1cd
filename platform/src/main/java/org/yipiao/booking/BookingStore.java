package org.yipiao.booking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.booking.Bookings.Filter;
import org.yipiao.booking.Bookings.PayerBooking;
import org.yipiao.booking.Bookings.Registration;
import org.yipiao.booking.Bookings.Sheet;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of booking. */
@Component
class BookingStore {
    private static final int SHEETS_MAX = 500;
    private static final String SHEET = """
            select s.unit_id, s.sheet_id, s.ac_no, s.ac_type, s.from_at, s.until_at, s.point, s.blue_count, s.blue_fen,
                   s.red_count, s.red_fen, s.total_fen, s.created_at, s.created_by, r.registered, r.acc_voucher_no,
                   r.booked_on
              from booking.sheet s
              left join lateral (
                select e.registered, e.acc_voucher_no, e.booked_on
                  from booking.registration e
                 where e.unit_id = s.unit_id
                   and e.sheet_id = s.sheet_id
                 order by e.event_id desc
                 limit 1
              ) r on true
            """;

    private final JdbcClient jdbc;

    BookingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One sheet of a unit is made at a time, so that no bill is on two. */
    void serialise(UnitId unit) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('booking.sheet ' || :unit, 0))")
                .param("unit", unit.value())
                .query((row, i) -> true)
                .list();
    }

    Set<BillId> onSheets(UnitId unit, List<BillId> bills) {
        return new HashSet<>(
                jdbc.sql("select bill_id from booking.sheet_bill where unit_id = :unit and bill_id = any(:ids)")
                        .param("unit", unit.value())
                        .param("ids", bills.stream().map(BillId::value).toArray(Long[]::new))
                        .query((row, i) -> new BillId(row.getLong(1)))
                        .list());
    }

    /** @return the sheet's id; its number is the day and the id */
    long add(Sheet sheet, List<IssuedBill> bills) {
        long id = jdbc.sql("""
                insert into booking.sheet (
                  unit_id, ac_no, ac_type, from_at, until_at, point, blue_count, blue_fen, red_count, red_fen, total_fen,
                  created_at, created_by)
                values (:unit, :no, :type, :from, :until, :point, :blueCount, :blue, :redCount, :red, :total, :at, :by)
                returning sheet_id
                """)
                .param("unit", sheet.unit().value())
                .param("no", sheet.no())
                .param("type", sheet.type())
                .param("from", sheet.from())
                .param("until", sheet.until())
                .param("point", sheet.point())
                .param("blueCount", sheet.blueCount())
                .param("blue", sheet.blue().fen())
                .param("redCount", sheet.redCount())
                .param("red", sheet.red().fen())
                .param("total", sheet.total().fen())
                .param("at", sheet.createdAt())
                .param("by", sheet.createdBy())
                .query(Long.class)
                .single();
        jdbc.sql("""
                insert into booking.sheet_bill (unit_id, bill_id, sheet_id, kind, red, fen)
                select :unit, t.bill_id, :sheet, t.kind, t.red, t.fen
                  from unnest(:ids, :kinds, :reds, :fens) as t (bill_id, kind, red, fen)
                """)
                .param("unit", sheet.unit().value())
                .param("sheet", id)
                .param("ids", bills.stream().map(bill -> bill.id().value()).toArray(Long[]::new))
                .param("kinds", bills.stream().map(bill -> bill.kind().name()).toArray(String[]::new))
                .param(
                        "reds",
                        bills.stream().map(bill -> bill.reverses().isPresent()).toArray(Boolean[]::new))
                .param("fens", bills.stream().map(bill -> bill.total().fen()).toArray(Long[]::new))
                .update();
        return id;
    }

    /** How many sheets the unit has made on the day, for the next one's number. */
    long madeOn(UnitId unit, LocalDate day) {
        return jdbc.sql("""
                select count(*)
                  from booking.sheet
                 where unit_id = :unit
                   and created_at >= :from
                   and created_at < :until
                """)
                .param("unit", unit.value())
                .param("from", day.atStartOfDay())
                .param("until", day.plusDays(1).atStartOfDay())
                .query(Long.class)
                .single();
    }

    Optional<Sheet> same(UnitId unit, LocalDateTime from, LocalDateTime until, String point) {
        return jdbc.sql(SHEET + """
                 where s.unit_id = :unit
                   and s.from_at = :from
                   and s.until_at = :until
                   and s.point = :point
                 order by s.sheet_id desc
                 limit 1
                """)
                .param("unit", unit.value())
                .param("from", from)
                .param("until", until)
                .param("point", point)
                .query(BookingStore::sheet)
                .optional();
    }

    Optional<Sheet> sheet(UnitId unit, String no) {
        return jdbc.sql(SHEET + " where s.unit_id = :unit and s.ac_no = :no")
                .param("unit", unit.value())
                .param("no", no)
                .query(BookingStore::sheet)
                .optional();
    }

    List<Sheet> sheets(
            UnitId unit,
            LocalDate first,
            LocalDate last,
            @Nullable String no,
            @Nullable Boolean registered,
            @Nullable String type) {
        return jdbc.sql(SHEET + """
                 where s.unit_id = :unit
                   and s.created_at >= :from
                   and s.created_at < :until
                   and (cast(:no as text) is null or s.ac_no = :no)
                   and (cast(:registered as boolean) is null or coalesce(r.registered, false) = :registered)
                   and (cast(:type as text) is null or s.ac_type = :type)
                 order by s.sheet_id desc
                 limit :max
                """)
                .param("unit", unit.value())
                .param("from", first.atStartOfDay())
                .param("until", last.plusDays(1).atStartOfDay())
                .param("no", no, Types.VARCHAR)
                .param("registered", registered, Types.BOOLEAN)
                .param("type", type, Types.VARCHAR)
                .param("max", SHEETS_MAX)
                .query(BookingStore::sheet)
                .list();
    }

    Page<Sheet> page(UnitId unit, Filter filter, int pageNo, int pageSize) {
        String where = """
                 where s.unit_id = :unit
                   and s.created_at >= :from
                   and s.created_at < :until
                   and (cast(:no as text) is null or s.ac_no = :no or (r.registered and r.acc_voucher_no = :no))
                   and (cast(:registered as boolean) is null or coalesce(r.registered, false) = :registered)
                   and (cast(:type as text) is null or s.ac_type = :type)
                """;
        long total = filtered("select count(*) from (" + SHEET + where + ") all_of_them", unit, filter)
                .query(Long.class)
                .single();
        var rows = filtered(SHEET + where + """
                 order by s.sheet_id desc
                 limit :size offset :skip
                """, unit, filter)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(BookingStore::sheet)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    private JdbcClient.StatementSpec filtered(String sql, UnitId unit, Filter filter) {
        return jdbc.sql(sql)
                .param("unit", unit.value())
                .param("from", filter.first().atStartOfDay())
                .param("until", filter.last().plusDays(1).atStartOfDay())
                .param("no", filter.no(), Types.VARCHAR)
                .param("registered", filter.registered(), Types.BOOLEAN)
                .param("type", filter.type(), Types.VARCHAR);
    }

    void event(Sheet sheet, boolean registered, String voucherNo, LocalDate on, String by, Instant at) {
        jdbc.sql("""
                insert into booking.registration (
                  unit_id, sheet_id, registered, acc_voucher_no, booked_on, total_fen, at, by_whom)
                values (:unit, :sheet, :registered, :voucher, :on, :fen, :at, :by)
                """)
                .param("unit", sheet.unit().value())
                .param("sheet", sheet.id())
                .param("registered", registered)
                .param("voucher", voucherNo)
                .param("on", on)
                .param("fen", sheet.total().fen())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update();
    }

    /** @param kind 票据种类 @param red 红票 */
    record Line(String kind, boolean red, long count, Money amount) {}

    List<Line> lines(Sheet sheet) {
        return jdbc.sql("""
                select kind, red, count(*) as bills, sum(fen) as fen
                  from booking.sheet_bill
                 where unit_id = :unit
                   and sheet_id = :sheet
                 group by kind, red
                 order by kind, red
                """)
                .param("unit", sheet.unit().value())
                .param("sheet", sheet.id())
                .query((row, i) -> new Line(
                        row.getString("kind"),
                        row.getBoolean("red"),
                        row.getLong("bills"),
                        Money.ofFen(row.getLong("fen"))))
                .list();
    }

    void payerEvent(
            UnitId unit,
            BillId bill,
            boolean booked,
            String organisation,
            String voucher,
            LocalDate on,
            String by,
            Instant at) {
        jdbc.sql("""
                insert into booking.payer_booking (unit_id, bill_id, booked, booked_by, voucher, booked_on, at, by_whom)
                values (:unit, :bill, :booked, :organisation, :voucher, :on, :at, :by)
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .param("booked", booked)
                .param("organisation", organisation)
                .param("voucher", voucher)
                .param("on", on)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update();
    }

    Optional<PayerBooking> payerBooking(UnitId unit, BillId bill, ZoneId zone) {
        return jdbc.sql("""
                select booked, booked_by, voucher, booked_on, at, by_whom
                  from booking.payer_booking
                 where unit_id = :unit
                   and bill_id = :bill
                 order by event_id desc
                 limit 1
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .query((row, i) -> row.getBoolean("booked")
                        ? Optional.of(new PayerBooking(
                                row.getString("booked_by"),
                                row.getString("voucher"),
                                row.getObject("booked_on", LocalDate.class),
                                LocalDateTime.ofInstant(
                                        row.getObject("at", OffsetDateTime.class)
                                                .toInstant(),
                                        zone),
                                row.getString("by_whom")))
                        : Optional.<PayerBooking>empty())
                .optional()
                .flatMap(newest -> newest);
    }

    private static Sheet sheet(ResultSet row, int i) throws SQLException {
        boolean registered = row.getBoolean("registered");
        return new Sheet(
                row.getLong("sheet_id"),
                new UnitId(row.getString("unit_id")),
                row.getString("ac_no"),
                row.getString("ac_type"),
                row.getObject("from_at", LocalDateTime.class),
                row.getObject("until_at", LocalDateTime.class),
                row.getString("point"),
                row.getLong("blue_count"),
                Money.ofFen(row.getLong("blue_fen")),
                row.getLong("red_count"),
                Money.ofFen(row.getLong("red_fen")),
                Money.ofFen(row.getLong("total_fen")),
                row.getObject("created_at", LocalDateTime.class),
                row.getString("created_by"),
                registered
                        ? Optional.of(new Registration(
                                row.getString("acc_voucher_no"), row.getObject("booked_on", LocalDate.class)))
                        : Optional.empty());
    }
}
