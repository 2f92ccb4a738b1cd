package org.yipiao.console;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.delivery.BillLinks;
import org.yipiao.delivery.Deliveries;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.OfflineEntry;
import org.yipiao.rendering.Faces;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.Outcome;

/** 票据详情页 Gathers from every module what it knows about one bill. */
@Component
class BillPage {
    private static final Logger log = LoggerFactory.getLogger(BillPage.class);

    private final BillQueries bills;
    private final OfflineEntry offline;
    private final BillRows rows;
    private final InTransit transit;
    private final BillLinks links;
    private final Deliveries deliveries;
    private final Faces faces;
    private final UnitTime time;

    BillPage(
            BillQueries bills,
            OfflineEntry offline,
            BillRows rows,
            InTransit transit,
            BillLinks links,
            Deliveries deliveries,
            Faces faces,
            UnitTime time) {
        this.bills = bills;
        this.offline = offline;
        this.rows = rows;
        this.transit = transit;
        this.links = links;
        this.deliveries = deliveries;
        this.faces = faces;
        this.time = time;
    }

    BillDetail of(IssuedBill issued) {
        Bill bill = bills.bill(issued.id());
        var content = bill.content();
        return new BillDetail(
                rows.of(issued),
                issued.checkCode().text(),
                issued.busType(),
                issued.busAt(),
                bill.name(),
                new BillDetail.Payer(
                        content.payer().type(),
                        payerCode(content.payer()),
                        content.payer().name()),
                content.items().stream().map(BillPage::item).toList(),
                content.auxItems().stream().map(BillPage::auxItem).toList(),
                MedicalPairs.of(issued.kind(), content.medical()),
                content.handlingPerson(),
                content.checker(),
                content.remark(),
                other(issued.unit(), issued.reverses()),
                other(issued.unit(), issued.reversedBy()),
                offline(issued),
                facePages(issued),
                links.link(issued.id()),
                delivery(issued),
                timeline(issued));
    }

    /** Old business systems send a person's number unmasked; the page masks what still shows its middle. */
    private static String payerCode(org.yipiao.bill.Payer payer) {
        boolean person = !"2".equals(payer.type());
        return person && payer.code().indexOf('*') < 0 ? org.yipiao.bill.Payer.masked(payer.code()) : payer.code();
    }

    private static BillDetail.Item item(org.yipiao.bill.Item item) {
        return new BillDetail.Item(
                item.code(),
                item.name(),
                item.quantity(),
                item.unit(),
                item.price(),
                item.amount().fen(),
                item.remark());
    }

    private static BillDetail.AuxItem auxItem(org.yipiao.bill.AuxItem line) {
        return new BillDetail.AuxItem(
                line.itemCode(),
                line.itemName(),
                line.code(),
                line.name(),
                line.specification(),
                line.quantity(),
                line.unit(),
                line.price(),
                line.amount(),
                line.grade(),
                line.remark());
    }

    private BillDetail.@Nullable Offline offline(IssuedBill bill) {
        var mark = offline.marks(bill.unit(), List.of(bill.id())).get(bill.id());
        return mark == null ? null : new BillDetail.Offline(mark.agent(), time.local(bill.unit(), mark.arrivedAt()));
    }

    private BillDetail.@Nullable Other other(UnitId unit, Optional<BillId> id) {
        return id.flatMap(known -> bills.byId(unit, known))
                .map(bill -> new BillDetail.Other(
                        bill.id().toString(),
                        bill.code().digits(),
                        bill.number().digits()))
                .orElse(null);
    }

    /** A face that can not be drawn must not hide the rest of the page, least of all its timeline. */
    private int facePages(IssuedBill issued) {
        try {
            return faces.face(issued.unit(), issued.id()).pages();
        } catch (RuntimeException e) {
            log.warn("the face of bill {} could not be drawn", issued.id(), e);
            return 0;
        }
    }

    private List<BillDetail.Delivered> delivery(IssuedBill issued) {
        return deliveries.of(issued.unit(), issued.id()).stream()
                .map(notice -> new BillDetail.Delivered(
                        notice.channel().label(),
                        notice.to(),
                        time.local(issued.unit(), notice.at()),
                        notice.detail().isBlank()
                                ? notice.result().label()
                                : notice.result().label() + "：" + notice.detail()))
                .toList();
    }

    private List<BillDetail.Step> timeline(IssuedBill issued) {
        var steps = new ArrayList<BillDetail.Step>();
        steps.add(own("ISSUE", issued.reverses().isPresent() ? "冲红赋码" : "开具赋码", "", issued.issuedAt()));
        transit.steps(issued.unit(), issued.id()).stream()
                .map(step -> step(issued.unit(), step))
                .forEach(steps::add);
        issued.reversedBy()
                .flatMap(red -> bills.byId(issued.unit(), red))
                .ifPresent(red ->
                        steps.add(own("REVERSE", "冲红", "红票 " + red.code() + " " + red.number(), red.issuedAt())));
        return List.copyOf(steps);
    }

    private static BillDetail.Step own(String stage, String label, String detail, LocalDateTime at) {
        return new BillDetail.Step(stage, label, "本平台", true, null, detail, 1, at, at, 0);
    }

    private BillDetail.Step step(UnitId unit, InTransit.Step step) {
        Outcome.Fault fault = step.fault();
        Duration took = step.took();
        return new BillDetail.Step(
                step.stage().name(),
                step.stage().label(),
                step.party(),
                step.done(),
                fault == null ? null : fault.label(),
                step.detail(),
                step.times(),
                time.local(unit, step.firstAt()),
                time.local(unit, step.lastAt()),
                took.toMillis());
    }
}
