package org.yipiao.signing;

import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** The originals as other modules see them. */
@Component
class KeptOriginals implements SignedBills {
    private final SignedBillStore store;
    private final InstantSource clock;

    KeptOriginals(SignedBillStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean anyCountersigned(UnitId unit) {
        return store.anyCountersigned(unit);
    }

    @Override
    public Map<BillId, Original> originals(UnitId unit, List<BillId> bills) {
        return bills.isEmpty() ? Map.of() : store.originals(unit, bills);
    }

    @Override
    public void countersigned(UnitId unit, Map<BillId, byte[]> supervisorySignatures) {
        if (!supervisorySignatures.isEmpty()) {
            store.countersigned(unit, supervisorySignatures, clock.instant());
        }
    }

    @Override
    public byte[] document(UnitId unit, BillId bill) {
        byte[] document = documents(unit, List.of(bill)).get(bill);
        if (document == null) {
            throw new IllegalStateException("bill " + bill + " is not countersigned");
        }
        return document;
    }

    @Override
    public Map<BillId, byte[]> documents(UnitId unit, List<BillId> bills) {
        Map<BillId, byte[]> documents = new HashMap<>();
        for (Original original : originals(unit, bills).values()) {
            byte[] supervisory = original.supervisorySignature();
            if (supervisory != null) {
                documents.put(
                        original.bill(),
                        BillXml.assemble(
                                original.block(),
                                Charset.forName(original.charset()),
                                List.of(
                                        XmlSignature.parse(original.unitSignature()),
                                        XmlSignature.parse(supervisory))));
            }
        }
        return documents;
    }
}
