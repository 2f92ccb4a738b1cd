package org.yipiao.paper;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 纸质票据查找 Sheets by what somebody types, for pages of other modules. */
@Component
public class SheetFinder {
    private final ConversionStore store;

    SheetFinder(ConversionStore store) {
        this.store = store;
    }

    /**
     * The newest sheets with exactly this number; the code may stand in front, apart by a blank.
     *
     * @param points null: all
     * @param operator null: all
     */
    public List<Conversion> find(
            UnitId unit, @Nullable List<String> points, @Nullable String operator, String text, int max) {
        return store.find(unit, points, operator, text, max);
    }
}
