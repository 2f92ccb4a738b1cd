package org.yipiao.kit;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yipiao.kit.YearBooks.Act;
import org.yipiao.kit.YearBooks.Told;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 一天 What the HIS sends on one day: settlements at every point, and afterwards reversals, conversions, voids. */
final class YearDay {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    private static final double RED = 0.015;
    private static final double PAPER = 0.02;
    private static final double TWICE = 0.01;
    private static final Pattern LATER = Pattern.compile("尚未监制|系统繁忙");
    private static final int LATER_MAX = 600;
    private static final long LATER_NS = 500_000_000L;
    private static final String BY = "收费员一";

    private final YearPlan plan;
    private final YearBooks books;
    private final YearHis his;
    private final Settlements settlements;
    private final InstantSource clock;

    /** Sheets that are good, by point; each point's are worked on by one task at a time. */
    private final Map<String, List<Sheet>> sheets = new HashMap<>();

    private record Sheet(Told bill, String number) {}

    YearDay(YearPlan plan, YearBooks books, YearHis his, Settlements settlements, InstantSource clock) {
        this.plan = plan;
        this.books = books;
        this.his = his;
        this.settlements = settlements;
        this.clock = clock;
    }

    private String now() {
        return LocalDateTime.ofInstant(clock.instant(), ZONE).format(TIME);
    }

    /** Settlements of a part of a day. @param year that the codes of the answers must be of */
    void issue(long bills, int year, SplittableRandom random) throws InterruptedException {
        var tasks = new ArrayList<YearHis.Task>();
        for (long i = 0; i < bills; i++) {
            var point = plan.some(random);
            var own = random.split();
            tasks.add(line -> issue(line, point, year, own));
        }
        his.work(tasks, random);
    }

    /** One settlement at each point. */
    void issueEverywhere(int year, SplittableRandom random) throws InterruptedException {
        his.work(
                plan.points.stream()
                        .map(point -> {
                            var own = random.split();
                            return (YearHis.Task) line -> issue(line, point, year, own);
                        })
                        .toList(),
                random);
    }

    private void issue(YearHis.Line line, YearPlan.Point point, int year, SplittableRandom random) throws IOException {
        boolean inpatient = point.inpatient() && random.nextBoolean();
        var settlement = inpatient
                ? settlements.inpatient(point.code(), 3 + random.nextInt(12), random)
                : random.nextInt(3) == 0
                        ? settlements.registration(point.code(), random)
                        : settlements.outpatient(point.code(), 1 + random.nextInt(5), random);
        var bill = told(patiently(line, settlement.method(), settlement.json()), settlement, point, !inpatient);
        if (bill == null) {
            return;
        }
        books.add(Act.BILLS);
        if (!bill.code().equals(plan.code(inpatient, year))) {
            books.fault("票据 " + bill.key() + " 不是 " + year + " 年度代码");
        }
        books.stands(bill);
        if (random.nextDouble() < TWICE) {
            books.add(Act.TWICE);
            told(patiently(line, settlement.method(), settlement.json()), settlement, point, !inpatient);
        }
    }

    /** @return null, and the refusal is kept, when there is no bill */
    @Nullable
    Told told(MarketClient.Answer answer, Settlements.Settlement settlement, YearPlan.Point point, boolean outpatient) {
        if (!answer.accepted()) {
            his.refused(settlement.method() + " " + answer.message());
            return null;
        }
        JsonNode told = answer.json();
        String busNo = JSON.readTree(settlement.json()).path("busNo").asString();
        String code = told.path("billBatchCode").asString().intern();
        String number = told.path("billNo").asString();
        var bill = new Told(busNo, code, number, point.code(), outpatient);
        books.told(bill);
        return bill;
    }

    /** The other business of a day with so many bills. */
    void others(long bills, SplittableRandom random) throws InterruptedException {
        var tasks = new ArrayList<YearHis.Task>();
        for (long i = some(bills * RED, random); i > 0; i--) {
            reversal(random, tasks);
        }
        var atPoint = new LinkedHashMap<String, Integer>();
        var printing = plan.points.stream().filter(YearPlan.Point::paper).toList();
        for (long i = some(bills * PAPER, random); i > 0; i--) {
            atPoint.merge(printing.get(random.nextInt(printing.size())).code(), 1, Integer::sum);
        }
        atPoint.forEach((point, count) -> {
            var own = random.split();
            var mine = sheets.computeIfAbsent(point, p -> new ArrayList<>());
            tasks.add(line -> {
                for (int i = 0; i < count; i++) {
                    onPaper(line, point, mine, own);
                }
            });
        });
        his.work(tasks, random);
    }

    void reverse(int count, SplittableRandom random) throws InterruptedException {
        var tasks = new ArrayList<YearHis.Task>();
        for (int i = 0; i < count; i++) {
            reversal(random, tasks);
        }
        his.work(tasks, random);
    }

    private void reversal(SplittableRandom random, List<YearHis.Task> tasks) {
        var bill = books.pick(random);
        if (bill != null) {
            boolean again = random.nextInt(10) == 0;
            tasks.add(line -> {
                if (reverse(line, bill)) {
                    books.add(Act.RED);
                }
                if (again && !line.call("writeOffEBill", reversalOf(bill)).accepted()) {
                    books.add(Act.REFUSED);
                }
            });
        }
    }

    private static long some(double mean, SplittableRandom random) {
        long whole = (long) mean;
        return whole + (random.nextDouble() < mean - whole ? 1 : 0);
    }

    private Map<String, Object> reversalOf(Told bill) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("billBatchCode", bill.code());
        fields.put("billNo", bill.number());
        fields.put("reason", "退费");
        fields.put("operator", BY);
        fields.put("busDateTime", now());
        fields.put("placeCode", bill.point());
        return fields;
    }

    /** What may be tried again later is: a bill the bureau has not countersigned yet, a platform that is busy. */
    private static MarketClient.Answer patiently(YearHis.Line line, String method, String json) throws IOException {
        var answer = line.call(method, json);
        for (int i = 0;
                i < LATER_MAX
                        && !answer.accepted()
                        && LATER.matcher(answer.message()).find();
                i++) {
            LockSupport.parkNanos(LATER_NS);
            answer = line.call(method, json);
        }
        return answer;
    }

    private boolean reverse(YearHis.Line line, Told bill) throws IOException {
        var answer = patiently(line, "writeOffEBill", JSON.writeValueAsString(reversalOf(bill)));
        if (!answer.accepted()) {
            his.refused("writeOffEBill " + answer.message());
        }
        return answer.accepted();
    }

    private void onPaper(YearHis.Line line, String point, List<Sheet> mine, SplittableRandom random)
            throws IOException {
        int dice = random.nextInt(100);
        if (dice < 80 || mine.isEmpty()) {
            var bill = books.pickOutpatient(point, random);
            if (bill != null) {
                convert(line, bill, mine);
            }
        } else if (dice < 90) {
            again(line, mine, random);
        } else if (dice < 96) {
            takeBack(line, mine, random);
        } else {
            blank(line, point);
        }
    }

    private String nextSheet(YearHis.Line line, String point) throws IOException {
        var answer = line.call("getPaperBillNo", Map.of("pBillBatchCode", YearPlan.PAPER, "placeCode", point));
        if (!answer.accepted()) {
            throw new IOException("getPaperBillNo " + answer.message());
        }
        return answer.json().path("pBillNo").asString();
    }

    private Map<String, Object> sheetOf(Told bill, String paper) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("billBatchCode", bill.code());
        fields.put("billNo", bill.number());
        fields.put("pBillBatchCode", YearPlan.PAPER);
        fields.put("pBillNo", paper);
        fields.put("busDateTime", now());
        fields.put("placeCode", bill.point());
        fields.put("operator", BY);
        fields.put("author", BY);
        fields.put("reason", "患者要求");
        return fields;
    }

    private void convert(YearHis.Line line, Told bill, List<Sheet> mine) throws IOException {
        String paper = nextSheet(line, bill.point());
        var answer = patiently(line, "turnPaper", JSON.writeValueAsString(sheetOf(bill, paper)));
        if (!answer.accepted()) {
            his.refused("turnPaper " + answer.message());
            return;
        }
        mine.add(new Sheet(bill, paper));
        books.add(Act.PAPER);
        // On paper a bill is not reversed, and not put on a second sheet.
        if (!line.call("writeOffEBill", reversalOf(bill)).accepted()) {
            books.add(Act.REFUSED);
        } else {
            books.fault("已换开的票据 " + bill.key() + " 被冲红");
        }
    }

    private void again(YearHis.Line line, List<Sheet> mine, SplittableRandom random) throws IOException {
        int at = random.nextInt(mine.size());
        var old = mine.get(at);
        String paper = nextSheet(line, old.bill().point());
        var answer = patiently(line, "reTurnPaper", JSON.writeValueAsString(sheetOf(old.bill(), paper)));
        if (answer.accepted()) {
            mine.set(at, new Sheet(old.bill(), paper));
            books.add(Act.PAPER_AGAIN);
        } else {
            his.refused("reTurnPaper " + answer.message());
        }
    }

    private void takeBack(YearHis.Line line, List<Sheet> mine, SplittableRandom random) throws IOException {
        var sheet = mine.remove(random.nextInt(mine.size()));
        var answer = patiently(line, "invalidPaper", JSON.writeValueAsString(sheetOf(sheet.bill(), sheet.number())));
        if (answer.accepted()) {
            books.add(Act.PAPER_VOID);
            books.add(Act.RED);
        } else {
            his.refused("invalidPaper " + answer.message());
        }
    }

    private void blank(YearHis.Line line, String point) throws IOException {
        String paper = nextSheet(line, point);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("pBillBatchCode", YearPlan.PAPER);
        fields.put("pBillNoStart", paper);
        fields.put("pBillNoEnd", paper);
        fields.put("placeCode", point);
        fields.put("author", BY);
        fields.put("reason", "受潮");
        fields.put("busDateTime", now());
        var answer = line.call("invalidBlankBillNo", fields);
        if (answer.accepted()) {
            books.add(Act.BLANK);
        } else {
            his.refused("invalidBlankBillNo " + answer.message());
        }
    }

    /** A sheet of another year: must not be taken. */
    void wrongYear(String paperCode, String number, Told bill, SplittableRandom random) throws InterruptedException {
        his.work(
                List.of(line -> {
                    var fields = sheetOf(bill, number);
                    fields.put("pBillBatchCode", paperCode);
                    if (line.call("turnPaper", fields).accepted()) {
                        books.fault("非本年度纸质票据 " + paperCode + " " + number + " 被换开");
                    } else {
                        books.add(Act.REFUSED);
                    }
                }),
                random);
    }

    /** A settlement for a window's own door. */
    Settlements.Settlement forWindow(String point, SplittableRandom random) {
        return settlements.outpatient(point, 1 + random.nextInt(2), random);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }
}
