package org.yipiao.issuing;

import java.time.LocalDateTime;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 开票政策的结果 The bills that a unit's policy made different, counted apart from the others. */
public interface PolicyEffects {
    enum Effect {
        ROUNDED("含货币误差"),
        ZERO("零金额"),
        HELD("不可流通");

        private final String label;

        Effect(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param roundingFen total less items; 0 without @param heldWhy 不可流通原因 @param circulates by now */
    record Row(IssuedBill bill, long roundingFen, String heldWhy, boolean circulates) {}

    /** @param roundingFen sum of the differences @param waiting held and not released yet */
    record Counts(long rounded, long roundingFen, long zero, long held, long waiting) {}

    /** Newest first. @param from issue time inclusive @param until exclusive */
    Page<Row> list(UnitId unit, Effect effect, LocalDateTime from, LocalDateTime until, int pageNo, int pageSize);

    Counts counts(UnitId unit, LocalDateTime from, LocalDateTime until);
}
