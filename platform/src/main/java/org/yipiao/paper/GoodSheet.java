package org.yipiao.paper;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.SheetOnPaper;
import org.yipiao.paper.Conversion.State;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 有效纸质票据 Tells payers and verifiers which sheet a bill was given out on; one that is still in the printer is none. */
@Component
class GoodSheet implements SheetOnPaper {
    private final Conversions conversions;

    GoodSheet(Conversions conversions) {
        this.conversions = conversions;
    }

    @Override
    public Optional<String> of(UnitId unit, BillId bill) {
        return conversions
                .live(unit, Subject.BILL, bill.value())
                .filter(sheet -> sheet.state() == State.LIVE)
                .map(sheet -> sheet.paper().toString());
    }
}
