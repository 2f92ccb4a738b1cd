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

    LoginLimitPgTest(TestDatabase database) {
        first = new LoginLimit(new LoginRateStore(database.jdbc()), clock, 3);
        second = new LoginLimit(new LoginRateStore(database.jdbc()), clock, 3);
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
}
