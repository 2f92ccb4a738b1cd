package org.yipiao.kit;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.yipiao.kit.YearBooks.Act;
import tools.jackson.databind.JsonNode;

/** 财务 What the finance office does at its desk, with the console: stock, paper, usage reports, reviews, the end of the year. */
final class YearOffice {
    private static final long WAIT_NS = 200_000_000L;
    private static final int WAITS_MAX = 900;

    private final YearPlan plan;
    private final YearBooks books;
    private final ConsoleUser finance;
    private final ConsoleUser colleague;
    private final ConsoleUser chief;

    /** @param colleague and @param chief approve what finance applies for */
    YearOffice(YearPlan plan, YearBooks books, ConsoleUser finance, ConsoleUser colleague, ConsoleUser chief) {
        this.plan = plan;
        this.books = books;
        this.finance = finance;
        this.colleague = colleague;
        this.chief = chief;
    }

    void opens() throws IOException {
        finance.login();
    }

    JsonNode document(Act act, Map<String, ?> form) throws IOException {
        JsonNode made = finance.post("/api/console/stock/documents", form).path("document");
        books.add(act);
        return made;
    }

    private static Map<String, Object> form(String type, String code) {
        var form = new LinkedHashMap<String, Object>();
        form.put("type", type);
        form.put("code", code);
        return form;
    }

    /** 申领 @return number of the document */
    String request(String code, long count, String... wanted) throws IOException {
        var form = form("REQUEST", code);
        form.put("count", count);
        var document = document(Act.REQUEST, form);
        String state = document.path("state").asString();
        if (!List.of(wanted).contains(state)) {
            books.fault("申领 " + code + " 的状态应为 " + List.of(wanted) + "：" + document);
        }
        return document.path("no").asString();
    }

    void receive(String no) throws IOException {
        finance.post("/api/console/stock/documents/" + no + "/acts", Map.of("action", "RECEIVE"));
    }

    /** The bureau has told us its codes. */
    void awaitCode(String code) throws IOException {
        for (int i = 0; i < WAITS_MAX; i++) {
            if (codes().stream().anyMatch(row -> row.path("code").asString().equals(code))) {
                return;
            }
            LockSupport.parkNanos(WAIT_NS);
        }
        books.fault("没有从财政同步到票据代码 " + code);
    }

    /** 日证明 Each morning there is the certificate of the day before. */
    void awaitProof(LocalDate day) throws IOException {
        for (int i = 0; i < WAITS_MAX; i++) {
            for (JsonNode proof :
                    finance.get("/api/console/stock/proofs?pageSize=1").path("rows")) {
                if (!LocalDate.parse(proof.path("day").asString()).isBefore(day)) {
                    return;
                }
            }
            LockSupport.parkNanos(WAIT_NS / 4);
        }
        books.fault(day + " 的票号证明没有出具");
    }

    void awaitDocument(String no, String state) throws IOException {
        for (int i = 0; i < WAITS_MAX; i++) {
            String now = finance.get("/api/console/stock/documents/" + no)
                    .path("document")
                    .path("state")
                    .asString();
            if (now.equals(state)) {
                return;
            }
            LockSupport.parkNanos(WAIT_NS);
        }
        books.fault("单据 " + no + " 没有成为 " + state);
    }

    /** 库存 code → place → numbers left; the unit itself is the empty place. */
    Map<String, Map<String, Long>> left() throws IOException {
        var left = new HashMap<String, Map<String, Long>>();
        for (JsonNode row : finance.get("/api/console/stock/balances").path("rows")) {
            if (row.path("cashier").isNull()) {
                String point =
                        row.path("point").isNull() ? "" : row.path("point").asString();
                left.computeIfAbsent(row.path("code").path("code").asString(), code -> new HashMap<>())
                        .merge(point, row.path("blank").asLong(), Long::sum);
            }
        }
        return left;
    }

    /** 下发 Fills every point up to what it needs for a month. */
    void distribute(int year) throws IOException {
        var left = left();
        for (boolean inpatient : new boolean[] {false, true}) {
            String code = plan.code(inpatient, year);
            var now = left.getOrDefault(code, Map.of());
            for (var point : plan.points) {
                long missing = plan.need(point, inpatient) - now.getOrDefault(point.code(), 0L);
                if (missing > 0) {
                    give(code, point.code(), missing);
                }
            }
        }
    }

    void give(String code, String point, long count) throws IOException {
        var form = form("DISTRIBUTION", code);
        form.put("count", count);
        form.put("toPoint", point);
        document(Act.DISTRIBUTION, form);
    }

    /** Paper of a quarter at one point: conversions, sheets spoiled, and some to spare. */
    private long sheetsNeeded() {
        long bills = plan.needOfAll(false) + plan.needOfAll(true);
        long printing = plan.points.stream().filter(YearPlan.Point::paper).count();
        return Math.round(bills * 3 * 0.025 / printing * 1.5) + 30;
    }

    /** 申领 a quarter's numbers of both kinds. @return the documents */
    List<String> quarter(int year, String... states) throws IOException {
        var documents = new ArrayList<String>();
        for (boolean inpatient : new boolean[] {false, true}) {
            documents.add(request(plan.code(inpatient, year), plan.needOfAll(inpatient) * 7 / 2, states));
        }
        return documents;
    }

    /** Paper for every point that prints, from a box the bureau allots. */
    void paper() throws IOException {
        long each = sheetsNeeded();
        var printing = plan.points.stream().filter(YearPlan.Point::paper).toList();
        String no = request(YearPlan.PAPER, each * printing.size(), "ALLOTTED");
        receive(no);
        for (var point : printing) {
            give(YearPlan.PAPER, point.code(), each);
        }
    }

    /** 退库, and numbers that go to a cashier and come back. */
    void giveBack(String code, String point, long count) throws IOException {
        var back = form("RETURN", code);
        back.put("count", count);
        back.put("fromPoint", point);
        back.put("reason", "用不完");
        document(Act.RETURN, back);
    }

    void toCashierAndBack(String code, String point, String cashier, long count) throws IOException {
        var out = form("DISTRIBUTION", code);
        out.put("count", count);
        out.put("fromPoint", point);
        out.put("toPoint", point);
        out.put("toCashier", cashier);
        document(Act.DISTRIBUTION, out);
        var back = form("RETURN", code);
        back.put("count", count);
        back.put("fromPoint", point);
        back.put("fromCashier", cashier);
        back.put("toPoint", point);
        document(Act.RETURN, back);
    }

    /** 申退 @return number of the document */
    String toBureau(String code, long count) throws IOException {
        var form = form("BUREAU_RETURN", code);
        form.put("count", count);
        form.put("reason", "年度结束未使用");
        return document(Act.BUREAU_RETURN, form).path("no").asString();
    }

    /** 核销 Everything used until the end of that day is declared, and the bureau accepts it. */
    void usage(LocalDate until) throws IOException {
        JsonNode report = declared(until);
        String no = report.path("no").asString();
        for (int i = 0; i < WAITS_MAX; i++) {
            JsonNode now = finance.get("/api/console/usage/" + no).path("report");
            String state = now.path("state").asString();
            if (state.equals("ACCEPTED")) {
                books.add(Act.USAGE);
                return;
            }
            if (state.equals("REFUSED")) {
                books.fault("核销单 " + no + " 被退回：" + now.path("answer").asString());
                return;
            }
            LockSupport.parkNanos(WAIT_NS);
        }
        books.fault("核销单 " + no + " 没有答复");
    }

    private JsonNode declared(LocalDate until) throws IOException {
        for (int i = 0; ; i++) {
            try {
                return finance.post("/api/console/usage", Map.of("until", until.toString()));
            } catch (ConsoleUser.Refused refused) {
                // Some bills of the last minutes are still on their way to the bureau.
                if (!refused.code.equals("BILLS_IN_TRANSIT") || i >= WAITS_MAX) {
                    throw refused;
                }
                LockSupport.parkNanos(WAIT_NS);
            }
        }
    }

    /** 审验 */
    void review(int year) throws IOException {
        JsonNode asked = finance.post("/api/console/usage/reviews", Map.of("year", year));
        for (int i = 0; i < WAITS_MAX; i++) {
            for (JsonNode review : finance.get("/api/console/usage").path("reviews")) {
                if (review.path("no").equals(asked.path("no"))
                        && !review.path("result").asString("").isEmpty()) {
                    books.add(Act.REVIEW);
                    if (!review.path("result").asString().equals("良好")) {
                        books.fault("审验结果：" + review);
                    }
                    return;
                }
            }
            LockSupport.parkNanos(WAIT_NS);
        }
        books.fault("审验没有结果：" + asked);
    }

    /** A paper form of its own for each year, bought by the hospital. */
    void yearPaper(String code, int year, String first, String last) throws IOException {
        finance.post(
                "/api/console/stock/paper-codes",
                Map.of(
                        "code",
                        code,
                        "name",
                        year + " 年度门诊收费票据",
                        "kind",
                        "OUTPATIENT",
                        "width",
                        8,
                        "year",
                        year,
                        "stopped",
                        false));
        var form = form("RECEIPT", code);
        form.put("first", first);
        form.put("last", last);
        document(Act.OTHER, form);
    }

    /** Must not work; counted when it does not. */
    void refused(String code, String path, Map<String, ?> body) throws IOException {
        String told = finance.refusal(path, body);
        if (told.equals(code)) {
            books.add(Act.REFUSED);
        } else {
            books.fault("应以 " + code + " 拒绝 " + path + " " + body + "，实为 " + (told.isEmpty() ? "成功" : told));
        }
    }

    void refusedDocument(String code, String type, Map<String, ?> more) throws IOException {
        var form = new LinkedHashMap<String, Object>(more);
        form.put("type", type);
        refused(code, "/api/console/stock/documents", form);
    }

    /** 销毁 Two others approve; the applicant can not. */
    void destroy(String code, String first, String last) throws IOException {
        var form = form("DESTRUCTION", code);
        form.put("first", first);
        form.put("last", last);
        form.put("reason", "旧年度空白票据销毁");
        String no = document(Act.OTHER, form).path("no").asString();
        String acts = "/api/console/stock/documents/" + no + "/acts";
        var yes = Map.of("action", "APPROVE", "note", "同意");
        refused("APPROVER_IS_APPLICANT", acts, yes);
        colleague.login().post(acts, yes);
        String again = colleague.refusal(acts, yes);
        if (!again.equals("APPROVED_BEFORE")) {
            books.fault("同一人第二次审批：" + again);
        }
        JsonNode done = chief.login().post(acts, yes).path("document");
        if (!done.path("state").asString().equals("DONE")) {
            books.fault("销毁没有办结：" + done);
        }
    }

    /** 旧票回收, 申退, 结转 of the year that is over. */
    void closeYear(int year) throws IOException {
        var recovered = document(Act.OTHER, Map.of("type", "RECOVERY", "year", year));
        books.note(year + " 年度旧票回收 " + recovered.path("count").asLong() + " 个号码");
        var left = left();
        for (boolean inpatient : new boolean[] {false, true}) {
            String code = plan.code(inpatient, year);
            var places = left.getOrDefault(code, Map.of());
            places.forEach((place, count) -> {
                if (!place.isEmpty() && count > 0) {
                    books.fault(code + " 回收后开票点 " + place + " 仍有 " + count + " 个号码");
                }
            });
            long mine = places.getOrDefault("", 0L);
            if (mine > 0) {
                awaitDocument(toBureau(code, mine), "DONE");
                books.note(year + " 年度申退 " + code + " " + mine + " 个号码");
            }
        }
        document(Act.OTHER, Map.of("type", "CARRY_OVER", "year", year));
        refusedDocument("CARRIED_OVER", "CARRY_OVER", Map.of("year", year));
        refusedDocument("NOTHING_TO_RECOVER", "RECOVERY", Map.of("year", year));
    }

    List<JsonNode> codes() throws IOException {
        var codes = new ArrayList<JsonNode>();
        finance.get("/api/console/stock/codes").path("codes").forEach(codes::add);
        return codes;
    }

    ConsoleUser finance() {
        return finance;
    }
}
