package org.yipiao.console;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.booking.Bookings;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.shared.FieldError;

/** 交款单位入账 What a payer's organisation has told us it booked: from then on the bill can not be reversed. */
@RestController
@RequestMapping("/api/console/bills/{id}/payer-booking")
class PayerBookingHttp {
    private final BillQueries bills;
    private final Bookings bookings;
    private final UnitTime time;
    private final Audit audit;

    PayerBookingHttp(BillQueries bills, Bookings bookings, UnitTime time, Audit audit) {
        this.bills = bills;
        this.bookings = bookings;
        this.time = time;
        this.audit = audit;
    }

    record Booked(String organisation, String voucher, LocalDate on, LocalDateTime at, String by) {}

    /** @param booking null: not booked */
    record Standing(@Nullable Booked booking) {}

    record Booking(
            @Nullable String organisation,
            @Nullable String voucher,
            @Nullable LocalDate on) {}

    @GetMapping
    @Permit(Permission.BILL_READ)
    ResponseEntity<Standing> standing(CurrentUser user, @PathVariable String id) {
        var bill = bill(user, id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Standing(bookings.payerBooking(user.unit(), bill.id())
                        .map(one -> new Booked(one.organisation(), one.voucher(), one.on(), one.at(), one.by()))
                        .orElse(null)));
    }

    @PostMapping
    @Permit(Permission.BOOKING_MANAGE)
    void book(CurrentUser user, @PathVariable String id, @RequestBody Booking asked) {
        var bill = bill(user, id);
        var errors = new ArrayList<FieldError>();
        String organisation = PaperHttp.needed("organisation", "入账单位", asked.organisation(), 100, errors);
        String voucher = PaperHttp.needed("voucher", "入账凭证号", asked.voucher(), 50, errors);
        var on = asked.on();
        if (on == null || on.isAfter(time.today(user.unit()))) {
            errors.add(new FieldError("on", "入账日期", on == null ? "" : on.toString(), "必填，不晚于今天", "请选择入账日期"));
        }
        BillFilter.refuse(errors);
        bookings.bookByPayer(
                user.unit(), bill.id(), organisation, voucher, Objects.requireNonNull(on), user.displayName());
        audit.note(user, "登记交款单位入账", bill.code() + " " + bill.number(), "凭证 " + voucher);
    }

    @PostMapping("/withdrawal")
    @Permit(Permission.BOOKING_MANAGE)
    void withdraw(CurrentUser user, @PathVariable String id) {
        var bill = bill(user, id);
        bookings.unbookByPayer(user.unit(), bill.id(), user.displayName());
        audit.note(user, "撤销交款单位入账", bill.code() + " " + bill.number(), "成功");
    }

    private IssuedBill bill(CurrentUser user, String id) {
        return bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
    }
}
