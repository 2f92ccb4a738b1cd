package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.database.PgTest;
import org.yipiao.shared.Inspection.Severity;

@PgTest
class MessagesPgTest {
    private final SettableClock clock = new SettableClock();
    private final JdbcClient jdbc;
    private final MessageStore store;

    MessagesPgTest(JdbcClient jdbc, DataSource source) {
        this.jdbc = jdbc;
        this.store = new MessageStore(new JdbcTemplate(source), jdbc, new OneCaller());
    }

    private static RawMessage message(Instant at, String method) {
        return new RawMessage(
                RawMessage.idAt(at, new Random()), at, "127.0.0.1", method, "内容".getBytes(StandardCharsets.UTF_8));
    }

    private static MessageOutcome outcome(RawMessage message, String caller, String result, String text) {
        return new MessageOutcome(
                message.id(),
                message.receivedAt(),
                OneHospital.ID.value(),
                caller,
                message.method(),
                "B1",
                result,
                text,
                text,
                3,
                "");
    }

    @Test
    void many_requests_at_once_are_all_kept_before_any_of_them_goes_on() {
        var log = new MessageLog(store);
        log.start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var kept = IntStream.range(0, 300)
                    .mapToObj(i -> threads.submit(() -> {
                        var message = message(clock.instant(), "many");
                        log.keep(message);
                        return store.message(message.id()).isPresent();
                    }))
                    .toList();
            assertThat(kept).allSatisfy(one -> assertThat(one.get()).isTrue());
        }
        log.stop();
        assertThat(jdbc.sql("select count(*) from intake.message where method = 'many'")
                        .query(Long.class)
                        .single())
                .isEqualTo(300);
    }

    @Test
    void one_message_that_can_not_be_kept_does_not_take_the_others_with_it() {
        var log = new MessageLog(store);
        log.start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bad = threads.submit(() -> log.keep(message(clock.instant(), "bad\0method")));
            var good = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> log.keep(message(clock.instant(), "good"))))
                    .toList();
            assertThat(good).allSatisfy(one -> assertThat(one.get()).isNull());
            assertThatThrownBy(bad::get).hasCauseInstanceOf(Refusal.class);
        }
        log.stop();
    }

    @Test
    void nothing_is_taken_in_before_start_and_after_stop() {
        var log = new MessageLog(store);
        assertThatThrownBy(() -> log.keep(message(clock.instant(), "early"))).isInstanceOf(Refusal.class);
        log.start();
        log.outcome(outcome(message(clock.instant(), "late"), "H1", "S0000", ""));
        log.stop();
        assertThat(jdbc.sql("select count(*) from intake.message_outcome where method = 'late'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThatThrownBy(() -> log.keep(message(clock.instant(), "after"))).isInstanceOf(Refusal.class);
    }

    @Test
    void messages_go_after_180_days_with_their_outcomes_and_not_a_day_before() {
        var old = message(clock.instant(), "old");
        store.add(List.of(store.sealed(old)));
        store.addOutcomes(List.of(outcome(old, "H9", "S0000", "")));
        var keeping = new MessageKeeping(store, clock);
        clock.forward(Duration.ofDays(180).minusSeconds(1));
        keeping.deleteOld();
        assertThat(store.message(old.id())).isPresent();
        clock.forward(Duration.ofSeconds(2));
        keeping.deleteOld();
        assertThat(store.message(old.id())).isEmpty();
        assertThat(store.outcome(OneHospital.ID, false, old.id())).isEmpty();
    }

    @Test
    void a_business_system_that_is_refused_again_and_again_is_reported() {
        clock.forward(Duration.ofDays(1_000));
        var inspection = new IntakeInspection(store, new OneHospital(), clock);
        for (int i = 0; i < 9; i++) {
            var message = message(clock.instant().plusMillis(i), "x");
            store.addOutcomes(List.of(outcome(message, "H2", "E0002", "开票点编码(placeCode)=X：未对照到开票点")));
        }
        assertThat(inspection.inspect()).isEmpty();
        store.addOutcomes(List.of(outcome(message(clock.instant(), "x"), "H2", "E0002", "无可用票据")));
        assertThat(inspection.inspect()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SERIOUS);
            assertThat(finding.cause()).contains("H2").contains("10 次被拒").contains("未对照到开票点");
        });
    }
}
