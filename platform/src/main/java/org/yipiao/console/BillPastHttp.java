package org.yipiao.console;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.paper.Conversion;
import org.yipiao.paper.Conversions;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

/** 票据的历史时点 As-of query of one bill: an auditor asks what was true at a past moment. */
@RestController
@RequestMapping("/api/console/bills/{id}/as-of")
class BillPastHttp {
    private final BillQueries bills;
    private final InTransit transit;
    private final Conversions conversions;
    private final UnitTime time;

    BillPastHttp(BillQueries bills, InTransit transit, Conversions conversions, UnitTime time) {
        this.bills = bills;
        this.transit = transit;
        this.conversions = conversions;
        this.time = time;
    }

    /**
     * @param state null before it was issued
     * @param archived 已归档
     * @param delivered 已交付
     * @param paper number of the sheet that was out; empty when there was none
     */
    record PastBill(
            LocalDateTime at,
            @Nullable BillState state,
            String stateLabel,
            boolean archived,
            boolean delivered,
            String paper) {}

    @GetMapping
    @Permit(Permission.BILL_READ)
    PastBill at(
            CurrentUser user,
            @PathVariable String id,
            @RequestParam @DateTimeFormat(iso = ISO.DATE_TIME) LocalDateTime at) {
        IssuedBill bill = bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
        Instant moment = time.instant(user.unit(), at);
        var steps = transit.steps(user.unit(), bill.id());
        List<InTransit.Step> redSteps =
                bill.reversedBy().map(red -> transit.steps(user.unit(), red)).orElse(List.of());
        var state = PastState.at(moment, time.instant(user.unit(), bill.issuedAt()), bill.state(), steps, redSteps);
        return new PastBill(
                at,
                state.orElse(null),
                state.map(BillState::label).orElse("尚未开具"),
                PastState.reached(steps, StageName.ARCHIVE, moment),
                PastState.reached(steps, StageName.DELIVER, moment),
                paper(bill, moment));
    }

    private String paper(IssuedBill bill, Instant moment) {
        return conversions.of(bill.unit(), Conversion.Subject.BILL, bill.id().value()).stream()
                .filter(sheet ->
                        sheet.state() != Conversion.State.RELEASED && sheet.state() != Conversion.State.PRINTING)
                .filter(sheet -> !time.instant(bill.unit(), sheet.localAt()).isAfter(moment))
                .filter(sheet -> {
                    Instant ended = sheet.endedAt();
                    return ended == null || ended.isAfter(moment);
                })
                .map(sheet -> sheet.paper().code() + " " + sheet.paper().number())
                .findFirst()
                .orElse("");
    }
}
