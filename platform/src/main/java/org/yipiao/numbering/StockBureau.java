package org.yipiao.numbering;

import java.util.List;
import org.yipiao.shared.UnitId;

/** 财政票源 Port: what the bureau does about paper and about numbers that go back. Repeating a call gives the same answer. */
public interface StockBureau {
    /** 申领纸质票据 @throws RuntimeException when the bureau can not be reached: worth retrying */
    PaperGrant requestPaper(UnitId unit, String requestNo, String code, long count);

    /** 申退 Offers unused numbers back. @throws RuntimeException when the bureau can not be reached: worth retrying */
    Return giveBack(UnitId unit, String documentNo, List<PaperStock.PaperRange> ranges, String reason);

    sealed interface PaperGrant {
        /** @param note the bureau's words when it gave less than was asked */
        record Allotted(List<PaperStock.PaperRange> ranges, String note) implements PaperGrant {}

        record Pending() implements PaperGrant {}

        record Refused(String reason) implements PaperGrant {}
    }

    sealed interface Return {
        record Accepted() implements Return {}

        record Pending() implements Return {}

        record Refused(String reason) implements Return {}
    }
}
