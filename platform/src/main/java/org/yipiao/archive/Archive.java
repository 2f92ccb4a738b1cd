package org.yipiao.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 归档 Originals, kept once by the SM3 of their bytes. */
public interface Archive {
    /** 入库 Stores the finished OFD durably and notes it for the archive stage. Safe to repeat. */
    default void deposit(UnitId unit, BillId bill, byte[] ofd, byte[] xml) {
        deposit(unit, Map.of(bill, new Deposit(ofd, xml)));
    }

    /** As above for a batch. A bill deposited earlier keeps its first file. */
    void deposit(UnitId unit, Map<BillId, Deposit> files);

    /** @param ofd the finished file @param xml the {@code EInvoice} document inside it */
    record Deposit(byte[] ofd, byte[] xml) {}

    /** Which of the bills have a file already. */
    Set<BillId> deposited(UnitId unit, List<BillId> bills);

    /**
     * 原件 The bytes as deposited, checked against their hash.
     *
     * @throws IllegalStateException when the stored bytes are missing or damaged
     */
    Optional<byte[]> original(UnitId unit, BillId bill);

    /** 已归档 Which of the bills passed the four-property check. */
    Set<BillId> archived(UnitId unit, List<BillId> bills);

    /** How many bills were archived in a span of time. */
    long archivedCount(UnitId unit, Instant from, Instant until);
}
