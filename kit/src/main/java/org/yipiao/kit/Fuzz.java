package org.yipiao.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.sign.Sm2;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 畸形请求 Sends requests that no honest client sends to every route of a running platform, signed in as people who hold
 * every permission and as a business system with a right signature. Passed when nothing fails (no 5xx but 501, 503 and 505), nothing of
 * the program is shown, and not one business row was written or changed.
 */
public final class Fuzz {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORKERS = 4;
    private static final int SHOWN_MAX = 40;

    /** Issued first, and given so long to reach their payers: only then nothing moves by itself. */
    private static final int BILLS = 10;

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    /** 不支持的方法, 暂时繁忙, 不支持的协议版本: said by the server about the request, not about itself. */
    private static final Set<Integer> HONEST = Set.of(501, 503, 505);

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    /** These take no body: any request that reaches them is a right one, so they are never asked with a right token. */
    private record Route(String verb, String path, List<String> query, List<String> members, boolean body) {
        boolean actsOnNothing() {
            return !body && !verb.equals("GET");
        }
    }

    private final URI platform;
    private final String appid;
    private final String key;
    private final MarketClient market;
    private final BusinessTables tables;
    private final List<Route> routes = new ArrayList<>();
    private final List<String> methods;
    private final List<String> cookies = new ArrayList<>();
    private final List<Map<String, String>> bills;
    private final List<String> faults = new ArrayList<>();

    /** 被接受的写请求 Whoever looks for the cause of a changed row begins here. */
    private final List<String> accepted = new ArrayList<>();

    private final Map<Integer, AtomicLong> statuses = new TreeMap<>();

    private Fuzz(JsonNode status, Path contract, Path fields, long seed) throws Exception {
        platform = URI.create(status.get("platform").asString());
        appid = status.get("his").get("appid").asString();
        key = status.get("his").get("key").asString();
        market = new MarketClient(appid, key);
        tables = new BusinessTables(Ledger.of(Path.of(status.get("home").asString())));
        issueSome(seed);
        bills = tables.settled(SETTLED_WITHIN);
        read(JSON.readTree(Files.readString(contract)));
        methods = Files.readString(fields)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1)[1])
                .distinct()
                .toList();
        for (JsonNode user : status.get("users")) {
            cookies.add(signedIn(
                    user.get("username").asString(), user.get("password").asString()));
        }
    }

    public static void main(String[] args) throws Exception {
        var options = new HashMap<String, String>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        long seed = Long.parseLong(options.getOrDefault("--seed", "20260101"));
        var fuzz = new Fuzz(
                JSON.readTree(Files.readString(Path.of(options.getOrDefault("--status", "status.json")))),
                Path.of(options.getOrDefault("--contract", "docs/openapi.json")),
                Path.of(options.getOrDefault("--fields", "platform/src/test/resources/samples/market/fields.tsv")),
                seed);
        int count = Integer.parseInt(options.getOrDefault("--count", "20000"));
        @Nullable String report = options.get("--report");
        System.exit(fuzz.run(count, seed, report == null ? null : Path.of(report)) ? 0 : 1);
    }

    /** What many routes are about has to be there before they can be reached. */
    private void issueSome(long seed) throws IOException {
        var settlements = new Settlements("F" + Long.toString(System.currentTimeMillis(), 36));
        var random = new SplittableRandom(seed);
        try (var http = new RawHttp(platform)) {
            for (int i = 0; i < BILLS; i++) {
                var settlement = settlements.outpatient(random);
                var answer = http.send(head(
                        "POST",
                        "/medical-web/api/medical/" + settlement.method(),
                        "",
                        "Content-Type: application/json\r\n",
                        market.envelope(settlement.json(), Long.toHexString(random.nextLong()))));
                if (!market.open(Garbage.utf8(answer.body())).accepted()) {
                    throw new IllegalStateException(answer.body());
                }
            }
        }
    }

    private void read(JsonNode contract) {
        for (var path : contract.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var query = new ArrayList<String>();
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    if (parameter.get("in").asString().equals("query")) {
                        query.add(parameter.get("name").asString());
                    }
                }
                var members = new ArrayList<String>();
                var content = operation.getValue().path("requestBody").path("content");
                for (JsonNode media : content) {
                    String ref = media.path("schema").path("$ref").asString("");
                    contract.path("components")
                            .path("schemas")
                            .path(ref.substring(ref.lastIndexOf('/') + 1))
                            .path("properties")
                            .propertyNames()
                            .forEach(members::add);
                }
                routes.add(new Route(
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        query,
                        members,
                        !content.isMissingNode()));
            }
        }
    }

    /** The session and the forged-request token as one cookie header. */
    private String signedIn(String username, String password) throws IOException {
        var jar = new HashMap<String, String>();
        try (var http = new RawHttp(platform)) {
            keep(jar, http.send(head("GET", "/api/console/me", "", "", new byte[0])));
        }
        String body = JSON.writeValueAsString(Map.of("username", username, "password", password));
        try (var http = new RawHttp(platform)) {
            var answer = http.send(head(
                    "POST",
                    "/api/console/login",
                    cookie(jar),
                    "Content-Type: application/json\r\nX-XSRF-TOKEN: " + jar.get("XSRF-TOKEN") + "\r\n",
                    Garbage.utf8(body)));
            if (answer.status() != 200) {
                throw new IllegalStateException(username + " " + answer.status() + " " + answer.body());
            }
            keep(jar, answer);
        }
        return cookie(jar);
    }

    private static void keep(Map<String, String> jar, RawHttp.Answer answer) {
        for (String set : answer.headers().getOrDefault("set-cookie", "").split("\n", -1)) {
            int equals = set.indexOf('=');
            if (equals > 0) {
                jar.put(
                        set.substring(0, equals).strip(),
                        set.substring(equals + 1).replaceAll(";.*", ""));
            }
        }
    }

    private static String cookie(Map<String, String> jar) {
        var text = new StringBuilder();
        jar.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "; ").append(name).append('=').append(value));
        return text.toString();
    }

    private boolean run(int count, long seed, @Nullable Path report) throws Exception {
        var before = tables.look();
        long from = System.nanoTime();
        var workers = new ArrayList<Thread>();
        for (int w = 0; w < WORKERS; w++) {
            var random = new SplittableRandom(seed + w);
            int share = count / WORKERS + (w < count % WORKERS ? 1 : 0);
            workers.add(Thread.ofPlatform().start(() -> work(random, share)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        long seconds = (System.nanoTime() - from) / 1_000_000_000L;
        faults.addAll(BusinessTables.differences(before, tables.look()));
        System.out.println("畸形请求 " + count + " 个，路由 " + routes.size() + " 个，用时 " + seconds + " 秒，种子 " + seed + "；应答状态 "
                + statuses);
        System.out.println("核对业务表 " + before.size() + " 张（行数与内容摘要）；不核对的表与原因：");
        BusinessTables.LEFT_OUT.forEach((table, reason) -> System.out.println("  " + table + "  " + reason));
        faults.stream().limit(SHOWN_MAX).forEach(fault -> System.out.println("  不符: " + fault));
        if (!faults.isEmpty()) {
            accepted.stream().sorted().limit(SHOWN_MAX).forEach(one -> System.out.println("  被接受的请求: " + one));
        }
        System.out.println(faults.isEmpty() ? "没有一个请求使平台出错、泄露程序内部信息或写入业务数据" : "共 " + faults.size() + " 处不符");
        if (report != null) {
            Files.createDirectories(report.toAbsolutePath().getParent());
            Files.writeString(
                    report,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(written(count, seed, seconds, before)));
        }
        return faults.isEmpty();
    }

    private Map<String, Object> written(
            int count, long seed, long seconds, Map<String, BusinessTables.Standing> tables) {
        var report = new LinkedHashMap<String, Object>();
        report.put("requests", count);
        report.put("seed", seed);
        report.put("routes", routes.size());
        report.put("seconds", seconds);
        report.put("statuses", statuses);
        report.put("tables", tables);
        report.put("tablesLeftOut", BusinessTables.LEFT_OUT);
        report.put("accepted", accepted.stream().sorted().toList());
        report.put("faults", faults);
        return report;
    }

    private void work(SplittableRandom random, int share) {
        RawHttp http = null;
        for (int i = 0; i < share; i++) {
            var request = request(random);
            try {
                if (http == null) {
                    http = new RawHttp(platform);
                }
                var answer = http.send(request.bytes());
                look(request, answer);
                if (!answer.open()) {
                    http.close();
                    http = null;
                }
            } catch (IOException | NumberFormatException e) {
                fault(request.title() + " 没有应答：" + e);
                http = null;
            }
        }
    }

    private record Request(String title, byte[] bytes) {
        String verb() {
            return title.substring(0, Math.max(0, title.indexOf(' ')));
        }
    }

    private Request request(SplittableRandom random) {
        int choice = random.nextInt(20);
        if (choice < 13) {
            return routed(random, routes.get(random.nextInt(routes.size())));
        }
        return switch (choice) {
            case 13, 14 -> market(random);
            case 15 -> open(random);
            case 16 -> anyPath(random);
            case 17 -> anyVerb(random);
            case 18 -> headers(random);
            default -> framing(random);
        };
    }

    /** A known route with garbage in its path, its query or its body. */
    private Request routed(SplittableRandom random, Route route) {
        boolean clean = !route.path().contains("{") && (!route.query().isEmpty() || route.body());
        String path = route.path();
        while (path.contains("{")) {
            String name = path.substring(path.indexOf('{') + 1, path.indexOf('}'));
            String value = random.nextInt(4) == 0
                    ? known(random, name)
                    : Garbage.text(random).replace("/", "%2f");
            path = path.replaceFirst("\\{[^/}]*}", java.util.regex.Matcher.quoteReplacement(value));
        }
        if (!route.query().isEmpty() && (random.nextBoolean() || !clean)) {
            var query = new StringBuilder();
            for (String name : route.query()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(Garbage.text(random));
            }
            path += query;
        }
        boolean trusted = !route.actsOnNothing() && random.nextInt(10) > 0;
        String cookie = trusted ? cookies.get(random.nextInt(cookies.size())) : "SESSION=" + random.nextLong();
        String type = random.nextInt(3) > 0 ? "application/json" : Garbage.type(random);
        String headers = (trusted ? "X-XSRF-TOKEN: " + token(cookie) + "\r\n" : "")
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n");
        byte[] body = route.verb().equals("GET") ? new byte[0] : Garbage.body(random, route.members());
        return new Request(
                route.verb() + " " + shortened(path) + " " + shortened(new String(body, StandardCharsets.UTF_8)),
                head(route.verb(), path, cookie, headers, body));
    }

    /** What stands behind a route is only reached with something that is there. */
    private String known(SplittableRandom random, String name) {
        return bills.isEmpty() ? "1" : bills.get(random.nextInt(bills.size())).getOrDefault(name, "1");
    }

    private static String token(String cookie) {
        int at = cookie.indexOf("XSRF-TOKEN=");
        return at < 0 ? "" : cookie.substring(at + 11).replaceAll(";.*", "");
    }

    /** A method of the market, its envelope right or broken, what is inside always broken. */
    private Request market(SplittableRandom random) {
        String method = random.nextInt(12) == 0 ? Garbage.text(random) : methods.get(random.nextInt(methods.size()));
        var members = List.of("busNo", "totalAmt", "placeCode", "billBatchCode", "billNo", "chargeDetail", "eBillList");
        String inner = new String(Garbage.body(random, members), StandardCharsets.UTF_8);
        byte[] body = random.nextInt(3) == 0
                ? Garbage.body(random, List.of("appid", "data", "noise", "sign", "version"))
                : market.envelope(inner, Long.toHexString(random.nextLong()));
        return new Request(
                "POST 市场接口 " + shortened(method) + " " + shortened(inner),
                head(
                        "POST",
                        "/medical-web/api/medical/" + method,
                        "",
                        "Content-Type: " + (random.nextBoolean() ? "application/json" : "text/plain") + "\r\n",
                        body));
    }

    /** The open API, signed rightly, so that the garbage is really read. */
    private Request open(SplittableRandom random) {
        boolean post = random.nextBoolean();
        String path = "/api/open/v1/"
                + switch (random.nextInt(4)) {
                    case 0 ->
                        "bills/" + (post ? "OUTPATIENT" : Garbage.text(random).replace("/", ""));
                    case 1 -> "bills?busNo=" + Garbage.text(random);
                    case 2 -> "totals?from=" + Garbage.text(random) + "&until=" + Garbage.text(random);
                    default ->
                        "bills/" + known(random, "code") + "/"
                                + (random.nextBoolean()
                                        ? known(random, "number")
                                        : Garbage.text(random).replace("/", ""))
                                + (post ? "/reversal" : "");
                };
        byte[] body = post ? Garbage.body(random, List.of("busNo", "totalAmt", "placeCode", "reason")) : new byte[0];
        String at = String.valueOf(System.currentTimeMillis());
        String nonce = HexFormat.of().toHexDigits(random.nextLong());
        String signed = String.join("\n", post ? "POST" : "GET", path, at, nonce, Sm2.sm3Hex(body));
        String signature =
                HexFormat.of().formatHex(Sm2.hmacSm3(Garbage.utf8(key), signed.getBytes(StandardCharsets.UTF_8)));
        return new Request(
                (post ? "POST" : "GET") + " 开放接口 " + shortened(path) + " "
                        + shortened(new String(body, StandardCharsets.UTF_8)),
                head(
                        post ? "POST" : "GET",
                        path,
                        "",
                        "Content-Type: application/json\r\nX-App-Id: " + appid + "\r\nX-Timestamp: " + at
                                + "\r\nX-Nonce: " + nonce + "\r\nX-Signature: " + signature
                                + "\r\nIdempotency-Key: fuzz-"
                                + nonce + "\r\n",
                        body));
    }

    private Request anyPath(SplittableRandom random) {
        String path = "/"
                + List.of("api/console", "api/payer", "api/open", "actuator", "p", "error", "assets", "", "..")
                        .get(random.nextInt(9))
                + "/" + Garbage.text(random) + "/" + Garbage.text(random);
        return new Request("GET " + shortened(path), head("GET", path, any(random), "", new byte[0]));
    }

    private Request anyVerb(SplittableRandom random) {
        String verb = List.of(
                        "TRACE", "PROPFIND", "CONNECT", "OPTIONS", "HEAD", "PATCH", "get", "G\u0001T", "X".repeat(900))
                .get(random.nextInt(9));
        var route = routes.get(random.nextInt(routes.size()));
        // The head of a stream never ends by itself.
        String path = route.path().endsWith("/live") ? "/api/console/me" : route.path();
        return new Request(verb + " " + path, head(verb, path, any(random), "Connection: close\r\n", new byte[0]));
    }

    private Request headers(SplittableRandom random) {
        String odd = switch (random.nextInt(8)) {
            case 0 -> "X-Long: " + "h".repeat(20_000);
            case 1 -> "X-Many: 1\r\n".repeat(300) + "X-Last: 1";
            case 2 -> "X-Nul: a\0b";
            case 3 -> "Cookie: SESSION=" + "%00;".repeat(200);
            case 4 -> "Cookie: " + "XSRF-TOKEN=\"\\".repeat(50);
            case 5 -> "Accept: " + Garbage.type(random) + ";q=abc";
            case 6 -> "Accept-Language: " + "zh-" + "x".repeat(3_000) + "\r\nIf-Modified-Since: never";
            default -> "Origin: null\r\nX-Forwarded-For: " + "1.1.1.1,".repeat(300) + "\r\nRange: bytes=9-1,-5";
        };
        var route = routes.get(random.nextInt(routes.size()));
        return new Request(
                "GET " + route.path() + " " + shortened(odd),
                head(
                        "GET",
                        route.path().replaceAll("[{}]", ""),
                        any(random),
                        odd + "\r\nConnection: close\r\n",
                        new byte[0]));
    }

    /** Lengths that lie, chunks that are none, two lengths, no host. */
    private Request framing(SplittableRandom random) {
        String start = "POST /api/payer/check HTTP/1.1\r\nContent-Type: application/json\r\n";
        String request = switch (random.nextInt(6)) {
            case 0 -> start + "Host: x\r\nContent-Length: -5\r\n\r\n{}";
            case 1 -> start + "Host: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
            case 2 -> start + "Host: x\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}";
            case 3 -> start + "Content-Length: 2\r\n\r\n{}";
            case 4 -> "GET /api/payer/trust HTTP/9.9\r\nHost: x\r\n\r\n";
            default -> "\u0001\u0002 nonsense\r\n\r\n";
        };
        return new Request("报文框架 " + shortened(request), request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String any(SplittableRandom random) {
        return cookies.get(random.nextInt(cookies.size()));
    }

    private byte[] head(String verb, String path, String cookie, String headers, byte[] body) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((verb + " " + path + " HTTP/1.1\r\nHost: " + platform.getHost() + ":" + platform.getPort()
                        + "\r\n"
                        + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n") + headers
                        + (body.length == 0 && verb.equals("GET") ? "" : "Content-Length: " + body.length + "\r\n")
                        + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private void look(Request request, RawHttp.Answer answer) {
        synchronized (statuses) {
            statuses.computeIfAbsent(answer.status(), status -> new AtomicLong())
                    .incrementAndGet();
        }
        if (answer.status() >= 500 && !HONEST.contains(answer.status())) {
            fault(request.title() + " 应答 " + answer.status() + " " + shortened(answer.body()));
        }
        String body = told(answer.body());
        if (answer.status() / 100 == 2 && !READS.contains(request.verb()) && !body.contains("\"result\":\"E")) {
            synchronized (accepted) {
                accepted.add(answer.status() + " " + request.title());
            }
        }
        if (body.contains("\tat ")
                || body.contains("Exception")
                || body.contains("org.yipiao")
                || body.contains("SQL [")) {
            fault(request.title() + " 泄露 " + shortened(body));
        }
        if (body.contains("系统内部错误")) {
            fault(request.title() + " 出错 " + shortened(body));
        }
    }

    /** What the market's envelope says inside; the body itself otherwise. */
    private static String told(String body) {
        if (!body.startsWith("{") || !body.contains("\"noise\"")) {
            return body;
        }
        try {
            var inner = JSON.readTree(
                    Base64.getDecoder().decode(JSON.readTree(body).get("data").asString()));
            return inner
                    + new String(Base64.getDecoder().decode(inner.get("message").asString()), StandardCharsets.UTF_8);
        } catch (RuntimeException notAnEnvelope) {
            return body;
        }
    }

    private void fault(String what) {
        synchronized (faults) {
            faults.add(what);
        }
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "·");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
