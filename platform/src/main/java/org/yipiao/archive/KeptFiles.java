package org.yipiao.archive;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** The archive as other modules see it. Bytes become durable before the row that names them. */
@Component
class KeptFiles implements Archive {
    private final BlobStore blobs;
    private final ArchiveStore store;
    private final InstantSource clock;

    KeptFiles(BlobStore blobs, ArchiveStore store, InstantSource clock) {
        this.blobs = blobs;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void deposit(UnitId unit, Map<BillId, Deposit> files) {
        if (files.isEmpty()) {
            return;
        }
        List<BlobStore.Blob> written = new ArrayList<>();
        List<ArchiveStore.Entry> entries = new ArrayList<>();
        files.forEach((bill, file) -> {
            String sm3 = Sm2.sm3Hex(file.ofd());
            written.add(new BlobStore.Blob(sm3, file.ofd()));
            entries.add(new ArchiveStore.Entry(bill, sm3, file.ofd().length, Sm2.sm3Hex(file.xml()), false));
        });
        blobs.put(written);
        store.add(unit, entries, clock.instant());
    }

    @Override
    public Set<BillId> deposited(UnitId unit, List<BillId> bills) {
        return store.entries(unit, bills).keySet();
    }

    @Override
    public Optional<byte[]> original(UnitId unit, BillId bill) {
        return Optional.ofNullable(store.entries(unit, List.of(bill)).get(bill)).map(this::bytes);
    }

    /** @throws IllegalStateException when the stored bytes are missing or damaged */
    byte[] bytes(ArchiveStore.Entry entry) {
        byte[] bytes = blobs.get(entry.ofdSm3())
                .orElseThrow(() -> new IllegalStateException("票据 " + entry.bill() + " 的原件在文件存储中缺失"));
        if (bytes.length != entry.size() || !Sm2.sm3Hex(bytes).equals(entry.ofdSm3())) {
            throw new IllegalStateException("票据 " + entry.bill() + " 的原件与登记的摘要不符，可能已损坏");
        }
        return bytes;
    }

    @Override
    public Set<BillId> archived(UnitId unit, List<BillId> bills) {
        return store.archived(unit, bills);
    }

    @Override
    public long archivedCount(UnitId unit, Instant from, Instant until) {
        return store.archivedCount(unit, from, until);
    }
}
