package org.yipiao.signing;

import java.nio.charset.Charset;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.Stage;
import org.yipiao.transit.StageName;

/**
 * 单位签名 First stage: freezes the XML of a numbered bill, has it signed by the unit's key and keeps both. The block is
 * durable before the signature server is asked, so a retry after a lost answer signs the same bytes.
 */
@Component
class SignStage implements Stage {
    private final BillQueries bills;
    private final Issuing issuing;
    private final Units units;
    private final UnitSigners signers;
    private final SignedBillStore store;
    private final InstantSource clock;

    SignStage(
            BillQueries bills,
            Issuing issuing,
            Units units,
            UnitSigners signers,
            SignedBillStore store,
            InstantSource clock) {
        this.bills = bills;
        this.issuing = issuing;
        this.units = units;
        this.signers = signers;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.SIGN;
    }

    @Override
    public String party() {
        return SignatureServer.PARTY;
    }

    @Override
    public int batchMax() {
        return 200;
    }

    @Override
    public int concurrency() {
        return 2;
    }

    @Override
    public List<Outcome> work(UnitId unit, List<BillId> batch) {
        Map<BillId, Outcome> outcomes = new LinkedHashMap<>();
        Map<BillId, byte[]> blocks = frozen(unit, batch, outcomes);
        Map<BillId, String> notes = new HashMap<>();
        store.originals(unit, List.copyOf(blocks.keySet())).keySet().forEach(signedEarlier -> {
            blocks.remove(signedEarlier);
            notes.put(signedEarlier, "已有签名");
        });
        try {
            notes.putAll(sign(unit, blocks));
        } catch (CallFailed failed) {
            blocks.keySet().forEach(id -> outcomes.put(id, new Outcome.Waits(id, failed.fault(), failed.detail())));
        }
        issuing.advance(unit, List.copyOf(notes.keySet()), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
        notes.forEach((id, note) -> outcomes.put(id, new Outcome.Done(id, note)));
        return List.copyOf(outcomes.values());
    }

    /** The durable blocks of the batch; a bill whose XML can not be written is stuck and missing. */
    private Map<BillId, byte[]> frozen(UnitId unit, List<BillId> batch, Map<BillId, Outcome> outcomes) {
        Map<BillId, SignedBillStore.Frozen> known = store.frozen(unit, batch);
        List<BillId> fresh = batch.stream().filter(id -> !known.containsKey(id)).toList();
        if (!fresh.isEmpty()) {
            Charset charset = units.current(unit).charset();
            Map<BillId, Bill> contents = bills.bills(unit, fresh);
            Map<BillId, byte[]> written = new LinkedHashMap<>();
            for (BillId id : fresh) {
                Bill bill = contents.get(id);
                if (bill == null) {
                    outcomes.put(id, new Outcome.Stuck(id, Fault.OUR_DATA, "票据内容读取不到"));
                    continue;
                }
                try {
                    written.put(id, BillXml.block(bill, charset));
                } catch (IllegalArgumentException e) {
                    outcomes.put(id, new Outcome.Stuck(id, Fault.OUR_DATA, "票据数据不能写成XML：" + e.getMessage()));
                }
            }
            if (!written.isEmpty()) {
                store.freeze(unit, written, charset, clock.instant());
                // Read back: another worker may have frozen the same bill a moment earlier, and its bytes count.
                known.putAll(store.frozen(unit, List.copyOf(written.keySet())));
            }
        }
        Map<BillId, byte[]> blocks = new LinkedHashMap<>();
        known.forEach((id, frozen) -> blocks.put(id, frozen.block()));
        return blocks;
    }

    /** @return a note per signed bill */
    private Map<BillId, String> sign(UnitId unit, Map<BillId, byte[]> blocks) {
        if (blocks.isEmpty()) {
            return Map.of();
        }
        String present = signers.seal(unit).ref().id();
        UnitSigners.Signatures signatures = signers.signAll(unit, new ArrayList<>(blocks.values()));
        X509Certificate certificate = Sm2.certificate(signatures.certificate());
        String serial = Sm2.serialNumber(certificate);
        Instant now = clock.instant();
        Map<BillId, byte[]> elements = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<BillId, byte[]> block : blocks.entrySet()) {
            BillId id = block.getKey();
            byte[] value = signatures.values().get(i++);
            String sealId = SealOfBlock.id(block.getValue()).orElse(present);
            elements.put(
                    id,
                    new XmlSignature(XmlSignature.Role.UNIT, now, serial, sealId, value, signatures.certificate())
                            .element());
        }
        store.signed(unit, elements, now);
        Map<BillId, String> notes = new HashMap<>();
        elements.keySet().forEach(id -> notes.put(id, "证书序列号 " + serial));
        return notes;
    }
}
