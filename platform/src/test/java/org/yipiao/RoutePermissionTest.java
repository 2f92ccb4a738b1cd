package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.access.Open;
import org.yipiao.access.Permit;
import org.yipiao.access.SignedIn;
import org.yipiao.database.SharedDatabase;

/** Walks every route there is, so that a new one is under the same rule on the day it is written. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutePermissionTest {
    /** Costs seconds of a core for every account there is. */
    private static final List<String> NOT_TRIED = List.of("/api/console/weak-passwords/check");

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Accounts accounts;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private record Route(RequestMethod method, String path, HandlerMethod handler) {
        boolean has(Class<? extends java.lang.annotation.Annotation> annotation) {
            return handler.hasMethodAnnotation(annotation);
        }

        /** Path variables become 1. */
        String address() {
            return path.replaceAll("\\{[^/}]*}", "1").replace("**", "x");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final List<Route> routes = new ArrayList<>();

    @BeforeAll
    void every_route() {
        accounts.add("990001", "nobody", new String[0]);
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            var methods = mapping.getMethodsCondition().getMethods();
            for (RequestMethod method : methods.isEmpty() ? List.of(RequestMethod.GET) : List.copyOf(methods)) {
                mapping.getPatternValues().forEach(path -> routes.add(new Route(method, path, handler)));
            }
        });
    }

    @Test
    void every_route_says_exactly_once_who_may_use_it() {
        assertThat(routes).hasSizeGreaterThan(10);
        for (Route route : routes) {
            long said = java.util.stream.Stream.of(Open.class, SignedIn.class, Permit.class)
                    .filter(route::has)
                    .count();
            assertThat(said).as(route + " at " + route.handler()).isEqualTo(1);
        }
    }

    @Test
    void the_console_is_open_only_for_signing_in() {
        assertThat(routes.stream()
                        .filter(route -> route.path().startsWith("/api/console"))
                        .filter(route -> route.has(Open.class))
                        .map(Route::path))
                .containsExactlyInAnyOrder(
                        "/api/console/login",
                        "/api/console/login/code",
                        "/api/console/login/ways",
                        "/api/console/login/certificate/challenge",
                        "/api/console/login/certificate",
                        "/api/console/login/sso/begin",
                        "/api/console/login/directory",
                        "/api/console/login/sso");
    }

    @Test
    void without_a_session_every_closed_route_asks_to_sign_in() {
        for (Route route : routes) {
            if (!route.has(Open.class)) {
                var answer = ask(new Browser(port), route);
                assertThat(answer.status()).as(route.toString()).isEqualTo(401);
                assertThat(answer.code()).as(route.toString()).isEqualTo("NOT_SIGNED_IN");
                assertThat(answer.header("Content-Type")).contains("application/problem+json");
            }
        }
    }

    @Test
    void without_the_permission_every_closed_route_refuses_by_its_name() {
        var browser = new Browser(port);
        assertThat(browser.login("nobody", Accounts.PASSWORD).status()).isEqualTo(200);
        for (Route route : routes) {
            var permit = route.handler().getMethodAnnotation(Permit.class);
            if (permit != null) {
                var answer = ask(browser, route);
                assertThat(answer.status()).as(route.toString()).isEqualTo(403);
                assertThat(answer.code()).as(route.toString()).isEqualTo("NOT_PERMITTED");
                assertThat(answer.json().path("detail").asString())
                        .contains(permit.value().label());
            }
        }
    }

    /** 权限矩阵 Every route with every built-in role: open to who holds its permission, closed by name to everybody else. */
    @Test
    void every_route_is_open_to_exactly_the_roles_that_hold_its_permission() {
        var roles = jdbc.sql("select code from access.role where unit_id = '*' and office <> 'DEMO' order by code")
                .query(String.class)
                .list();
        assertThat(roles).contains("ADMIN", "SECURITY", "AUDITOR", "FINANCE", "CASHIER", "OPS");
        for (String role : roles) {
            String username = "matrix-" + role.toLowerCase(Locale.ROOT);
            accounts.add("990001", username, role);
            var held = jdbc.sql("select permission from access.role_permission where role_code = :role")
                    .param("role", role)
                    .query(String.class)
                    .list();
            var browser = new Browser(port);
            assertThat(browser.login(username, Accounts.PASSWORD).status()).isEqualTo(200);
            for (Route route : routes) {
                var permit = route.handler().getMethodAnnotation(Permit.class);
                if (permit == null || NOT_TRIED.contains(route.path())) {
                    continue;
                }
                var answer = ask(browser, route);
                String what = role + " " + route + " " + answer.text();
                if (held.contains(permit.value().name())) {
                    assertThat(answer.code()).as(what).isNotEqualTo("NOT_PERMITTED");
                    // A party that is away is not our fault, and says so by its own code.
                    if (!answer.code().equals("PARTY_FAILED")) {
                        assertThat(answer.status()).as(what).isLessThan(500);
                    }
                } else {
                    assertThat(answer.code()).as(what).isEqualTo("NOT_PERMITTED");
                }
            }
        }
    }

    private static Browser.Answer ask(Browser browser, Route route) {
        String token = browser.token();
        var request = browser.request(route.address()).header("X-XSRF-TOKEN", token);
        if (route.method() == RequestMethod.GET) {
            return browser.send(request.GET());
        }
        return browser.send(request.header("Content-Type", "application/json")
                .method(route.method().name().toUpperCase(Locale.ROOT), BodyPublishers.ofString("{}")));
    }
}
