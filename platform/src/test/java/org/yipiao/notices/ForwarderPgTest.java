package org.yipiao.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.SettableClock;
import org.yipiao.access.People;
import org.yipiao.access.Permission;
import org.yipiao.access.UnitNames;
import org.yipiao.database.PgTest;
import org.yipiao.notices.StaffMessages.Result;
import org.yipiao.notices.StaffMessages.Way;
import org.yipiao.shared.Inspection.Severity;
import org.yipiao.shared.UnitId;

/** Two instances forward notices by parties that are slow, away or of another opinion today. */
@PgTest
class ForwarderPgTest {
    private static final UnitId UNIT = new UnitId("990001");
    private static final long LEFT_THE_HOSPITAL = 77;
    private static final long WITHOUT_ADDRESS = 78;

    private final SettableClock clock = new SettableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> sent = new ArrayList<>();
    private final JdbcClient jdbc;
    private final ForwardingStore store;
    private Supplier<Result> answer = Result.Sent::new;

    ForwarderPgTest(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.store = new ForwardingStore(jdbc);
    }

    @BeforeEach
    void nothing_waits() {
        jdbc.sql("delete from notices.forwarding where unit_id = :unit")
                .param("unit", UNIT.value())
                .update();
    }

    private Forwarder instance(Duration sendingTakes) {
        var beans = new StaticListableBeanFactory();
        beans.addBean("channels", new StaffMessages() {
            @Override
            public boolean configured(UnitId unit, Way way) {
                return way != Way.WECHAT;
            }

            @Override
            public Result send(UnitId unit, Way way, String address, Message message) {
                sent.add(way + " " + address + " " + message.requestId() + " " + message.page());
                clock.forward(sendingTakes);
                return answer.get();
            }
        });
        return new Forwarder(
                store,
                new ForwardingMeters(meters, store, clock),
                beans.getBeanProvider(StaffMessages.class),
                new Colleagues(),
                new Names(),
                "http://platform.example.cn",
                clock);
    }

    private void noticeTo(Way way, long... accounts) {
        long notice =
                jdbc.sql("""
                insert into notices.notice (unit_id, kind, title, body, link, told_by, at, matter)
                values (:unit, 'SECURITY', '试消息', '', '/numbers', '系统', now(), '')
                returning id
                """).param("unit", UNIT.value()).query(Long.class).single();
        for (long account : accounts) {
            jdbc.sql("""
                    insert into notices.forwarding (unit_id, notice_id, account_id, way, queued_at, next_try)
                    values (:unit, :notice, :account, :way, :at, :at)
                    """)
                    .param("unit", UNIT.value())
                    .param("notice", notice)
                    .param("account", account)
                    .param("way", way.name())
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private List<ForwardingStore.Row> rows() {
        return store.list(UNIT, new ForwardingStore.Filter(null, null, null, ""), 1, 50)
                .rows();
    }

    private ForwardingStore.Row only() {
        assertThat(rows()).hasSize(1);
        return rows().getFirst();
    }

    private double counted(String result) {
        return meters.counter("yipiao.notices.forward", "way", "MAIL", "result", result)
                .count();
    }

    @Test
    void what_one_instance_did_not_get_round_to_another_sends_and_nobody_is_told_twice() {
        noticeTo(Way.SMS, 1, 2, 3, 4, 5);
        instance(Duration.ofSeconds(40)).send(Way.SMS);
        assertThat(sent).as("begun within a minute").hasSize(2);
        instance(Duration.ZERO).send(Way.SMS);
        assertThat(sent).as("still the first one's").hasSize(2);
        clock.forward(Duration.ofSeconds(41));
        instance(Duration.ZERO).send(Way.SMS);
        assertThat(sent).hasSize(5).doesNotHaveDuplicates();
        assertThat(rows()).allMatch(row -> row.state() == ForwardingState.SENT && row.doneAt() != null);
    }

    @Test
    void each_way_has_its_own_address_and_its_own_turn() {
        noticeTo(Way.SMS, 1);
        noticeTo(Way.MAIL, 1);
        instance(Duration.ZERO).send(Way.MAIL);
        assertThat(sent)
                .singleElement()
                .asString()
                .startsWith("MAIL 1@example.cn N")
                .endsWith(" http://platform.example.cn/console.html#/numbers");
        assertThat(rows()).extracting(ForwardingStore.Row::state).contains(ForwardingState.QUEUED);
    }

    @Test
    void a_passing_fault_is_tried_again_ever_later_and_given_up_in_the_end() {
        noticeTo(Way.MAIL, 1);
        var forwarder = instance(Duration.ZERO);
        answer = () -> {
            throw new StaffMessages.Waits("连接不上邮件服务器", new IllegalStateException());
        };
        forwarder.send(Way.MAIL);
        assertThat(only().state()).isEqualTo(ForwardingState.RETRYING);
        assertThat(only().detail()).isEqualTo("连接不上邮件服务器");
        assertThat(Duration.between(clock.instant(), only().nextTry())).isEqualTo(Duration.ofSeconds(30));
        forwarder.send(Way.MAIL);
        assertThat(sent).as("not before its time").hasSize(1);
        for (int attempt = 2; attempt <= Forwarder.TRIES_MAX; attempt++) {
            clock.forward(Forwarder.WAIT_MAX);
            forwarder.send(Way.MAIL);
        }
        assertThat(only().state()).isEqualTo(ForwardingState.GIVEN_UP);
        assertThat(sent).hasSize(Forwarder.TRIES_MAX);
        assertThat(counted("FAILED")).isEqualTo(Forwarder.TRIES_MAX - 1);
        assertThat(counted("GIVEN_UP")).isEqualTo(1);
        clock.forward(Duration.ofDays(1));
        forwarder.send(Way.MAIL);
        assertThat(sent).as("given up is given up").hasSize(Forwarder.TRIES_MAX);

        answer = Result.Sent::new;
        assertThat(store.resend(new UnitId("990002"), only().id(), clock.instant()))
                .as("another hospital's word")
                .isFalse();
        assertThat(store.resend(UNIT, only().id(), clock.instant())).isTrue();
        forwarder.send(Way.MAIL);
        assertThat(only().state()).isEqualTo(ForwardingState.SENT);
        assertThat(store.resend(UNIT, only().id(), clock.instant()))
                .as("what was sent")
                .isFalse();
    }

    @Test
    void what_can_never_arrive_is_given_up_at_once_and_says_why() {
        answer = () -> new Result.Refused("邮件服务器不接受该邮箱地址（550）");
        noticeTo(Way.MAIL, 1, LEFT_THE_HOSPITAL, WITHOUT_ADDRESS);
        instance(Duration.ZERO).send(Way.MAIL);
        assertThat(rows()).allMatch(row -> row.state() == ForwardingState.GIVEN_UP);
        assertThat(rows())
                .extracting(ForwardingStore.Row::detail)
                .containsExactlyInAnyOrder("邮件服务器不接受该邮箱地址（550）", "账户已停用", "本人未登记邮箱");
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_way_that_the_hospital_has_not_is_waited_for_a_day() {
        noticeTo(Way.WECHAT, 1);
        instance(Duration.ZERO).send(Way.WECHAT);
        assertThat(only().state()).isEqualTo(ForwardingState.QUEUED);
        clock.forward(Duration.ofHours(25));
        instance(Duration.ZERO).send(Way.WECHAT);
        assertThat(only().state()).isEqualTo(ForwardingState.GIVEN_UP);
        assertThat(only().detail()).contains("未配置微信");
        assertThat(sent).isEmpty();
    }

    @Test
    void an_unforeseen_error_is_kept_without_its_words() {
        noticeTo(Way.SMS, 1);
        answer = () -> {
            throw new IllegalArgumentException("13900000001");
        };
        instance(Duration.ZERO).send(Way.SMS);
        assertThat(only().detail()).contains("IllegalArgumentException").doesNotContain("1390000");
    }

    @Test
    void a_forwarder_that_stands_still_is_found_and_measured() {
        var inspection = new ForwardingInspection(store, clock);
        var gauges = new ForwardingMeters(meters, store, clock);
        noticeTo(Way.MAIL, 1, 2);
        assertThat(inspection.inspect()).isEmpty();
        clock.forward(Duration.ofMinutes(16));
        gauges.look();
        assertThat(meters.get("yipiao.notices.forward.waiting")
                        .tag("way", "MAIL")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(meters.get("yipiao.notices.forward.oldest")
                        .tag("way", "MAIL")
                        .gauge()
                        .value())
                .isEqualTo(16 * 60);
        assertThat(inspection.inspect()).singleElement().satisfies(finding -> {
            assertThat(finding.unit()).isEqualTo(UNIT);
            assertThat(finding.severity()).isEqualTo(Severity.ORDINARY);
            assertThat(finding.cause()).contains("2 条消息未能转发到邮件", "16 分钟");
        });
        clock.forward(Duration.ofHours(4));
        assertThat(inspection.inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.SERIOUS));
        answer = () -> new Result.Refused("邮箱地址无效");
        instance(Duration.ZERO).send(Way.MAIL);
        assertThat(inspection.inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.cause()).contains("2 条消息放弃转发到邮件", "邮箱地址无效"));
    }

    private static final class Colleagues implements People {
        @Override
        public List<Person> who(UnitId unit, Permission permission) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Person> all(UnitId unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Colleague> matching(UnitId unit, String text, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Person> find(UnitId unit, long account) {
            return account == LEFT_THE_HOSPITAL
                    ? Optional.empty()
                    : Optional.of(new Person(account, "u" + account, "人" + account));
        }

        @Override
        public Optional<String> phone(UnitId unit, long account) {
            return Optional.of("1390000000" + account);
        }

        @Override
        public Optional<String> mail(UnitId unit, long account) {
            return account == WITHOUT_ADDRESS ? Optional.empty() : Optional.of(account + "@example.cn");
        }

        @Override
        public Optional<String> wechat(UnitId unit, long account) {
            return Optional.of("openid-of-" + account);
        }
    }

    private static final class Names implements UnitNames {
        @Override
        public String name(UnitId unit) {
            return "示例医院";
        }

        @Override
        public ZoneId zone(UnitId unit) {
            return ZoneId.of("Asia/Shanghai");
        }
    }
}
