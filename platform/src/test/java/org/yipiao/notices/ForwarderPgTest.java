package org.yipiao.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.SettableClock;
import org.yipiao.access.People;
import org.yipiao.access.Permission;
import org.yipiao.access.UnitNames;
import org.yipiao.database.PgTest;
import org.yipiao.shared.UnitId;

/** Two instances forward notices by a gateway that is slow today. */
@PgTest
class ForwarderPgTest {
    private static final String UNIT = "990001";

    private final SettableClock clock = new SettableClock();
    private final List<String> sent = new ArrayList<>();
    private final JdbcClient jdbc;

    ForwarderPgTest(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private Forwarder instance(Duration sendingTakes) {
        var beans = new StaticListableBeanFactory();
        beans.addBean("sms", new StaffMessages() {
            @Override
            public boolean configured() {
                return true;
            }

            @Override
            public void send(String phone, String hospital, String title, String requestId) {
                sent.add(requestId);
                clock.forward(sendingTakes);
            }
        });
        return new Forwarder(
                new ForwardingStore(jdbc),
                beans.getBeanProvider(StaffMessages.class),
                new Phones(),
                new Names(),
                clock);
    }

    private long noticeTo(int accounts) {
        long notice = jdbc.sql("""
                insert into notices.notice (unit_id, kind, title, body, link, told_by, at, matter)
                values (:unit, 'SECURITY', '试消息', '', '', '系统', now(), '')
                returning id
                """).param("unit", UNIT).query(Long.class).single();
        for (int account = 1; account <= accounts; account++) {
            jdbc.sql("""
                    insert into notices.forwarding (unit_id, notice_id, account_id, next_try)
                    values (:unit, :notice, :account, :at)
                    """)
                    .param("unit", UNIT)
                    .param("notice", notice)
                    .param("account", account)
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        }
        return notice;
    }

    @Test
    void what_one_instance_did_not_get_round_to_another_sends_and_nobody_is_told_twice() {
        noticeTo(5);
        instance(Duration.ofSeconds(40)).send();
        assertThat(sent).as("begun within a minute").hasSize(2);
        instance(Duration.ZERO).send();
        assertThat(sent).as("still the first one's").hasSize(2);
        clock.forward(Duration.ofSeconds(41));
        instance(Duration.ZERO).send();
        assertThat(sent).hasSize(5).doesNotHaveDuplicates();
    }

    private static final class Phones implements People {
        @Override
        public List<Person> who(UnitId unit, Permission permission) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Person> all(UnitId unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Person> find(UnitId unit, long account) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> phone(UnitId unit, long account) {
            return Optional.of("1390000000" + account);
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
