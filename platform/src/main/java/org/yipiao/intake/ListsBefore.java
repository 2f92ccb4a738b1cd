package org.yipiao.intake;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.settlement.ChargedLine;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;

/**
 * 清单项目数据接收 {@code receiveListDetail} of version 2.0.3. Its texts give no fields, so this is our choice: {@code busNo} and
 * {@code listDetail} with the rows of the issuing methods. The list is kept until the settlement of that number comes without
 * one of its own. A bill is never changed: once it is there, the same list is a success and another one is refused.
 */
@Component
class ListsBefore implements MarketGroup {

    private final ListStore store;
    private final BillQueries queries;
    private final InstantSource clock;

    ListsBefore(ListStore store, BillQueries queries, InstantSource clock) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
    }

    @Override
    public Offer methods() {
        return new Offer().only(Protocol.V2_0_3, "receiveListDetail", this::receive);
    }

    private Reply receive(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String busNo = reader.needed("busNo", "业务流水号", 50);
        var sent = lines(reader);
        if (sent.isEmpty()) {
            reader.fault("listDetail", "清单项目明细", "", "不能为空", "请发送至少一行清单，行内字段与开具接口的listDetail相同");
        }
        faults.throwIfAny();
        var bill = queries.byBusNo(caller.unit(), caller.appid(), busNo).stream()
                .filter(found -> found.reverses().isEmpty())
                .findFirst();
        if (bill.isPresent()) {
            var ours = queries.bill(bill.get().id()).content().auxItems().stream()
                    .map(ListsBefore::comparable)
                    .toList();
            if (!ours.equals(sent)) {
                throw Refusal.method(
                        "业务流水号(busNo)=" + busNo + "已开具票据" + bill.get().code() + " "
                                + bill.get().number() + "，票据开具后清单(listDetail)不可更改，本次清单与票据不同；清单有误请先冲红，再用新的业务流水号重新结算");
            }
            return Reply.text("成功");
        }
        var rows = new LinkedHashMap<String, Object>();
        rows.put("listDetail", in.list("listDetail"));
        store.keep(caller, busNo, Json.compact(new Fields(rows)), sent.size(), clock.instant());
        return Reply.text("成功");
    }

    /** 补入清单 A settlement without a list of its own gets the one that came before it. */
    Fields completed(Fields in, Caller caller) {
        boolean mayHave = caller.protocol() == Protocol.V2_0_3 || caller.protocol() == Protocol.ANY;
        if (!mayHave || !in.list("listDetail").isEmpty()) {
            return in;
        }
        // What is wrong with the number the settlement says by itself.
        var faults = new Faults();
        String busNo = new FieldReader(in, "", faults).needed("busNo", "业务流水号", 50);
        if (!faults.none()) {
            return in;
        }
        return store.find(caller, busNo)
                .map(content -> {
                    var members = new LinkedHashMap<>(in.members());
                    members.put("listDetail", Json.object(content, "清单").list("listDetail"));
                    return new Fields(members);
                })
                .orElse(in);
    }

    /** The rows as a bill would carry them; what they say of charge items is read with the settlement. */
    private static List<AuxItem> lines(FieldReader in) {
        var lines = new ArrayList<AuxItem>();
        for (var row : in.rows("listDetail")) {
            row.text("chargeCode", "收费项目代码", 50);
            lines.add(ChargedLine.listRow(row, "", ""));
        }
        return lines.stream().map(ListsBefore::comparable).toList();
    }

    /** Without the charge item, and with one way to write each number. */
    private static AuxItem comparable(AuxItem item) {
        return new AuxItem(
                "",
                "",
                item.code(),
                item.name(),
                item.specification(),
                item.quantity().stripTrailingZeros(),
                item.unit(),
                item.price().stripTrailingZeros(),
                item.amount().stripTrailingZeros(),
                item.grade(),
                item.remark());
    }

    @Scheduled(initialDelay = 20, fixedDelay = 360, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(clock.instant().minus(MessageStore.KEPT_FOR));
    }
}
