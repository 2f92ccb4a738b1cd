package org.yipiao.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.yipiao.access.Browser;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class WebPgTest {
    @TempDir
    static Path root;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    @Autowired
    ApplicationContext context;

    @DynamicPropertySource
    static void pages(DynamicPropertyRegistry properties) throws Exception {
        Path dist = Files.createDirectories(root.resolve("dist/assets")).getParent();
        Files.writeString(dist.resolve("console.html"), "<html>console");
        Files.writeString(dist.resolve("payer.html"), "<html>payer");
        Files.writeString(dist.resolve("sw.js"), "self");
        Files.writeString(dist.resolve("assets/app-1a2b.js"), "app");
        Files.writeString(dist.resolve("assets/app-1a2b.js.br"), "packed by brotli");
        Files.writeString(dist.resolve("assets/app-1a2b.js.gz"), "packed by gzip");
        Files.writeString(root.resolve("secret.html"), "secret");
        properties.add("yipiao.web-root", dist::toString);
    }

    @Test
    void every_address_people_type_or_scan_leads_to_its_page() {
        var browser = new Browser(port);
        var start = browser.get("/");
        assertThat(start.status()).isEqualTo(302);
        assertThat(start.header("Location")).isEqualTo("/console.html");
        assertThat(browser.get("/console.html").text()).isEqualTo("<html>console");
        for (String address : new String[] {"/payer.html", "/p/abcDEF-123_x", "/check", "/verify", "/family"}) {
            var page = browser.get(address);
            assertThat(page.text()).as(address).isEqualTo("<html>payer");
            assertThat(page.header("Content-Type")).as(address).startsWith("text/html");
            assertThat(page.header("Cache-Control")).as(address).contains("no-store");
        }
    }

    @Test
    void hashed_files_are_kept_for_ever_and_the_worker_is_asked_for_again() {
        var browser = new Browser(port);
        assertThat(browser.get("/assets/app-1a2b.js").header("Cache-Control"))
                .contains("immutable")
                .contains("max-age=31536000");
        assertThat(browser.get("/sw.js").header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void files_are_sent_packed_as_the_browser_can_take_them() {
        var browser = new Browser(port);
        for (String[] known : new String[][] {
            {"gzip, deflate, br, zstd", "br", "packed by brotli"},
            {"gzip", "gzip", "packed by gzip"},
            {"br;q=0, gzip", "gzip", "packed by gzip"},
            {"identity", "", "app"}
        }) {
            var answer =
                    browser.send(browser.request("/assets/app-1a2b.js").GET().setHeader("Accept-Encoding", known[0]));
            assertThat(answer.text()).as(known[0]).isEqualTo(known[2]);
            assertThat(answer.raw().headers().firstValue("Content-Encoding").orElse(""))
                    .isEqualTo(known[1]);
            assertThat(answer.header("Content-Type")).startsWith("text/javascript");
            assertThat(answer.header("Cache-Control")).contains("immutable").contains("public");
            assertThat(answer.raw().headers().allValues("Vary")).as(known[0]).containsExactly("Accept-Encoding");
        }
    }

    @Test
    void nothing_outside_the_pages_is_served() {
        var browser = new Browser(port);
        for (String address : new String[] {
            "/secret.html",
            "/assets/..%2f..%2fsecret.html",
            "/assets/%2e%2e/%2e%2e/secret.html",
            "/assets/..%5c..%5csecret.html",
            "/%2e%2e/secret.html",
            "/application.yaml",
            "/v3/api-docs",
            "/actuator",
            "/actuator/health",
            "/swagger-ui/index.html"
        }) {
            var answer = browser.get(address);
            assertThat(answer.status()).as(address).isBetween(400, 404);
            assertThat(answer.text()).as(address).doesNotContain("secret").doesNotContain("Exception");
        }
    }

    @Test
    void pages_can_not_be_framed_and_run_no_foreign_script() {
        var page = new Browser(port).get("/console.html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("script-src")
                .doesNotContain("unsafe-eval");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Server")).isEmpty();
    }

    @Test
    void every_failure_is_a_problem_in_chinese_without_a_trace() {
        var browser = new Browser(port);
        problem(browser.get("/nowhere"), 404, "NOT_FOUND");
        problem(browser.get("/api/console/nowhere"), 404, "NOT_FOUND");
        problem(browser.get("/api/console/login"), 405, "METHOD_NOT_ALLOWED");
        problem(browser.get("/p/a;b//c"), 400, "BAD_REQUEST");
        String token = browser.token();
        problem(
                browser.send(browser.request("/api/console/login")
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{not json"))),
                400,
                "BODY_UNREADABLE");
        problem(
                browser.send(browser.request("/api/console/login")
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "application/xml")
                        .POST(BodyPublishers.ofString("<a/>"))),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
        var missing = browser.post("/api/console/login", Map.of("username", "x"));
        problem(missing, 400, "FIELD_INVALID");
        assertThat(missing.json().path("errors").get(0).path("path").asString()).isEqualTo("password");
        assertThat(missing.json().path("errors").get(0).path("label").asString())
                .isEqualTo("口令");
    }

    @Test
    void requests_that_no_honest_client_sends_are_the_callers_fault_and_not_ours() {
        var browser = new Browser(port);
        String token = browser.token();
        for (String[] typed : new String[][] {
            {"*/*", "415", "MEDIA_TYPE_UNSUPPORTED"},
            {"multipart/form-data", "400", "BODY_UNREADABLE"}
        }) {
            var answer = browser.send(browser.request("/api/console/login")
                    .header("X-XSRF-TOKEN", token)
                    .header("Content-Type", typed[0])
                    .POST(BodyPublishers.ofString("{}")));
            problem(answer, Integer.parseInt(typed[1]), typed[2]);
        }
        problem(browser.get("/api/open/v1/bills?busNo=%ff%fe"), 400, "BAD_REQUEST");
    }

    @Test
    void bodies_beyond_the_limit_are_not_read_whether_they_tell_their_length_or_not() {
        var browser = new Browser(port);
        String token = browser.token();
        byte[] large =
                ("{\"username\":\"" + "x".repeat(300 * 1024) + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        problem(
                browser.send(browser.request("/api/console/login")
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(large))),
                413,
                "BODY_TOO_LARGE");
        problem(
                browser.send(browser.request("/api/console/login")
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                413,
                "BODY_TOO_LARGE");
    }

    @Test
    void the_load_balancer_is_told_to_send_nobody_here_from_the_moment_of_leaving() {
        var balancer = new Browser(port);
        assertThat(balancer.get("/readyz").status()).isEqualTo(200);
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            var answer = balancer.get("/readyz");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("not ready");
            assertThat(balancer.get("/").status())
                    .as("who comes all the same is served")
                    .isEqualTo(302);
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
        assertThat(balancer.get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void the_management_port_tells_health_and_metrics_and_nothing_else() {
        var management = new Browser(managementPort);
        assertThat(management.get("/actuator/health").json().path("status").asString())
                .isEqualTo("UP");
        assertThat(management.get("/actuator/prometheus").text()).contains("jvm_memory_used_bytes");
        for (String closed :
                new String[] {"env", "beans", "heapdump", "configprops", "loggers", "shutdown", "mappings"}) {
            assertThat(management.get("/actuator/" + closed).status())
                    .as(closed)
                    .isEqualTo(404);
        }
    }

    private static void problem(Browser.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().path("detail").asString()).matches(".*[\\u4e00-\\u9fff].*");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("at org.");
    }
}
