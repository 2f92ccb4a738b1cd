package org.yipiao.numbering;

import java.time.Instant;
import java.util.List;
import org.yipiao.shared.UnitId;

/** 用票台账 What the journal says about numbers that were used, for the usage report 核销. */
public interface UsedNumbers {
    /** The last movement before a moment; reports end there. */
    long cut(UnitId unit, Instant before);

    /** 期间用票 Everything that became issued, void or burnt after one movement and up to another, by where it ended. */
    List<Used> between(UnitId unit, long after, long cut);

    /** 期末库存 Numbers of each code not used yet at the end of the period: after the movement {@code cut}. */
    List<Left> left(UnitId unit, long cut);

    /**
     * @param account ISSUED, VOIDED or BURNT
     * @param first as counted
     * @param firstDigits as printed
     */
    record Used(
            String code,
            boolean paper,
            String name,
            Account account,
            long first,
            long last,
            String firstDigits,
            String lastDigits) {
        public long count() {
            return last - first + 1;
        }
    }

    record Left(String code, boolean paper, long count) {}
}
