package org.yipiao.numbering;

import java.util.List;
import org.yipiao.bill.BillCode;
import org.yipiao.shared.UnitId;

/** 票源 Port: who allots number segments; the finance bureau. */
public interface NumberSource {
    /**
     * 申领 Asks for numbers. The same request number asked again gives the same answer.
     *
     * @param requestNo 申领单号 made by the caller
     * @param count 1 to 10 000 000
     * @throws RuntimeException when the bureau can not be reached: worth retrying
     */
    Grant request(UnitId unit, String requestNo, BillCode code, long count);

    /** 赋码结果 */
    sealed interface Grant {
        /** @param note the bureau's words, such as why it gave less than was asked; may be empty */
        record Allotted(List<Segment> segments, String note) implements Grant {
            public Allotted(List<Segment> segments) {
                this(segments, "");
            }
        }

        record Pending() implements Grant {}

        record Refused(String reason) implements Grant {}
    }

    /** 号段 first and last number inclusive. */
    record Segment(BillCode code, long first, long last) {}
}
