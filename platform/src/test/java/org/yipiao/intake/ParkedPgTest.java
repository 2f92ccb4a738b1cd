package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.database.PgTest;
import org.yipiao.intake.ParkedStore.State;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.shared.Inspection.Severity;
import org.yipiao.shared.UnitId;

@PgTest
class ParkedPgTest {
    private static final UnitId UNIT = OneHospital.ID;

    private final SettableClock clock = new SettableClock();
    private final OneCaller codesOfCaller = new OneCaller();
    private final ParkedStore store;
    private final MessageStore messages;
    private final CallCodes codes;
    private final Parking parking;

    ParkedPgTest(JdbcClient jdbc, DataSource source) {
        store = new ParkedStore(new JdbcTemplate(source), jdbc);
        messages = new MessageStore(new JdbcTemplate(source), jdbc, new OneCaller());
        codes = new CallCodes(codesOfCaller, OneCaller.channels());
        parking = new Parking(store, codes, clock);
    }

    private RawMessage message() {
        return new RawMessage(
                RawMessage.idAt(clock.instant(), new Random()),
                clock.instant(),
                "127.0.0.1",
                "invoiceEBillOutpatient",
                "报文".getBytes(StandardCharsets.UTF_8));
    }

    private Set<CallCodes.Code> called(String place, String chargeCode) {
        var fields = Json.object(
                "{\"placeCode\":\"" + place
                        + "\",\"busType\":\"02\",\"cardType\":\"3101\",\"chargeDetail\":[{\"chargeCode\":\""
                        + chargeCode
                        + "\",\"chargeName\":\"远程会诊费\"}],\"payChannelDetail\":[{\"payChannelCode\":\"XYZ\"}]}",
                "data");
        return codes.of("invoiceEBillOutpatient", fields, OneCaller.CALLER);
    }

    private static final Reply REFUSED = Reply.of(Refusal.method("未对照"));

    @Test
    void a_call_that_lacks_a_mapping_waits_once_however_often_it_is_sent() {
        var reply = parking.park(message(), OneCaller.CALLER, "PARK1", called("W01", "Y99"), REFUSED);
        assertThat(reply.message()).isEqualTo("未对照" + Parking.PARKED);
        clock.forward(Duration.ofMinutes(1));
        var again = message();
        parking.park(again, OneCaller.CALLER, "PARK1", called("W01", "Y99"), REFUSED);
        var waiting = store.list(UNIT, State.WAITING, 1, 50).rows().stream()
                .filter(row -> row.busNo().equals("PARK1"))
                .toList();
        assertThat(waiting).singleElement().satisfies(row -> {
            assertThat(row.calls()).isEqualTo(2);
            assertThat(row.messageId()).isEqualTo(again.id());
            assertThat(row.missing()).containsExactly(new CallCodes.Code(Kind.CHARGE_ITEM, "Y99", "远程会诊费"));
        });
        assertThat(store.list(new UnitId("990002"), State.WAITING, 1, 50).rows())
                .isEmpty();
    }

    @Test
    void a_call_refused_for_another_reason_does_not_wait() {
        assertThat(parking.park(message(), OneCaller.CALLER, "PARK2", called("W01", "C01"), REFUSED))
                .isEqualTo(REFUSED);
        assertThat(parking.park(message(), OneCaller.CALLER, "", called("W01", "Y99"), REFUSED))
                .isEqualTo(REFUSED);
    }

    @Test
    void what_the_business_system_sent_again_with_success_waits_no_longer() {
        parking.park(message(), OneCaller.CALLER, "PARK3", called("X77", "C01"), REFUSED);
        clock.forward(Duration.ofMinutes(2));
        var billed = message();
        messages.addOutcomes(List.of(new MessageOutcome(
                billed.id(),
                clock.instant(),
                UNIT.value(),
                OneCaller.CALLER.appid(),
                billed.method(),
                "PARK3",
                "S0000",
                "",
                "",
                1,
                "")));
        store.closeBilled(clock.instant());
        assertThat(store.list(UNIT, State.DONE, 1, 50).rows())
                .anyMatch(row -> row.busNo().equals("PARK3") && "业务系统".equals(row.closedBy()));
        var parked = store.list(UNIT, State.DONE, 1, 50).rows().getFirst();
        assertThat(store.close(UNIT, parked.id(), State.DROPPED, clock.instant(), "测试甲", "x"))
                .as("a closed one is not closed again")
                .isFalse();
    }

    @Test
    void waiting_calls_are_reported_and_become_serious_after_half_an_hour() {
        parking.park(message(), OneCaller.CALLER, "PARK4", called("X78", "C01"), REFUSED);
        clock.forward(Duration.ofMinutes(31));
        assertThat(new ParkedInspection(store, clock).inspect())
                .anyMatch(finding -> finding.severity() == Severity.SERIOUS
                        && finding.nextStep().contains("重放中心"));
    }

    @Test
    void codes_are_counted_by_day_and_the_protocols_own_need_no_mapping() {
        var day = LocalDate.of(2026, 3, 1);
        var key = new ParkedStore.SeenKey(UNIT, "TESTHIS", Kind.CHARGE_ITEM, "Y99", day);
        store.add(List.of(Map.entry(key, new ParkedStore.Seen("会诊费", 3, clock.instant()))));
        store.add(List.of(Map.entry(key, new ParkedStore.Seen("", 2, clock.instant()))));
        assertThat(store.calls(UNIT, "TESTHIS", Kind.CHARGE_ITEM, "Y99", day)).isEqualTo(5);
        assertThat(store.calls(UNIT, "TESTHIS", Kind.CHARGE_ITEM, "Y99", day.plusDays(1)))
                .isZero();
        assertThat(store.seen(UNIT, day))
                .anyMatch(row -> row.hisCode().equals("Y99") && row.name().equals("会诊费") && row.calls() == 5);
        assertThat(codes.mapped(OneCaller.CALLER, Kind.BUS_TYPE, "02")).isTrue();
        assertThat(codes.mapped(OneCaller.CALLER, Kind.BUS_TYPE, "MZ")).isFalse();
        assertThat(codes.mapped(OneCaller.CALLER, Kind.PAY_CHANNEL, "05")).isTrue();
        assertThat(codes.mapped(OneCaller.CALLER, Kind.CARD_TYPE, "999999")).isFalse();
        assertThat(called("W01", "01"))
                .as("the code of the kind of bill comes first, as intake asks")
                .contains(new CallCodes.Code(Kind.CHARGE_ITEM, "门诊/01", "远程会诊费"));
    }
}
