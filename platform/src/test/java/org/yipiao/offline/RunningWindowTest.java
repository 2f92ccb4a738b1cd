package org.yipiao.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.NumberBlock;

/** How long a window may go on by itself: the shortest of rule, block and validity, of its best block. */
class RunningWindowTest {
    private static final Instant AWAY = Instant.parse("2026-06-15T02:00:00Z");

    private static Block block(int hoursMax, Duration valid) {
        var held = new NumberBlock(
                "990001",
                "LX-W1-1",
                "W1",
                "0",
                "0101",
                BillKind.OUTPATIENT,
                new BillCode("99060126"),
                1,
                20,
                10_000,
                6_000,
                hoursMax,
                AWAY,
                AWAY.plus(valid));
        return new Block(held, null, null, Block.State.OPEN, AWAY, 0, 0, "测试甲", "");
    }

    private static RunningWindow of(Instant away, int ruleHours, Block... open) {
        return RunningWindow.of(List.of(open), away, Cause.POWER, ruleHours).orElseThrow();
    }

    @Test
    void the_shortest_limit_ends_it_and_is_named() {
        var week = Duration.ofDays(7);
        assertThat(of(AWAY, 24, block(72, week)))
                .isEqualTo(
                        new RunningWindow(Cause.POWER, 24, AWAY.plus(Duration.ofHours(24)), RunningWindow.Bound.RULE));
        assertThat(of(AWAY, 24, block(12, week)))
                .isEqualTo(new RunningWindow(
                        Cause.POWER, 12, AWAY.plus(Duration.ofHours(12)), RunningWindow.Bound.BLOCK_HOURS));
        assertThat(of(AWAY, 24, block(72, Duration.ofHours(5))))
                .isEqualTo(new RunningWindow(
                        Cause.POWER, 24, AWAY.plus(Duration.ofHours(5)), RunningWindow.Bound.BLOCK_VALIDITY));
    }

    @Test
    void the_block_that_lasts_longest_counts() {
        assertThat(of(
                                AWAY,
                                24,
                                block(72, Duration.ofHours(5)),
                                block(72, Duration.ofDays(7)),
                                block(6, Duration.ofDays(7)))
                        .until())
                .isEqualTo(AWAY.plus(Duration.ofHours(24)));
    }

    @Test
    void nothing_runs_while_the_agent_is_in_touch_or_holds_no_block() {
        assertThat(of(null, 24, block(6, Duration.ofDays(7)), block(72, Duration.ofDays(7))))
                .isEqualTo(new RunningWindow(Cause.POWER, 24, null, RunningWindow.Bound.RULE));
        assertThat(RunningWindow.of(List.of(), AWAY, Cause.POWER, 24)).isEmpty();
    }
}
