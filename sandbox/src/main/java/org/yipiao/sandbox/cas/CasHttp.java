package org.yipiao.sandbox.cas;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.sandbox.BodyFilter;
import org.yipiao.sandbox.Secrets;
import org.yipiao.sandbox.SignInPages;
import tools.jackson.databind.JsonNode;

/** CAS 服务器接口 Signing in for a service, and what a ticket for it is worth, once. */
@RestController
class CasHttp {
    private static final String TITLE = "医院门户";
    private static final String NAMESPACE = "http://www.yale.edu/tp/cas";
    private static final long TICKET_LIVES_MS = 60_000;
    private static final int TICKETS_MAX = 1_000;
    private static final int TICKET_BYTES = 16;
    private static final MediaType XML = new MediaType("application", "xml", UTF_8);

    private final Secrets secrets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
    private volatile Wrong wrong = Wrong.NONE;

    CasHttp(Secrets secrets, InstantSource clock, RandomGenerator random) {
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    private record Ticket(String person, String service, long at) {}

    /** 应答故障 What is wrong with the answers about tickets that come next. */
    enum Wrong {
        NONE,
        /** Two people at once. */
        TWO_USERS,
        /** By way of a proxy. */
        PROXIED,
        /** An entity of its own. */
        DOCTYPE,
        /** Elements that are nobody's. */
        NAMESPACE,
        /** Nobody is named. */
        NOBODY
    }

    @GetMapping("/cas/login")
    ResponseEntity<String> page(@RequestParam(defaultValue = "") String service, HttpServletResponse response) {
        return service.startsWith("http")
                ? SignInPages.form(TITLE, "/cas/login", Map.of("service", service), "", response)
                : SignInPages.html(response, "请求不正确", "<p>应用没有登记，或请求缺少参数。</p>");
    }

    @PostMapping("/cas/login")
    ResponseEntity<String> signIn(HttpServletRequest request, HttpServletResponse response) {
        var typed = SignInPages.parameters(new String(BodyFilter.of(request), UTF_8));
        String person = typed.getOrDefault("person", "");
        String service = typed.getOrDefault("service", "");
        if (!service.startsWith("http")) {
            return SignInPages.html(response, "请求不正确", "<p>应用没有登记，或请求缺少参数。</p>");
        }
        if (!SignInPages.PEOPLE.containsKey(person)
                || !SignInPages.same(secrets.ukeyPin(), typed.getOrDefault("pin", ""))) {
            return SignInPages.form(TITLE, "/cas/login", Map.of("service", service), "用户或口令不对", response);
        }
        if (tickets.size() >= TICKETS_MAX) {
            tickets.clear();
        }
        byte[] bytes = new byte[TICKET_BYTES];
        random.nextBytes(bytes);
        String ticket = "ST-" + HexFormat.of().formatHex(bytes) + "-sandbox";
        tickets.put(ticket, new Ticket(person, service, clock.millis()));
        return ResponseEntity.status(303)
                .location(URI.create(service + (service.contains("?") ? "&" : "?") + "ticket=" + ticket))
                .build();
    }

    /** A ticket counts once, right or wrong, and only for the service it was given out for. */
    @GetMapping("/cas/p3/serviceValidate")
    ResponseEntity<String> validate(
            @RequestParam(defaultValue = "") String service, @RequestParam(defaultValue = "") String ticket) {
        if (service.isEmpty() || ticket.isEmpty()) {
            return failure("INVALID_REQUEST");
        }
        var known = tickets.remove(ticket);
        if (known == null || clock.millis() - known.at() > TICKET_LIVES_MS) {
            return failure("INVALID_TICKET");
        }
        if (!known.service().equals(service)) {
            return failure("INVALID_SERVICE");
        }
        String user = "<cas:user>" + known.person() + "</cas:user>";
        String said = switch (wrong) {
            case TWO_USERS -> user + "<cas:user>auditor</cas:user>";
            case PROXIED -> user + "<cas:proxies><cas:proxy>https://proxy.example.org</cas:proxy></cas:proxies>";
            case DOCTYPE -> "<cas:user>&who;</cas:user>";
            case NOBODY -> "";
            case NONE, NAMESPACE -> user;
        };
        String begin = wrong == Wrong.DOCTYPE ? "<!DOCTYPE x [<!ENTITY who \"" + known.person() + "\">]>" : "";
        return answer(
                begin,
                "<cas:authenticationSuccess>" + said + "<cas:attributes><cas:employeeNumber>staff-" + known.person()
                        + "</cas:employeeNumber></cas:attributes></cas:authenticationSuccess>");
    }

    @GetMapping("/cas/logout")
    ResponseEntity<String> logout(@RequestParam(defaultValue = "") String service, HttpServletResponse response) {
        return SignInPages.signedOut(response, TITLE, service);
    }

    @PutMapping("/sandbox/cas/wrong")
    Map<String, Object> goWrong(@RequestBody JsonNode body) {
        wrong = Wrong.valueOf(body.path("wrong").asString("NONE"));
        return Map.of("wrong", wrong.name());
    }

    private ResponseEntity<String> failure(String code) {
        return answer("", "<cas:authenticationFailure code=\"" + code + "\">refused</cas:authenticationFailure>");
    }

    private ResponseEntity<String> answer(String begin, String said) {
        String space = wrong == Wrong.NAMESPACE ? "urn:other" : NAMESPACE;
        return ResponseEntity.ok()
                .contentType(XML)
                .body(begin + "<cas:serviceResponse xmlns:cas=\"" + space + "\">" + said + "</cas:serviceResponse>");
    }
}
