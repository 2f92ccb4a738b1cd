package org.yipiao.archive;

import java.util.Optional;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 归档 Originals, kept once by the SM3 of their bytes. */
public interface Archive {
    /** 入库 Stores the finished OFD durably and notes it for the archive stage. Safe to repeat. */
    void deposit(UnitId unit, BillId bill, byte[] ofd);

    /** 原件 The bytes as deposited, checked against their hash. */
    Optional<byte[]> original(UnitId unit, BillId bill);
}
