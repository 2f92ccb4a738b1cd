package org.yipiao.issuing;

import java.time.LocalDateTime;
import java.util.Collection;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 计数入口 Port: what new bills add to the statistics. Called inside the issuing transaction. */
public interface Tallies {
    /** @param minute of issuing, in the hospital's zone @param operator 收款人 as the business system named it; may be empty */
    record Group(LocalDateTime minute, String point, BillKind kind, String busType, String operator) {}

    /** @param redFen zero or negative */
    record Tally(Group group, long blueCount, long blueFen, long redCount, long redFen) {
        Tally plus(Tally other) {
            return new Tally(
                    group,
                    blueCount + other.blueCount,
                    blueFen + other.blueFen,
                    redCount + other.redCount,
                    redFen + other.redFen);
        }
    }

    void add(UnitId unit, Collection<Tally> tallies);
}
