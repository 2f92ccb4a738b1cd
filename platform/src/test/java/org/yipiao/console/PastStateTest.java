package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yipiao.issuing.BillState;
import org.yipiao.transit.InTransit.Step;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.StageName;

class PastStateTest {
    private static final Instant TEN = Instant.parse("2026-06-15T02:00:00Z");
    private static final List<Step> ROAD = List.of(
            done(StageName.SIGN, 1),
            new Step(StageName.COUNTERSIGN, "财政", false, Outcome.Fault.UNREACHABLE, "", 3, at(2), at(4), Duration.ZERO),
            done(StageName.COUNTERSIGN, 5),
            done(StageName.ARCHIVE, 6));
    private static final List<Step> RED = List.of(done(StageName.SIGN, 60), done(StageName.COUNTERSIGN, 62));

    private static Instant at(int seconds) {
        return TEN.plusSeconds(seconds);
    }

    private static Step done(StageName stage, int second) {
        return new Step(stage, "对方", true, null, "", 1, at(second), at(second), Duration.ZERO);
    }

    private static BillState state(int second, BillState now, List<Step> red) {
        return PastState.at(at(second), TEN, now, ROAD, red).orElseThrow();
    }

    @Test
    void before_it_was_issued_there_was_no_bill() {
        assertThat(PastState.at(at(-1), TEN, BillState.ISSUED, ROAD, List.of())).isEmpty();
    }

    @Test
    void every_moment_has_the_state_of_the_last_step_done_before_it() {
        assertThat(state(0, BillState.REVERSED, RED)).isEqualTo(BillState.NUMBERED);
        assertThat(state(1, BillState.REVERSED, RED)).isEqualTo(BillState.UNIT_SIGNED);
        assertThat(state(4, BillState.REVERSED, RED))
                .as("tries that failed change nothing")
                .isEqualTo(BillState.UNIT_SIGNED);
        assertThat(state(5, BillState.REVERSED, RED)).isEqualTo(BillState.ISSUED);
        assertThat(state(61, BillState.REVERSED, RED))
                .as("the red bill is not countersigned yet")
                .isEqualTo(BillState.ISSUED);
        assertThat(state(62, BillState.REVERSED, RED)).isEqualTo(BillState.REVERSED);
    }

    @Test
    void a_number_given_up_was_still_on_its_way_before_the_last_try() {
        var tries = ROAD.subList(0, 2);
        assertThat(PastState.at(at(3), TEN, BillState.BURNT, tries, List.of())).contains(BillState.UNIT_SIGNED);
        assertThat(PastState.at(at(4), TEN, BillState.BURNT, tries, List.of())).contains(BillState.BURNT);
    }

    @Test
    void archived_from_the_moment_of_its_step() {
        assertThat(PastState.reached(ROAD, StageName.ARCHIVE, at(5))).isFalse();
        assertThat(PastState.reached(ROAD, StageName.ARCHIVE, at(6))).isTrue();
    }
}
