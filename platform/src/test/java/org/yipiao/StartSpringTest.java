package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
class StartSpringTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    InstantSource clock;

    @Test
    void the_application_starts_on_a_database_of_its_own() {
        assertThat(jdbc.sql("select 1").query(Integer.class).single()).isEqualTo(1);
        assertThat(clock.instant()).isNotNull();
    }
}
