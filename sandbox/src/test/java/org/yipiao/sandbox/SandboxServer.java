package org.yipiao.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.yipiao.bill.sign.Sm2;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real sandbox on a free port, with a clock that the test moves; spoken to over HTTP as a stranger would. */
public final class SandboxServer implements AutoCloseable {
    public static final String AGENCY_KEY = "agency-key-of-the-tests";
    public static final String PIN = "pin-of-the-tests";
    public static final String WECHAT_APPID = "wx9900000000000009";
    public static final String WECHAT_SECRET = "wechat-secret-of-the-tests";
    public static final String SMS_KEY = "sms-key-of-the-tests";
    public static final String HIS_KEY = "his-key-of-the-tests";
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    public SandboxServer(Path home, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--sandbox.home=" + home,
                "--sandbox.agency-key=" + AGENCY_KEY,
                "--sandbox.signer-pin=" + PIN,
                "--sandbox.wechat.appid=" + WECHAT_APPID,
                "--sandbox.wechat.secret=" + WECHAT_SECRET,
                "--sandbox.sms.key=" + SMS_KEY,
                "--sandbox.his.key=" + HIS_KEY));
        for (String argument : more) {
            String name = argument.substring(0, argument.indexOf('=') + 1);
            arguments.removeIf(earlier -> earlier.startsWith(name));
            arguments.add(argument);
        }
        this.context = new SpringApplicationBuilder(SandboxApplication.class, MovableClock.class)
                .run(arguments.toArray(String[]::new));
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        this.url = "http://127.0.0.1:" + port;
    }

    @Configuration(proxyBeanMethods = false)
    static class MovableClock {
        private volatile Duration ahead = Duration.ZERO;

        @Bean
        @Primary
        InstantSource movable() {
            return () -> InstantSource.system().instant().plus(ahead);
        }
    }

    public void move(Duration forward) {
        MovableClock clock = context.getBean(MovableClock.class);
        clock.ahead = clock.ahead.plus(forward);
    }

    public Instant now() {
        return context.getBean("movable", InstantSource.class).instant();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }

    /** Answer as text; throws when the connection breaks. */
    public HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        request.header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public JsonNode post(String path, Object body) throws IOException {
        return JSON.readTree(send("POST", path, JSON.writeValueAsBytes(body)).body());
    }

    public JsonNode get(String path) throws IOException {
        return JSON.readTree(send("GET", path, new byte[0]).body());
    }

    /** A request to the bureau, signed as the agency signs. */
    public JsonNode bureau(String method, Object message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message);
        return JSON.readTree(send("POST", "/bureau/" + method, body, signed("/bureau/" + method, body))
                .body());
    }

    public String[] signed(String path, byte[] body) {
        String at = Long.toString(now().toEpochMilli());
        String text = at + "\n" + path + "\n" + Sm2.sm3Hex(body);
        byte[] mac = Sm2.hmacSm3(AGENCY_KEY.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
        return new String[] {
            "X-Agency",
            "990001",
            "X-Timestamp",
            at,
            "X-Signature",
            HexFormat.of().formatHex(mac)
        };
    }

    public void fault(String party, String json) throws IOException {
        send("PUT", "/sandbox/faults/" + party, json.getBytes(StandardCharsets.UTF_8));
    }

    public void clear(String party) throws IOException {
        send("DELETE", "/sandbox/faults/" + party, new byte[0]);
    }
}
