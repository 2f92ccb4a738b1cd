package org.yipiao.masterdata;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 收费项目 Charge items the unit prints on the face; usable only while the bureau lists them. */
public interface ChargeItems {
    /**
     * @param order position on the face, from the national order
     * @param enabled false: stopped by the unit
     * @param category 国家收费类别 code of {@link NationalCategory}, empty when not yet mapped
     * @param mnemonic 助记码 initials in pinyin
     * @param validFrom 生效日期 first day, null: always
     * @param validUntil 失效日期 last day, null: for ever
     * @param listed 财政可用 the bureau lists it
     */
    record ChargeItem(
            UnitId unit,
            String code,
            String name,
            List<BillKind> kinds,
            int order,
            boolean enabled,
            String category,
            String mnemonic,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil,
            boolean listed) {
        public ChargeItem {
            kinds = List.copyOf(kinds);
        }

        /** As the bureau tells it. */
        public ChargeItem(UnitId unit, String code, String name, List<BillKind> kinds, int order, boolean enabled) {
            this(
                    unit,
                    code,
                    name,
                    kinds,
                    order,
                    enabled,
                    NationalCategory.named(name).map(NationalCategory::code).orElse(""),
                    Pinyin.initials(name),
                    null,
                    null,
                    true);
        }

        /** 可用 on the day of the settlement. */
        public boolean usableOn(LocalDate day) {
            return enabled
                    && listed
                    && (validFrom == null || !day.isBefore(validFrom))
                    && (validUntil == null || !day.isAfter(validUntil));
        }

        public ChargeItem enabled(boolean now) {
            return new ChargeItem(
                    unit, code, name, kinds, order, now, category, mnemonic, validFrom, validUntil, listed);
        }

        /** The same item with what the bureau says of it; what the unit says of it stays. */
        public ChargeItem told(String newName, List<BillKind> newKinds, int newOrder) {
            return new ChargeItem(
                    unit,
                    code,
                    newName,
                    newKinds,
                    newOrder,
                    enabled,
                    category,
                    newName.equals(name) ? mnemonic : Pinyin.initials(newName),
                    validFrom,
                    validUntil,
                    true);
        }

        public ChargeItem unlisted() {
            return new ChargeItem(
                    unit, code, name, kinds, order, enabled, category, mnemonic, validFrom, validUntil, false);
        }
    }

    Optional<ChargeItem> find(UnitId unit, String code);

    List<ChargeItem> all(UnitId unit);

    default void save(List<ChargeItem> items) {
        save(items, Recorded.SYSTEM);
    }

    /** Writes those that differ. @param by 操作人, kept in the history */
    void save(List<ChargeItem> items, String by);
}
