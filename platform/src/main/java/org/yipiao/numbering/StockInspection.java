package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;

/** 库存预警 Finds points that will soon have no number left. */
@Component
class StockInspection implements Inspection {
    /** Warn while a point can still issue as many bills as it issued today, twice over. */
    private static final int DAYS_LEFT = 2;

    private static final long LEFT_MIN = 100;

    private final NumberLedger ledger;
    private final Units units;
    private final InstantSource clock;

    StockInspection(NumberLedger ledger, Units units, InstantSource clock) {
        this.ledger = ledger;
        this.units = units;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "票号库存";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (var unit : units.all()) {
            int year = LocalDate.ofInstant(clock.instant(), units.current(unit).zone())
                    .getYear();
            for (NumberStock.Stock stock : ledger.stock(unit)) {
                if (stock.point() == null || stock.code().year() != year) {
                    continue;
                }
                String where = "开票点 " + stock.point() + " 的" + stock.kind().medicalType() + "票号（" + stock.code() + "）";
                if (stock.left() == 0) {
                    findings.add(new Finding(Severity.SERIOUS, where + "已用完", "财务", "在票源页向该开票点下发票号"));
                } else if (stock.left() < Math.max(LEFT_MIN, DAYS_LEFT * stock.issuedToday())) {
                    findings.add(new Finding(
                            Severity.ORDINARY,
                            where + "仅剩 " + stock.left() + " 张，今日已开 " + stock.issuedToday() + " 张",
                            "财务",
                            "在票源页向该开票点下发票号"));
                }
            }
        }
        return findings;
    }
}
