package org.yipiao.access;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.yipiao.database.SharedDatabase;

/** The platform with a clock that tests move and a user authentication server that says what they want; started once for all of them. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({MovableClock.Beans.class, Accounts.class})
@SharedDatabase("sign-in")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SignInSite {
    static final AtomicReference<String> USER_AUTHENTICATION_SAYS = new AtomicReference<>("");

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    MovableClock clock;

    @Autowired
    JdbcClient jdbc;

    /** Serves until the tests end, because the platform that knows its address does. */
    private static final HttpServer USER_AUTHENTICATION = userAuthentication();

    private static HttpServer userAuthentication() {
        try {
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/userauth/verifyCertAndUser", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = USER_AUTHENTICATION_SAYS.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.length == 0 ? 500 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void certificates(DynamicPropertyRegistry properties) {
        properties.add(
                "yipiao.certificate.url",
                () -> "http://127.0.0.1:" + USER_AUTHENTICATION.getAddress().getPort());
        properties.add("yipiao.certificate.bridge", () -> "http://127.0.0.1:21061/xtxapp");
    }

    /** All of them come from one address, which has so many tries a minute. */
    @BeforeEach
    void a_new_minute() {
        clock.forward(Duration.ofMinutes(1));
    }
}
