package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 第三方对照 HIS code to ours, per caller; national codes pass unmapped where {@link Kind#passes} says so. */
public interface CodeMapping {
    /** 对照种类 */
    enum Kind {
        PLACE("开票点", false),
        CHARGE_ITEM("收费项目", false),
        PAY_CHANNEL("交费渠道", true),
        BUS_TYPE("业务标识", true),
        CARD_TYPE("卡类型", true);

        private final String label;
        private final boolean passes;

        Kind(String label, boolean passes) {
            this.label = label;
            this.passes = passes;
        }

        public String label() {
            return label;
        }

        /** True when a code of the market protocol's own list needs no mapping. */
        public boolean passes() {
            return passes;
        }
    }

    /**
     * Exact look-up. A charge item may be mapped for one kind of bill alone, under {@code 门诊/} or {@code 住院/} and the
     * code; intake asks for that first, because many systems keep two dictionaries.
     *
     * @return our code, or empty when the caller's code is not mapped
     */
    Optional<String> ours(UnitId unit, String caller, Kind kind, String hisCode);

    /** The caller's code for ours, for answers; ours when there is none. */
    String his(UnitId unit, String caller, Kind kind, String ourCode);

    record Entry(String caller, Kind kind, String hisCode, String ourCode) {}

    default void save(UnitId unit, List<Entry> entries) {
        save(unit, entries, Recorded.SYSTEM);
    }

    /** All or none. @param by 操作人, kept in the history */
    void save(UnitId unit, List<Entry> entries, String by);

    /** @return false when there was no such mapping */
    boolean remove(UnitId unit, String caller, Kind kind, String hisCode, String by);

    /** @param caller one account's, or empty for all */
    List<Entry> all(UnitId unit, String caller);
}
