package org.yipiao.booking;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.bill.Money;
import org.yipiao.issuing.BillFacts;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 入账台 */
@Component
class BookingDesk implements Bookings {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

    private final BookingStore store;
    private final SheetPages pages;
    private final BillQueries bills;
    private final BillFacts facts;
    private final Units units;
    private final InstantSource clock;

    BookingDesk(
            BookingStore store,
            SheetPages pages,
            BillQueries bills,
            BillFacts facts,
            Units units,
            InstantSource clock) {
        this.store = store;
        this.pages = pages;
        this.bills = bills;
        this.facts = facts;
        this.units = units;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Sheet summarise(UnitId unit, LocalDateTime from, LocalDateTime until, String point, String by) {
        store.serialise(unit);
        var open = open(unit, from, until, point);
        if (open.isEmpty()) {
            return store.same(unit, from, until, point)
                    .orElseThrow(() -> new Refused(409, "NOTHING_TO_BOOK", "这段业务时间内没有尚未汇总的票据，未生成汇总单。请核对起止时间和开票点。"));
        }
        long blue = sum(open, false);
        long red = sum(open, true);
        long reds = open.stream().filter(bill -> bill.reverses().isPresent()).count();
        var now = LocalDateTime.ofInstant(clock.instant(), units.current(unit).zone())
                .truncatedTo(ChronoUnit.MILLIS);
        String no = "RZ" + now.format(DAY) + "%04d".formatted(store.madeOn(unit, now.toLocalDate()) + 1);
        var sheet = new Sheet(
                0,
                unit,
                no,
                blue + red < 0 ? "2" : "1",
                from,
                until,
                point,
                open.size() - reds,
                Money.ofFen(blue),
                reds,
                Money.ofFen(red),
                Money.ofFen(blue + red),
                now,
                by,
                Optional.empty());
        store.add(sheet, open);
        return sheet(unit, no);
    }

    private static long sum(List<IssuedBill> bills, boolean red) {
        return bills.stream()
                .filter(bill -> bill.reverses().isPresent() == red)
                .mapToLong(bill -> bill.total().fen())
                .sum();
    }

    /** Bills of the span that are on no sheet yet; burnt numbers are no income. */
    private List<IssuedBill> open(UnitId unit, LocalDateTime from, LocalDateTime until, String point) {
        var filter = new BillQueries.Filter(
                null, null, from, until, null, null, point.isEmpty() ? null : point, null, null, null, null);
        var totals = bills.totals(unit, filter);
        if (totals.blueCount() + totals.redCount() > BILLS_MAX) {
            throw new Refused(409, "TOO_MANY_BILLS", "这段业务时间有票据超过 " + BILLS_MAX + " 张。请缩短时间或按开票点汇总。");
        }
        var open = new ArrayList<IssuedBill>();
        for (int pageNo = 1; ; pageNo++) {
            var page = bills.list(unit, filter, pageNo, Page.SIZE_MAX).rows();
            var booked = store.onSheets(unit, page.stream().map(IssuedBill::id).toList());
            page.stream()
                    .filter(bill -> bill.state() != BillState.BURNT && !booked.contains(bill.id()))
                    .forEach(open::add);
            if (page.size() < Page.SIZE_MAX) {
                return open;
            }
        }
    }

    @Override
    public List<Sheet> sheets(
            UnitId unit,
            LocalDate first,
            LocalDate last,
            @Nullable String no,
            @Nullable Boolean registered,
            @Nullable String type) {
        return store.sheets(unit, first, last, no, registered, type);
    }

    @Override
    public Page<Sheet> page(UnitId unit, Filter filter, int pageNo, int pageSize) {
        return store.page(unit, filter, Page.no(pageNo), Page.size(pageSize));
    }

    @Override
    public Sheet sheet(UnitId unit, String no) {
        return store.sheet(unit, no)
                .orElseThrow(() -> new Refused(409, "SHEET_NOT_FOUND", "汇总单 " + no + " 不存在。请核对汇总单号。"));
    }

    @Override
    public byte[] pdf(Sheet sheet) {
        return pages.pdf(sheet, store.lines(sheet));
    }

    @Override
    @Transactional
    public void register(UnitId unit, String no, String voucherNo, LocalDate on, Money total, String by) {
        store.serialise(unit);
        var sheet = matching(unit, no, total);
        if (sheet.registration().isPresent()) {
            if (sheet.registration().get().equals(new Registration(voucherNo, on))) {
                return;
            }
            throw new Refused(
                    409,
                    "ALREADY_REGISTERED",
                    "汇总单 " + no + " 已登记入账凭证 " + sheet.registration().get().voucherNo() + "。如需更改请先撤销入账备案。");
        }
        store.event(sheet, true, voucherNo, on, by, clock.instant());
    }

    @Override
    @Transactional
    public void withdraw(UnitId unit, String no, String voucherNo, LocalDate on, Money total, String by) {
        store.serialise(unit);
        var sheet = matching(unit, no, total);
        var registered = sheet.registration()
                .orElseThrow(() -> new Refused(409, "NOT_REGISTERED", "汇总单 " + no + " 没有登记入账，无需撤销。"));
        if (!registered.equals(new Registration(voucherNo, on))) {
            throw new Refused(
                    409,
                    "REGISTRATION_DIFFERS",
                    "汇总单 " + no + " 登记的入账凭证是 " + registered.voucherNo() + "，入账日期 " + registered.on() + "，与撤销内容不同。请核对。");
        }
        store.event(sheet, false, voucherNo, on, by, clock.instant());
    }

    private Sheet matching(UnitId unit, String no, Money total) {
        var sheet = sheet(unit, no);
        if (!sheet.total().equals(total)) {
            throw new Refused(
                    409,
                    "TOTAL_DIFFERS",
                    "入账金额 " + total.plain() + " 元与汇总单 " + no + " 的总金额 "
                            + sheet.total().plain() + " 元不一致。请核对金额。");
        }
        return sheet;
    }

    @Override
    @Transactional
    public void bookByPayer(UnitId unit, BillId bill, String organisation, String voucher, LocalDate on, String by) {
        if (!facts.book(unit, bill)) {
            var known = payerBooking(unit, bill);
            throw new Refused(
                    409,
                    "ALREADY_BOOKED",
                    known.map(booking -> "这张票据已由 " + booking.organisation() + " 入账。")
                            .orElse("这张票据已冲红或不存在，不能登记入账。"));
        }
        store.payerEvent(unit, bill, true, organisation, voucher, on, by, clock.instant());
    }

    @Override
    @Transactional
    public void unbookByPayer(UnitId unit, BillId bill, String by) {
        var booking = payerBooking(unit, bill).orElseThrow(() -> new Refused(409, "NOT_BOOKED", "这张票据没有登记入账，无需撤销。"));
        facts.unbook(unit, bill);
        store.payerEvent(
                unit, bill, false, booking.organisation(), booking.voucher(), booking.on(), by, clock.instant());
    }

    @Override
    public Optional<PayerBooking> payerBooking(UnitId unit, BillId bill) {
        return store.payerBooking(unit, bill, units.current(unit).zone());
    }
}
