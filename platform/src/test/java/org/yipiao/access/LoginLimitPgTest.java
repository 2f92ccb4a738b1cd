package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.yipiao.SettableClock;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.Refused;

@PgTest
class LoginLimitPgTest {
    private static final String HOME = "10.0.0.1";

    private final SettableClock clock = new SettableClock();
    private final LoginLimit first;
    private final LoginLimit second;
    private final Parameters parameters;

    LoginLimitPgTest(TestDatabase database) {
        parameters = new Parameters(new ParameterStore(database.jdbc()), clock);
        first = new LoginLimit(new LoginRateStore(database.jdbc()), parameters, clock, 3);
        second = new LoginLimit(new LoginRateStore(database.jdbc()), parameters, clock, 3);
    }

    @Test
    void tries_of_one_address_count_at_every_instance_and_only_for_a_minute() {
        first.count(HOME);
        second.count(HOME);
        first.count(HOME);
        assertThatThrownBy(() -> second.count(HOME)).isInstanceOf(Refused.class).hasMessageContaining("频繁");
        assertThatThrownBy(() -> first.count(HOME)).isInstanceOf(Refused.class);
        assertThatCode(() -> second.count("10.0.0.2")).doesNotThrowAnyException();
        clock.forward(Duration.ofSeconds(59));
        assertThatThrownBy(() -> second.count(HOME)).isInstanceOf(Refused.class);
        clock.forward(Duration.ofSeconds(1));
        assertThatCode(() -> second.count(HOME)).doesNotThrowAnyException();
    }

    @Test
    void the_limit_that_was_set_while_running_counts_and_one_out_of_range_does_not() {
        parameters.change(Parameter.LOGIN_TRIES_PER_MINUTE, 10L, "测试甲");
        for (int i = 0; i < 10; i++) {
            first.count("10.0.0.9");
        }
        assertThatThrownBy(() -> first.count("10.0.0.9")).isInstanceOf(Refused.class);
        parameters.change(Parameter.LOGIN_TRIES_PER_MINUTE, 1L, "测试甲");
        clock.forward(Duration.ofMinutes(2));
        for (int i = 0; i < 3; i++) {
            first.count("10.0.0.9");
        }
        assertThatThrownBy(() -> first.count("10.0.0.9"))
                .as("the configured one again")
                .isInstanceOf(Refused.class);
        parameters.change(Parameter.LOGIN_TRIES_PER_MINUTE, null, "测试甲");
    }
}
