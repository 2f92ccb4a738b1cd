package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yipiao.shared.Inspection.Finding;
import org.yipiao.shared.Inspection.Severity;
import org.yipiao.supervision.BureauData.SealFact;

class SealInspectionTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static List<Finding> endingIn(Duration left, boolean current) {
        var fact = new SealFact("本单位", "单位电子印章", "1", "示例医院电子票据专用章", "", NOW, NOW.plus(left), NOW, current, null);
        return SealInspection.findings(List.of(fact), NOW);
    }

    @Test
    void a_seal_is_warned_of_30_7_and_1_days_before_its_end_and_more_seriously_each_time() {
        assertThat(endingIn(Duration.ofDays(31), true)).isEmpty();
        assertThat(endingIn(Duration.ofDays(30), true)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SLIGHT);
            assertThat(finding.cause()).contains("还有 30 天到期");
        });
        assertThat(endingIn(Duration.ofDays(7), true).getFirst().severity()).isEqualTo(Severity.ORDINARY);
        assertThat(endingIn(Duration.ofHours(24), true).getFirst().severity()).isEqualTo(Severity.SERIOUS);
        assertThat(endingIn(Duration.ofHours(-1), true).getFirst().cause()).contains("已过期");
    }

    @Test
    void a_seal_of_the_past_may_end() {
        assertThat(endingIn(Duration.ofDays(1), false)).isEmpty();
    }
}
