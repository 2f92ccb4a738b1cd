package org.yipiao.sandbox.bureau;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;

/**
 * 监制记录 One countersigned bill as the bureau's ledger keeps it. Never changed, never deleted.
 *
 * @param key {@link #key} of code and number
 * @param blue key of the blue bill 蓝票 this one reverses; 0: this is a blue bill
 * @param blockSm3 digest of the block
 * @param unitDigest SHA-256 of the unit's signature element
 * @param issued 开票日期
 * @param countersignedAt 监制时间, milliseconds
 * @param signature SM2 signature over block and unit element, DER
 */
record Entry(
        long key,
        long blue,
        long totalFen,
        byte[] blockSm3,
        byte[] unitDigest,
        LocalDate issued,
        Instant countersignedAt,
        byte[] signature) {
    private static final long NUMBERS = 10_000_000_000L;
    private static final int FIXED_BYTES = 8 + 8 + 32 + 32 + 4 + 8;

    /** 8 digits of code and 10 of number as one number, in the order of both. */
    static long key(BillCode code, BillNumber number) {
        return Long.parseLong(code.digits()) * NUMBERS + number.value();
    }

    static long key(Bill.Key key) {
        return key(key.code(), key.number());
    }

    static BillCode code(long key) {
        String digits = Long.toString(key / NUMBERS);
        return new BillCode("0".repeat(8 - digits.length()) + digits);
    }

    static BillNumber number(long key) {
        return BillNumber.of(key % NUMBERS);
    }

    BillCode code() {
        return code(key);
    }

    BillNumber number() {
        return number(key);
    }

    boolean isRed() {
        return blue != 0;
    }

    /** True when the same bytes came before. */
    boolean isOf(byte[] blockDigest, byte[] unitDigest) {
        return Arrays.equals(blockSm3, blockDigest) && Arrays.equals(unitDigest, unitDigest);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(FIXED_BYTES + signature.length)
                .putLong(blue)
                .putLong(totalFen)
                .put(blockSm3)
                .put(unitDigest)
                .putInt((int) issued.toEpochDay())
                .putLong(countersignedAt.toEpochMilli())
                .put(signature)
                .array();
    }

    static Entry of(long key, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        long blue = in.getLong();
        long totalFen = in.getLong();
        byte[] blockSm3 = new byte[32];
        in.get(blockSm3);
        byte[] unitDigest = new byte[32];
        in.get(unitDigest);
        LocalDate issued = LocalDate.ofEpochDay(in.getInt());
        Instant at = Instant.ofEpochMilli(in.getLong());
        byte[] signature = new byte[in.remaining()];
        in.get(signature);
        return new Entry(key, blue, totalFen, blockSm3, unitDigest, issued, at, signature);
    }
}
