package org.yipiao.supervision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Issuing;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;
import org.yipiao.signing.SignedBills.Original;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.Stage;
import org.yipiao.transit.StageName;

/**
 * 财政监制 Second stage: uploads signed bills and takes the bureau's signature. A bill is marked 待监制 before it is sent, so
 * a bill that already stands there may have arrived: then the bureau is asked what it has, and its answer compared with
 * ours, before anything is sent again.
 */
@Component
class CountersignStage implements Stage {
    private static final List<BillState> BEFORE_ISSUED = List.of(BillState.UPLOADED, BillState.UNIT_SIGNED);

    private final BureauClient bureau;
    private final SupervisoryCheck check;
    private final SignedBills signed;
    private final BillQueries bills;
    private final Issuing issuing;

    CountersignStage(
            BureauClient bureau, SupervisoryCheck check, SignedBills signed, BillQueries bills, Issuing issuing) {
        this.bureau = bureau;
        this.check = check;
        this.signed = signed;
        this.bills = bills;
        this.issuing = issuing;
    }

    @Override
    public StageName name() {
        return StageName.COUNTERSIGN;
    }

    @Override
    public String party() {
        return BureauClient.PARTY;
    }

    @Override
    public int batchMax() {
        return BureauClient.PACK_MAX;
    }

    @Override
    public int concurrency() {
        return 2;
    }

    /** One batch on its way: what is still open, and what became of the rest. */
    private static final class Batch {
        final UnitId unit;
        final Map<Bill.Key, Original> open = new LinkedHashMap<>();
        final Map<BillId, byte[]> supervisory = new HashMap<>();
        final Set<BillId> refused = new HashSet<>();
        final Map<BillId, Outcome> outcomes = new LinkedHashMap<>();

        Batch(UnitId unit) {
            this.unit = unit;
        }

        void done(BillId bill, String note) {
            outcomes.put(bill, new Outcome.Done(bill, note));
        }

        void waits(BillId bill, Fault fault, String detail) {
            outcomes.put(bill, new Outcome.Waits(bill, fault, detail));
        }

        void stuck(BillId bill, Fault fault, String detail) {
            outcomes.put(bill, new Outcome.Stuck(bill, fault, detail));
        }
    }

    @Override
    public List<Outcome> work(UnitId unit, List<BillId> ids) {
        Batch batch = open(unit, ids);
        try {
            askAboutSentBefore(batch, markSent(unit, batch));
            upload(batch);
        } catch (CallFailed failed) {
            batch.open.values().forEach(original -> batch.waits(original.bill(), failed.fault(), failed.detail()));
        } finally {
            // What the bureau answered before something broke is kept in any case.
            signed.countersigned(unit, batch.supervisory);
            issuing.advance(unit, List.copyOf(batch.supervisory.keySet()), BEFORE_ISSUED, BillState.ISSUED);
            issuing.advance(unit, List.copyOf(batch.refused), BEFORE_ISSUED, BillState.REJECTED);
        }
        return List.copyOf(batch.outcomes.values());
    }

    private Batch open(UnitId unit, List<BillId> ids) {
        Batch batch = new Batch(unit);
        Map<BillId, Original> originals = signed.originals(unit, ids);
        Map<BillId, Bill> contents = bills.bills(unit, ids);
        Set<BillId> awaitingBlue = bills.awaitingBlue(unit, ids);
        for (BillId id : ids) {
            Original original = originals.get(id);
            Bill bill = contents.get(id);
            if (original == null || bill == null) {
                batch.stuck(id, Fault.OUR_DATA, "缺少已签名的票据原文");
            } else if (original.supervisorySignature() != null) {
                batch.supervisory.put(id, original.supervisorySignature());
                batch.done(id, "已有监制签名");
            } else if (awaitingBlue.contains(id)) {
                batch.waits(id, Fault.OUR_DATA, "等待原蓝票完成监制");
            } else {
                batch.open.put(bill.key(), original);
            }
        }
        return batch;
    }

    /** @return the bills that were never sent before this attempt */
    private Set<BillId> markSent(UnitId unit, Batch batch) {
        List<BillId> open = batch.open.values().stream().map(Original::bill).toList();
        Set<BillId> fresh =
                new HashSet<>(issuing.advance(unit, open, List.of(BillState.UNIT_SIGNED), BillState.UPLOADED));
        if (fresh.size() < open.size()) {
            // A rejected bill comes here only because a person asked to try again.
            List<BillId> again = issuing.advance(
                    unit,
                    open.stream().filter(id -> !fresh.contains(id)).toList(),
                    List.of(BillState.REJECTED),
                    BillState.UNIT_SIGNED);
            issuing.advance(unit, again, List.of(BillState.UNIT_SIGNED), BillState.UPLOADED);
        }
        return fresh;
    }

    private void askAboutSentBefore(Batch batch, Set<BillId> fresh) {
        List<BureauWire.Key> sentBefore = batch.open.entrySet().stream()
                .filter(entry -> !fresh.contains(entry.getValue().bill()))
                .map(entry -> wire(entry.getKey()))
                .toList();
        if (sentBefore.isEmpty()) {
            return;
        }
        for (BureauWire.QueryResult result :
                bureau.query(batch.unit, sentBefore).results()) {
            Bill.Key key = key(result.billCode(), result.billNumber());
            Original ours = key == null ? null : batch.open.get(key);
            if (key == null || ours == null || !has(result.state())) {
                continue;
            }
            byte[] element = result.supervisorySignature();
            String sm3 = result.blockSm3();
            if (sm3 == null || element == null) {
                batch.waits(ours.bill(), Fault.WRONG_ANSWER, "财政票据系统答复已监制但未返回监制签名");
            } else if (!Sm2.sm3Hex(ours.block()).equalsIgnoreCase(sm3)) {
                batch.stuck(ours.bill(), Fault.REFUSED, "财政票据系统在该号码下存有另一张票据，内容与本票据不同");
            } else {
                accept(batch, ours, element, "查询得到");
            }
            batch.open.remove(key);
        }
    }

    private static boolean has(String state) {
        return state.equals("ISSUED") || state.equals("REVERSED");
    }

    private void upload(Batch batch) {
        for (List<Map.Entry<Bill.Key, Original>> pack : packs(batch.open)) {
            List<BureauWire.UploadBill> wire = pack.stream()
                    .map(entry -> new BureauWire.UploadBill(
                            entry.getKey().code().digits(),
                            entry.getKey().number().digits(),
                            entry.getValue().charset(),
                            entry.getValue().block(),
                            entry.getValue().unitSignature()))
                    .toList();
            Map<Bill.Key, BureauWire.UploadResult> results = new HashMap<>();
            for (BureauWire.UploadResult result : bureau.upload(batch.unit, new BureauWire.Upload(packNo(pack), wire))
                    .results()) {
                Bill.Key key = key(result.billCode(), result.billNumber());
                if (key != null) {
                    results.put(key, result);
                }
            }
            pack.forEach(entry -> {
                settle(batch, entry.getValue(), results.get(entry.getKey()));
                batch.open.remove(entry.getKey());
            });
        }
    }

    private void settle(Batch batch, Original ours, BureauWire.@org.jspecify.annotations.Nullable UploadResult result) {
        BillId id = ours.bill();
        if (result == null) {
            batch.waits(id, Fault.WRONG_ANSWER, "财政票据系统的应答中没有这张票据");
        } else if (result.result().equals("ISSUED") && result.supervisorySignature() != null) {
            accept(batch, ours, result.supervisorySignature(), "监制");
        } else if (result.result().equals("REFUSED")) {
            batch.refused.add(id);
            batch.stuck(
                    id,
                    Fault.REFUSED,
                    "财政票据系统退回：" + (result.reason() == null ? "未说明原因" : result.reason())
                            + (result.reasonCode() == null ? "" : "（" + result.reasonCode() + "）"));
        } else {
            batch.waits(id, Fault.WRONG_ANSWER, "财政票据系统返回了未知的监制结果");
        }
    }

    private void accept(Batch batch, Original ours, byte[] element, String how) {
        check.fault(batch.unit, ours, element)
                .ifPresentOrElse(fault -> batch.waits(ours.bill(), Fault.WRONG_ANSWER, fault), () -> {
                    batch.supervisory.put(ours.bill(), element);
                    batch.done(ours.bill(), how + "，验签通过");
                });
    }

    /** Bounded in number and in bytes. */
    static List<List<Map.Entry<Bill.Key, Original>>> packs(Map<Bill.Key, Original> open) {
        List<List<Map.Entry<Bill.Key, Original>>> packs = new ArrayList<>();
        List<Map.Entry<Bill.Key, Original>> pack = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Bill.Key, Original> entry : List.copyOf(open.entrySet())) {
            int size = entry.getValue().block().length;
            if (!pack.isEmpty()
                    && (pack.size() == BureauClient.PACK_MAX || bytes + size > BureauClient.PACK_BYTES_MAX)) {
                packs.add(pack);
                pack = new ArrayList<>();
                bytes = 0;
            }
            pack.add(entry);
            bytes += size;
        }
        if (!pack.isEmpty()) {
            packs.add(pack);
        }
        return packs;
    }

    /** The same bills make the same pack number, so that a repeated pack is recognised at the bureau. */
    private static String packNo(List<Map.Entry<Bill.Key, Original>> pack) {
        StringBuilder keys = new StringBuilder();
        pack.forEach(entry -> keys.append(entry.getKey()).append('\n'));
        return Sm2.sm3Hex(keys.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .substring(0, 32);
    }

    private static BureauWire.Key wire(Bill.Key key) {
        return new BureauWire.Key(key.code().digits(), key.number().digits());
    }

    /** Null when the bureau's answer names no possible bill. */
    private static Bill.@org.jspecify.annotations.Nullable Key key(String code, String number) {
        return WireKey.read(code, number);
    }
}
