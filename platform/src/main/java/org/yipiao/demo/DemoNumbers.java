package org.yipiao.demo;

import java.time.InstantSource;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.UnitId;

/** 演示票号 Keeps a point of an example hospital in numbers of this year. */
@Component
@ConditionalOnProperty(name = "yipiao.demo", havingValue = "true")
class DemoNumbers {
    private static final String BY = "演示";
    private static final Logger log = LoggerFactory.getLogger(DemoNumbers.class);

    private final Units units;
    private final NumberStock stock;
    private final InstantSource clock;

    DemoNumbers(Units units, NumberStock stock, InstantSource clock) {
        this.units = units;
        this.stock = stock;
        this.clock = clock;
    }

    /**
     * @param requested 每次申领 per kind
     * @param distributed 每次下发 per point and kind
     * @param low a point with fewer gets more
     */
    record Measure(long requested, long distributed, long low) {}

    /** @throws IllegalStateException while the bureau has not given any */
    void fill(UnitId unit, String point, BillKind kind, Measure measure) {
        int year =
                LocalDate.ofInstant(clock.instant(), units.current(unit).zone()).getYear();
        long left = stock.stock(unit).stream()
                .filter(s ->
                        point.equals(s.point()) && s.kind() == kind && s.code().year() == year)
                .mapToLong(NumberStock.Stock::left)
                .sum();
        if (left >= measure.low()
                || !stock.distribute(unit, point, kind, year, measure.distributed(), BY)
                        .isEmpty()) {
            return;
        }
        if (stock.request(unit, kind, year, measure.requested(), BY) instanceof NumberSource.Grant.Refused refused) {
            throw new IllegalStateException("财政拒绝演示票号申领：" + refused.reason());
        }
        // Empty again while the request is pending; the next round asks once more.
        var given = stock.distribute(unit, point, kind, year, measure.distributed(), BY);
        if (given.isEmpty()) {
            throw new IllegalStateException("财政尚未赋码");
        }
        log.info("演示票号：{} {} {} 下发 {} 段", unit, point, kind.medicalType(), given.size());
    }
}
