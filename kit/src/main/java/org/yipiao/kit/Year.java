package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.yipiao.kit.YearBooks.Act;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 模拟年 A hospital's whole year in minutes: people ask, distribute, issue, reverse, print, lose the network, report, return and
 * close the year, through the same doors as in a real year. At the end three books are compared and the number ledger is
 * recomputed by the independent checker.
 */
public final class Year {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 48;
    private static final long BACKLOG_MAX = 3_000;
    private static final List<Integer> OUTAGES = List.of(2, 5, 8, 11);

    private final JsonNode status;
    private final YearPlan plan;
    private final YearBooks books;
    private final YearHis his;
    private final YearDay day;
    private final YearOffice office;
    private final YearCashier cashier;
    private final YearCalendar calendar;
    private final YearWindows windows;
    private final YearTurn turn;
    private final YearRoad road;
    /** Requests that the bureau takes its time over. */
    private final List<String> reviewed = new ArrayList<>();

    private final Map<String, ConsoleUser> people = new HashMap<>();
    private final SplittableRandom random;
    /** Whether someone watches: then the line of progress is written over itself. */
    private final boolean live;

    private final long begun = System.nanoTime();

    private Year(Map<String, String> options) throws IOException {
        status = JSON.readTree(Files.readString(Path.of(options.getOrDefault("--status", "status.json"))));
        var clock = SimulatedClock.steer(clockOf(Path.of(text(status, "home"))));
        random = new SplittableRandom(Long.parseLong(options.getOrDefault("--seed", "1")));
        live = options.containsKey("--live");
        int year = YearCalendar.today(clock).getYear();
        plan = new YearPlan(
                year,
                Integer.parseInt(options.getOrDefault("--points", "40")),
                Long.parseLong(options.getOrDefault("--bills", "20000")));
        books = new YearBooks(YearMonth.of(year, 1));
        JsonNode caller = status.path("his");
        his = new YearHis(
                URI.create(text(status, "platform")),
                new MarketClient(text(caller, "appid"), text(caller, "key")),
                CONNECTIONS);
        day = new YearDay(plan, books, his, new Settlements("Y", clock), clock);
        office = new YearOffice(plan, books, user("finance"), newColleague(), user("admin"));
        cashier = new YearCashier(user("admin"), books);
        calendar = new YearCalendar(clock, books);
        road = new YearRoad(text(status, "management"), books);
        windows = new YearWindows(status, plan, books, office, day, calendar, random);
        turn = new YearTurn(plan, books, office, day, windows, calendar, road, random);
    }

    /** Prepares a home for a simulation that begins on 1 January of the given year: {@code --prepare home year}. */
    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("--prepare")) {
            prepare(Path.of(args[1]), Integer.parseInt(args[2]));
            return;
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        var year = new Year(options);
        boolean good;
        try {
            good = year.run(Path.of(options.getOrDefault("--report", "target/year")));
        } finally {
            year.windows.close();
        }
        System.exit(good ? 0 : 1);
    }

    static Path clockOf(Path home) {
        return home.resolve("clock");
    }

    private static void prepare(Path home, int year) throws IOException {
        if (Files.exists(home.resolve("pg")) && !Files.exists(home.resolve(Simulated.MARK))) {
            throw new IOException("目录 " + home + " 已有真实数据，不能用于模拟");
        }
        Files.createDirectories(home);
        Files.writeString(home.resolve(Simulated.MARK), "模拟年：本目录的时间都不是真的\n");
        var morning = LocalDate.of(year, 1, 1).atTime(7, 0).atZone(YearDay.ZONE);
        SimulatedClock.steer(clockOf(home)).advanceTo(morning.toInstant());
    }

    /** One person each, however many hats: a changed password is known under all of them. */
    private ConsoleUser user(String name) {
        return people.computeIfAbsent(name, this::account);
    }

    private ConsoleUser account(String name) {
        for (JsonNode user : status.path("users")) {
            if (text(user, "username").equals(name)) {
                return new ConsoleUser(text(status, "platform"), name, text(user, "password"));
            }
        }
        throw new IllegalStateException("no account " + name);
    }

    /** A second person of the finance office, made as any account is made. */
    private ConsoleUser newColleague() throws IOException {
        JsonNode made = user("sysadmin")
                .login()
                .post("/api/console/users", Map.of("username", "finance2", "displayName", "测试辛", "department", "财务"));
        user("secadmin")
                .login()
                .put(
                        "/api/console/users/" + made.path("user").path("id").asString() + "/rights",
                        Map.of("roles", List.of("FINANCE"), "reach", "UNIT"));
        // The password that was handed over is changed within its week.
        return new ConsoleUser(
                        text(status, "platform"),
                        "finance2",
                        made.path("oneTimePassword").asString())
                .login();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }

    private boolean run(Path report) throws Exception {
        System.out.println("模拟年 " + plan.year + "：" + plan.points.size() + " 个开票点");
        opening();
        for (var date = LocalDate.of(plan.year, 1, 1); date.getYear() == plan.year; date = date.plusDays(1)) {
            books.month(YearMonth.from(date));
            ordinary(date);
        }
        turn.newYear();
        road.drain(0);
        office.opens();
        office.finance().post("/api/console/stock/proofs", Map.of());
        var audit = new YearAudit(status, plan, books, office.finance(), report);
        audit.run(random);
        return new YearReport(plan, books, his, audit, Duration.ofNanos(System.nanoTime() - begun)).write(report);
    }

    // ------------------------------------------------------------------ the beginning

    private void opening() throws IOException {
        var basics = user("admin").login();
        for (var point : plan.points) {
            basics.post(
                    "/api/console/basics/points",
                    Map.of(
                            "code",
                            point.code(),
                            "name",
                            point.name(),
                            "form",
                            "WINDOW",
                            "kinds",
                            point.inpatient() ? List.of("OUTPATIENT", "INPATIENT") : List.of("OUTPATIENT"),
                            "terminals",
                            List.of(),
                            "mappings",
                            List.of(Map.of("caller", text(status.path("his"), "appid"), "hisCode", point.code()))));
        }
        office.opens();
        office.awaitCode(plan.code(false, plan.year));
        // Before the first numbers there is nothing to distribute.
        office.refusedDocument(
                "STOCK_EXHAUSTED",
                "DISTRIBUTION",
                Map.of(
                        "code",
                        plan.code(false, plan.year),
                        "count",
                        10,
                        "toPoint",
                        plan.points.getFirst().code()));
        office.quarter(plan.year, "DONE");
        office.distribute(plan.year);
        office.paper();
        office.yearPaper(YearPlan.paperOf(plan.year), plan.year, "00000001", "00000200");
        for (var point : plan.points) {
            if (point.window()) {
                windows.open(point);
            }
        }
    }

    // ------------------------------------------------------------------ an ordinary day

    private void ordinary(LocalDate date) throws Exception {
        long bills = plan.on(date);
        int no = date.getDayOfMonth();
        int month = date.getMonthValue();
        boolean lastDay = month == 12 && no == 31;
        calendar.at(date, LocalTime.of(8, 0));
        if (date.getDayOfYear() > 1) {
            calendar.attempt("日证明", () -> {
                office.opens();
                office.awaitProof(date.minusDays(1));
            });
        }
        if (no == 1 && month > 1) {
            calendar.attempt("月初下发", () -> {
                office.distribute(plan.year);
                if (month % 3 == 1) {
                    office.paper();
                }
            });
        }
        if (no == 3 && month > 1) {
            calendar.attempt("核销", () -> office.usage(date.withDayOfMonth(1).minusDays(1)));
        }
        day.issue(bills / 2, plan.year, random);
        if (no == 10) {
            calendar.attempt("月中", () -> midMonth(month));
        }
        if (no == 20) {
            calendar.attempt("申领", () -> askBureau(month));
        }
        if (no == 23 && !reviewed.isEmpty()) {
            calendar.attempt("财政审核", () -> {
                for (String asked : reviewed) {
                    office.awaitDocument(asked, "DONE");
                }
                reviewed.clear();
                bureau("DELETE", "");
            });
        }
        if (no == 15 && OUTAGES.contains(month)) {
            calendar.attempt("断网", () -> windows.outage(date));
        } else {
            calendar.at(date, LocalTime.of(15, 0));
        }
        day.issue(bills - bills / 2, plan.year, random);
        day.others(bills, random);
        if (no == 12) {
            calendar.attempt("卡纸", this::jams);
        }
        if (month == 12 && no == 5) {
            calendar.attempt("预下发", turn::nextYearsStock);
        }
        if (!lastDay) {
            road.drain(BACKLOG_MAX);
        }
        progress(date, no == date.lengthOfMonth());
    }

    private void midMonth(int month) throws IOException {
        office.opens();
        String code = plan.code(false, plan.year);
        var some = plan.points.get(random.nextInt(plan.points.size()));
        office.giveBack(code, some.code(), 5);
        office.toCashierAndBack(code, some.code(), "收费员一", 4);
        office.refusedDocument(
                "NUMBERS_NOT_THERE",
                "RETURN",
                Map.of(
                        "code",
                        code,
                        "first",
                        "0000000001",
                        "last",
                        "0000000001",
                        "fromPoint",
                        some.code(),
                        "reason",
                        "已开具的号码"));
        if (month == 6) {
            office.awaitDocument(office.toBureau(code, 50), "DONE");
        }
        if (month == 7) {
            office.review(plan.year);
        }
        if (month == 9) {
            windows.lostMachine();
        }
        if (month == 10) {
            windows.burn();
        }
    }

    /** The next quarter's numbers: in full after a review of two days, in part, and after a refusal. */
    private void askBureau(int month) throws IOException {
        if (month % 3 != 0 || month == 12) {
            return;
        }
        office.opens();
        switch (month) {
            case 3 -> {
                bureau("PUT", "{\"result\":\"FULL\",\"share\":1,\"reason\":\"\",\"delaySeconds\":172800}");
                reviewed.addAll(office.quarter(plan.year, "SUBMITTED", "REVIEWING"));
                return;
            }
            case 6 -> {
                bureau("PUT", "{\"result\":\"PARTIAL\",\"share\":0.9,\"reason\":\"按用票量核定\",\"delaySeconds\":0}");
                office.quarter(plan.year, "DONE");
            }
            default -> {
                bureau("PUT", "{\"result\":\"REFUSED\",\"share\":1,\"reason\":\"请补充说明\",\"delaySeconds\":0}");
                office.quarter(plan.year, "REFUSED");
                bureau("DELETE", "");
                office.quarter(plan.year, "DONE");
            }
        }
        bureau("DELETE", "");
    }

    /** 财政审核口径 of the sandbox. */
    private void bureau(String method, String json) throws IOException {
        send(method, "/sandbox/bureau/review", json);
    }

    private void send(String method, String path, String json) throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(text(status, "sandbox") + path))
                            .timeout(Duration.ofSeconds(30))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + " " + answer.statusCode() + " " + answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void jams() throws IOException {
        cashier.opens();
        for (int i = 0; i < 4; i++) {
            var printing = plan.points.stream().filter(YearPlan.Point::paper).toList();
            var bill = books.pickOutpatient(
                    printing.get(random.nextInt(printing.size())).code(), random);
            if (bill != null) {
                cashier.jam(bill, i % 2 == 1);
            }
        }
    }

    private void progress(LocalDate date, boolean endOfMonth) {
        long bills = books.total(Act.BILLS);
        double seconds = (System.nanoTime() - begun) / 1e9;
        String line = String.format(
                java.util.Locale.ROOT, "%s  %d 张  %.0f 秒  %.0f 张/秒", date, bills, seconds, bills / seconds);
        if (live && !endOfMonth) {
            System.out.print("\r" + line + "   ");
            System.out.flush();
        } else if (endOfMonth) {
            System.out.println((live ? "\r" : "") + line);
        }
        if (!his.refusals.isEmpty() && endOfMonth) {
            System.out.println("  意外拒绝 " + his.refusals);
        }
    }
}
