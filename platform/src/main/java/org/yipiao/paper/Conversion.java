package org.yipiao.paper;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.shared.UnitId;

/**
 * 换开 One sheet of paper and the bill or voucher it was given for.
 *
 * @param number 电子票据代码 and 号码 of the bill, or of the voucher
 * @param red 红票: the sheet of a red bill
 * @param busAt 业务发生时间
 * @param localAt 换开时间 at the hospital
 * @param endReason 作废原因
 */
public record Conversion(
        long id,
        UnitId unit,
        Subject subject,
        long subjectId,
        String eCode,
        String eNumber,
        boolean red,
        PaperNumber paper,
        String point,
        State state,
        String operator,
        String caller,
        LocalDateTime busAt,
        LocalDateTime localAt,
        @Nullable Instant endedAt,
        String endedBy,
        String endReason) {
    /** 换开对象 */
    public enum Subject {
        BILL("电子票据"),
        VOUCHER("预交金凭证");

        private final String label;

        Subject(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 换开状态 */
    public enum State {
        PRINTING("打印中"),
        LIVE("已换开"),
        VOIDED("已作废"),
        RELEASED("未使用");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** The sheet is out, or may be. */
        public boolean open() {
            return this == PRINTING || this == LIVE;
        }
    }

    /** 单据号 under which the number ledger knows this conversion. */
    String document() {
        return document(id);
    }

    static String document(long id) {
        return "换开" + id;
    }
}
