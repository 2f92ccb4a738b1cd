package org.yipiao.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.yipiao.SettableClock;
import org.yipiao.database.PgTest;
import org.yipiao.masterdata.Callers;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** A signed request that somebody caught and sends again to another instance. */
@PgTest
class OpenDoorPgTest {
    private static final String KEY = "0123456789abcdef0123456789";
    private static final byte[] BODY = "{}".getBytes(UTF_8);

    private final SettableClock clock = new SettableClock();
    private final Callers callers = new OneSystem();
    private final JdbcClient jdbc;
    private final OpenDoor first;
    private final OpenDoor second;

    OpenDoorPgTest(JdbcClient jdbc) {
        this.jdbc = jdbc;
        first = new OpenDoor(callers, new NonceStore(jdbc), clock);
        second = new OpenDoor(callers, new NonceStore(jdbc), clock);
    }

    private MockHttpServletRequest request(String nonce) {
        var request = new MockHttpServletRequest("POST", "/api/open/v1/bills/OUTPATIENT");
        String at = Long.toString(clock.millis());
        request.addHeader("X-App-Id", "OPENHIS");
        request.addHeader("X-Timestamp", at);
        request.addHeader("X-Nonce", nonce);
        request.addHeader(
                "X-Signature", OpenDoor.signature(KEY, "POST", "/api/open/v1/bills/OUTPATIENT", at, nonce, BODY));
        return request;
    }

    @Test
    void a_request_is_taken_once_whichever_instance_it_reaches() {
        var request = request("nonce-0001");
        assertThat(first.caller(request, BODY).appid()).isEqualTo("OPENHIS");
        assertThatThrownBy(() -> second.caller(request, BODY))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("用过了");
        assertThat(second.caller(request("nonce-0002"), BODY).appid()).isEqualTo("OPENHIS");
    }

    @Test
    void random_texts_are_forgotten_when_their_time_stamps_have_run_out_and_not_before() {
        first.caller(request("nonce-0003"), BODY);
        clock.forward(OpenDoor.CLOCKS_APART_MAX.multipliedBy(2));
        first.forget();
        assertThat(kept("nonce-0003")).isEqualTo(1);
        clock.forward(Duration.ofSeconds(1));
        first.forget();
        assertThat(kept("nonce-0003")).isZero();
    }

    private int kept(String nonce) {
        return jdbc.sql("select count(*) from intake.nonce where nonce = :nonce")
                .param("nonce", nonce)
                .query(Integer.class)
                .single();
    }

    private static final class OneSystem implements Callers {
        private final Caller caller = new Caller(new UnitId("990001"), "OPENHIS", "开放系统", KEY, false, false, true);

        @Override
        public Optional<Caller> find(String appid) {
            return caller.appid().equals(appid) ? Optional.of(caller) : Optional.empty();
        }

        @Override
        public List<Caller> all(UnitId unit) {
            return List.of(caller);
        }

        @Override
        public void save(Caller changed, String by) {
            throw new UnsupportedOperationException();
        }
    }
}
