package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.yipiao.kit.YearBooks.Act;
import tools.jackson.databind.JsonNode;

/** 离线窗口 The windows that go on without network: days without it, a machine that is lost, the turn of the year. */
final class YearWindows implements AutoCloseable {
    private final JsonNode status;
    private final Path home;
    private final YearPlan plan;
    private final YearBooks books;
    private final YearOffice office;
    private final YearDay day;
    private final YearCalendar calendar;
    private final SplittableRandom random;
    private final List<YearWindow> windows = new ArrayList<>();

    YearWindows(
            JsonNode status,
            YearPlan plan,
            YearBooks books,
            YearOffice office,
            YearDay day,
            YearCalendar calendar,
            SplittableRandom random) {
        this.status = status;
        this.home = Path.of(text(status, "home"));
        this.plan = plan;
        this.books = books;
        this.office = office;
        this.day = day;
        this.calendar = calendar;
        this.random = random;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }

    void open(YearPlan.Point point) throws IOException {
        JsonNode invited = office.finance()
                .post("/api/console/offline/agents", Map.of("name", point.name() + "代理", "point", point.code()));
        var window = new YearWindow(
                home.resolve("window-" + invited.path("agent").asString()),
                Year.clockOf(home),
                URI.create(text(status, "platform")),
                invited.path("agent").asString(),
                invited.path("enrolment").asString(),
                text(status.path("his"), "appid"),
                text(status.path("his"), "key"));
        windows.add(window);
        window.ready(plan.year);
    }

    void outage(LocalDate date) throws IOException {
        ready(plan.year);
        pull();
        offline(30, plan.year);
        calendar.at(date, LocalTime.of(15, 0));
        offline(30, plan.year);
        plug();
        ready(plan.year);
    }

    void ready(int year) throws IOException {
        for (YearWindow window : windows) {
            window.ready(year);
        }
    }

    void pull() throws IOException {
        for (YearWindow window : windows) {
            window.pull();
        }
    }

    void plug() throws IOException {
        for (YearWindow window : windows) {
            window.plug();
        }
    }

    /** Nothing of that year is at any window any more. */
    void gaveBack(int year) throws IOException {
        for (YearWindow window : windows) {
            window.awaits(year + " 年度号段已退回", told -> noneOf(told, year));
        }
    }

    void offline(int each, int year) throws IOException {
        for (int i = 0; i < windows.size(); i++) {
            var point = plan.points.get(i);
            for (int n = 0; n < each; n++) {
                var settlement = day.forWindow(point.code(), random);
                var bill = day.told(windows.get(i).issue(settlement), settlement, point, true);
                if (bill == null) {
                    books.fault("离线窗口 " + point.code() + " 没有开出票据");
                    return;
                }
                books.add(Act.OFFLINE);
                if (!bill.code().equals(plan.code(false, year))) {
                    books.fault("离线票据 " + bill.key() + " 不是 " + year + " 年度代码");
                }
            }
        }
    }

    /** A machine that never comes back: its numbers are nobody's until somebody says so. */
    void lostMachine() throws IOException {
        open(plan.points.get(2));
        var window = windows.removeLast();
        window.lost();
        office.finance().post("/api/console/offline/agents/" + window.agent + "/revocation", Map.of("reason", "机器丢失"));
    }

    void burn() throws IOException {
        for (JsonNode block : office.finance()
                .get("/api/console/offline/blocks?state=REVOKED&pageSize=50")
                .path("rows")) {
            JsonNode done = office.finance()
                    .post(
                            "/api/console/offline/blocks/"
                                    + block.path("blockNo").asString() + "/burning",
                            Map.of("reason", "机器丢失，无人出示票据"));
            books.add(Act.BURNT, done.path("count").asLong());
        }
    }

    private static boolean noneOf(JsonNode status, int year) {
        for (JsonNode block : status.path("blocks")) {
            if (block.path("code").asString().endsWith(String.valueOf(year).substring(2))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        for (YearWindow window : windows) {
            window.close();
        }
    }
}
