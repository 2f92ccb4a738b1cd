package org.yipiao;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.CheckCode;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Reversal;
import org.yipiao.masterdata.Unit;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** Bills in memory for tests of what comes after issuing. */
public final class OneLedger implements Issuing {
    private final Map<BillId, Bill> bills = new LinkedHashMap<>();
    private final Map<BillId, BillState> states = new LinkedHashMap<>();
    private final Map<BillId, Contact> contacts = new LinkedHashMap<>();
    private final List<BillId> heldBack = new ArrayList<>();
    /** Over all tests of a run: classes share a database. */
    private static final AtomicLong IDS = new AtomicLong(1000);

    private final Supplier<Unit> unit;

    public OneLedger(Supplier<Unit> unit) {
        this.unit = unit;
    }

    public BillId blue(BillCode code, long number, LocalDateTime at, String yuan) {
        return add(bill(code, number, at, content(yuan), Optional.empty()));
    }

    public BillId red(BillId blue, long number, LocalDateTime at) {
        Bill original = bills.get(blue);
        return add(bill(
                original.code(),
                number,
                at,
                original.content().reversed("冲红 " + original.key(), "测试乙"),
                Optional.of(original.key())));
    }

    public BillId add(Bill bill) {
        var id = new BillId(IDS.incrementAndGet());
        bills.put(id, bill);
        states.put(id, BillState.NUMBERED);
        return id;
    }

    public void contact(BillId bill, Contact contact) {
        contacts.put(bill, contact);
    }

    public void holdBack(BillId bill) {
        heldBack.add(bill);
    }

    public BillState state(BillId bill) {
        return states.get(bill);
    }

    public void state(BillId bill, BillState state) {
        states.put(bill, state);
    }

    public Bill bill(BillId id) {
        return bills.get(id);
    }

    private Bill bill(BillCode code, long number, LocalDateTime at, BillContent content, Optional<Bill.Key> reverses) {
        Unit issuer = unit.get();
        return new Bill(
                issuer.tag(),
                issuer.normVersion(),
                issuer.billName(content.kind()),
                code,
                BillNumber.of(number),
                new CheckCode("a1b2c3"),
                issuer.templateCode(code),
                issuer.supervisorArea(),
                at.withNano(0),
                issuer.party(),
                content,
                issuer.unitSeal(),
                issuer.supervisorySeal(),
                reverses);
    }

    public static BillContent content(String yuan) {
        Money total = Money.ofYuan(yuan);
        return new BillContent(
                BillKind.OUTPATIENT,
                total,
                new Payer("1", "990101********0001", "测试甲", "", ""),
                "1",
                "MZ000001",
                "",
                "测试乙",
                "测试丙",
                new Medical(
                        "女",
                        "30",
                        "MZ0001",
                        "20261121",
                        "综合医院",
                        "自费",
                        "",
                        Money.ZERO,
                        Money.ZERO,
                        Money.ZERO,
                        total,
                        Money.ZERO,
                        total,
                        "",
                        "",
                        "内科",
                        "",
                        "",
                        Money.ZERO,
                        Money.ZERO,
                        Money.ZERO,
                        List.of()),
                List.of(new Item("09", "西药费", BigDecimal.ONE, "项", total.yuan(), total, "")),
                List.of(new AuxItem(
                        "09",
                        "西药费",
                        "Y001",
                        "示例药品",
                        "10mg*10",
                        BigDecimal.ONE,
                        "盒",
                        total.yuan(),
                        total.yuan(),
                        "甲",
                        "")));
    }

    @Override
    public IssueResult issue(Charge charge) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IssueResult reverse(Reversal reversal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<BillId> advance(UnitId of, List<BillId> ids, List<BillState> from, BillState to) {
        List<BillId> moved = new ArrayList<>();
        for (BillId id : ids) {
            BillState now = states.get(id);
            if (now != null && from.contains(now)) {
                if (!now.canBecome(to)) {
                    throw new IllegalStateException(now + " can not become " + to);
                }
                states.put(id, to);
                moved.add(id);
            }
        }
        return moved;
    }

    public BillQueries queries() {
        BillQueries queries = mock(BillQueries.class);
        when(queries.bill(any())).thenAnswer(call -> bills.get(call.<BillId>getArgument(0)));
        when(queries.bills(any(), any())).thenAnswer(call -> {
            Map<BillId, Bill> found = new LinkedHashMap<>();
            for (BillId id : call.<List<BillId>>getArgument(1)) {
                if (bills.containsKey(id)) {
                    found.put(id, bills.get(id));
                }
            }
            return found;
        });
        when(queries.byId(any())).thenAnswer(call -> issued(call.getArgument(0)));
        when(queries.byId(any(org.yipiao.shared.UnitId.class), any())).thenAnswer(call -> issued(call.getArgument(1)));
        when(queries.byKey(any(), any())).thenAnswer(call -> {
            var key = new Bill.Key(call.getArgument(0), call.getArgument(1));
            return bills.entrySet().stream()
                    .filter(entry -> entry.getValue().key().equals(key))
                    .findFirst()
                    .flatMap(entry -> issued(entry.getKey()));
        });
        when(queries.awaitingBlue(any(), any())).thenAnswer(call -> {
            Set<BillId> waiting = new HashSet<>();
            for (BillId id : call.<List<BillId>>getArgument(1)) {
                bills.get(id)
                        .reverses()
                        .flatMap(this::byKey)
                        .filter(blue -> states.get(blue) != BillState.ISSUED && states.get(blue) != BillState.REVERSED)
                        .ifPresent(blue -> waiting.add(id));
            }
            return waiting;
        });
        when(queries.contact(any()))
                .thenAnswer(call -> contacts.getOrDefault(call.<BillId>getArgument(0), Contact.NONE));
        when(queries.toTell(any(), any())).thenAnswer(call -> {
            var found = new LinkedHashMap<BillId, BillQueries.ToTell>();
            for (BillId id : call.<List<BillId>>getArgument(1)) {
                issued(id)
                        .ifPresent(bill -> found.put(
                                id,
                                new BillQueries.ToTell(
                                        bill, !heldBack.contains(id), contacts.getOrDefault(id, Contact.NONE))));
            }
            return found;
        });
        when(queries.circulates(any())).thenAnswer(call -> !heldBack.contains(call.<BillId>getArgument(0)));
        return queries;
    }

    private Optional<IssuedBill> issued(BillId id) {
        Bill bill = bills.get(id);
        if (bill == null) {
            return Optional.empty();
        }
        return Optional.of(new IssuedBill(
                id,
                unit.get().id(),
                bill.content().kind(),
                bill.code(),
                bill.number(),
                bill.checkCode(),
                "test",
                bill.content().bizCode(),
                "02",
                "0101",
                bill.issuedAt(),
                bill.issuedAt(),
                bill.content().total(),
                bill.content().payer().name(),
                states.get(id),
                bill.reverses().flatMap(this::byKey),
                Optional.empty()));
    }

    private Optional<BillId> byKey(Bill.Key key) {
        return bills.entrySet().stream()
                .filter(entry -> entry.getValue().key().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
