package org.yipiao.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedTest {
    private static final List<String> DEMO = List.of("--yipiao.demo=true");

    @TempDir
    Path home;

    @BeforeEach
    void madeForASimulation() throws IOException {
        Files.writeString(home.resolve(Simulated.MARK), "");
    }

    @Test
    void a_demonstration_with_its_own_database_may_be_simulated() throws IOException {
        assertThat(Simulated.refusals("platform", home, DEMO, null)).isEmpty();
        assertThat(Simulated.refusals("platform", home, DEMO, "")).isEmpty();
        assertThat(Simulated.refusals("sandbox", home, List.of(), null)).isEmpty();
        assertThat(Simulated.refusals("agent", home, List.of(), null)).isEmpty();
    }

    @Test
    void a_production_system_never_is() throws IOException {
        assertThat(Simulated.refusals("platform", home, List.of(), null)).containsExactly("只有演示系统可以用模拟时钟启动");
        assertThat(Simulated.refusals("platform", home, List.of("--yipiao.demo=false"), null))
                .hasSize(1);
        assertThat(Simulated.refusals("platform", home, DEMO, "jdbc:postgresql://db/yipiao"))
                .containsExactly("使用外部数据库的系统不能用模拟时钟启动");
        assertThat(Simulated.refusals(
                        "platform",
                        home,
                        List.of("--yipiao.demo=true", "--yipiao.database.url=jdbc:postgresql://db/yipiao"),
                        null))
                .hasSize(1);
        assertThat(Simulated.refusals("oracle", home, DEMO, null)).hasSize(1);
        Files.delete(home.resolve(Simulated.MARK));
        assertThat(Simulated.refusals("platform", home, DEMO, null))
                .singleElement()
                .asString()
                .contains("不是为模拟建立的");
    }

    @Test
    void every_program_jumps_in_the_same_moment_and_never_back() throws IOException {
        Path file = home.resolve("clock");
        var steering = SimulatedClock.steer(file);
        var following = SimulatedClock.read(file);
        var before = following.instant();
        var later = before.plus(Duration.ofDays(200));
        steering.advanceTo(later);
        assertThat(following.instant()).isBetween(later, later.plusSeconds(30));
        assertThatThrownBy(() -> steering.advanceTo(later.minusSeconds(60)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(following.instant()).isAfterOrEqualTo(later);
    }
}
