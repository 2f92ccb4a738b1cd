package org.yipiao.intake;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Road;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** The demonstration hospital without outside parties: a bureau that allots at once and countersigns on request. */
@TestConfiguration(proxyBeanMethods = false)
class MarketHospital {
    static final UnitId UNIT = new UnitId("990001");
    static final String APPID = "DEMOHIS";
    static final String KEY = "00112233445566778899aabbcc";
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Bean
    @Primary
    NumberSource allotsAtOnce() {
        var next = new AtomicLong(1);
        return (unit, requestNo, code, count) -> {
            long first = next.getAndAdd(count);
            return new NumberSource.Grant.Allotted(List.of(new NumberSource.Segment(code, first, first + count - 1)));
        };
    }

    /** Bills stay where they are numbered. */
    @Bean
    @Primary
    Road noRoad() {
        return (unit, bills) -> {};
    }

    /** The bureau's configuration arrives; the seeder then draws and distributes numbers by itself. */
    static void bureauAnswers(NumberStock stock, InstantSource clock) {
        int year = LocalDate.ofInstant(clock.instant(), ZONE).getYear();
        for (BillKind kind : BillKind.values()) {
            stock.register(UNIT, new BillCode("99" + kind.code() + year % 100), kind, year);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> points(stock) >= 7);
    }

    private static long points(NumberStock stock) {
        return stock.stock(UNIT).stream()
                .filter(s -> s.point() != null && s.left() > 0)
                .count();
    }

    static void countersigned(Issuing issuing, BillId bill) {
        issuing.advance(UNIT, List.of(bill), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
        issuing.advance(UNIT, List.of(bill), List.of(BillState.UNIT_SIGNED), BillState.ISSUED);
    }
}
