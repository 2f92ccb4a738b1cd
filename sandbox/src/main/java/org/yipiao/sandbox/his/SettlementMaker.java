package org.yipiao.sandbox.his;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.yipiao.sandbox.SandboxApplication;
import org.yipiao.sandbox.his.Catalogue.Category;
import org.yipiao.sandbox.his.Catalogue.Thing;
import org.yipiao.sandbox.his.Settlement.Charge;
import org.yipiao.sandbox.his.Settlement.Kind;
import org.yipiao.sandbox.his.Settlement.Line;
import org.yipiao.sandbox.his.Settlement.Patient;
import org.yipiao.sandbox.his.Settlement.Payment;
import org.yipiao.sandbox.his.Settlement.Stay;

/** 造数 Makes synthetic settlements whose sums are right to the fen. */
final class SettlementMaker {
    private static final int PATIENTS = 800;
    private static final int INPATIENT_LINES_MIN = 5;
    private static final int INPATIENT_LINES_MAX = 200;
    private static final String STEMS = "甲乙丙丁戊己庚辛壬癸";

    /** Characters outside common fonts or outside the basic plane. */
    private static final List<String> RARE = List.of("䶮", "㛃", "𬱟", "堃", "喆");

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final DateTimeFormatter BIRTHDAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private final RandomGenerator random;
    private final InstantSource clock;
    private final String run;
    private final AtomicLong serial = new AtomicLong();

    SettlementMaker(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        this.run = STAMP.format(LocalDateTime.ofInstant(clock.instant(), SandboxApplication.ZONE));
    }

    /** 30 % registrations, 60 % outpatients of which some are check-ups, 10 % inpatients. */
    Kind anyKind() {
        int dice = random.nextInt(100);
        return dice < 30 ? Kind.REGISTRATION : dice < 84 ? Kind.OUTPATIENT : dice < 90 ? Kind.CHECKUP : Kind.INPATIENT;
    }

    /** @param place 开票点编码 @param registration the category a registration is charged under */
    Settlement settlement(Kind kind, String place, Category registration) {
        Patient patient = patient();
        List<Line> lines = lines(kind, registration);
        List<Charge> charges = charges(lines);
        long total = charges.stream().mapToLong(Charge::fen).sum();
        long own = charges.stream().mapToLong(Charge::ownFen).sum();
        LocalDateTime at =
                LocalDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.SECONDS), SandboxApplication.ZONE);
        Optional<Stay> stay = kind == Kind.INPATIENT ? Optional.of(stay(at.toLocalDate())) : Optional.empty();
        return new Settlement(
                kind,
                "DH" + run + "_" + serial.incrementAndGet(),
                at,
                place,
                "收费员" + pick(List.of("一", "二", "三", "四")),
                patient,
                pick(Catalogue.DEPARTMENTS),
                charges,
                lines,
                payment(kind, total, own),
                stay,
                kind != Kind.INPATIENT || random.nextInt(100) >= 4);
    }

    private List<Line> lines(Kind kind, Category registration) {
        var lines = new ArrayList<Line>();
        switch (kind) {
            case REGISTRATION -> {
                lines.add(line(registration, 1));
                if (random.nextBoolean()) {
                    lines.add(line(Catalogue.CONSULTATION, 1));
                }
            }
            case OUTPATIENT -> add(lines, Catalogue.OUTPATIENT, 1 + random.nextInt(8));
            case CHECKUP -> add(lines, Catalogue.CHECKUP, 4 + random.nextInt(12));
            case INPATIENT -> {
                lines.add(line(Catalogue.BED, 2 + random.nextInt(12)));
                lines.add(line(Catalogue.NURSING, 2 + random.nextInt(12)));
                int more = INPATIENT_LINES_MIN + random.nextInt(INPATIENT_LINES_MAX - INPATIENT_LINES_MIN + 1) - 2;
                add(lines, Catalogue.INPATIENT, more);
            }
        }
        return lines;
    }

    private void add(List<Line> lines, List<Category> from, int count) {
        for (int i = 0; i < count; i++) {
            lines.add(line(pick(from), 1 + random.nextInt(4)));
        }
    }

    private Line line(Category category, int quantity) {
        Thing thing = pick(category.things());
        long price = thing.lowFen() + random.nextLong(thing.highFen() - thing.lowFen() + 1);
        return new Line(
                category.code(),
                category.name(),
                thing.code(),
                thing.name(),
                thing.specification(),
                thing.unit(),
                price,
                quantity,
                thing.grade());
    }

    private static List<Charge> charges(List<Line> lines) {
        Map<String, Charge> byCode = new LinkedHashMap<>();
        for (Line line : lines) {
            byCode.merge(
                    line.chargeCode(),
                    new Charge(line.chargeCode(), line.chargeName(), line.fen(), line.ownFen()),
                    (a, b) -> new Charge(a.code(), a.name(), a.fen() + b.fen(), a.ownFen() + b.ownFen()));
        }
        return List.copyOf(byCode.values());
    }

    private Payment payment(Kind kind, long total, long own) {
        boolean insured = kind != Kind.CHECKUP && random.nextInt(100) < 65;
        long covered = total - own;
        long fund = insured ? covered * (30 + random.nextInt(46)) / 100 : 0;
        long other = insured && random.nextInt(10) == 0 ? (covered - fund) / 5 : 0;
        long rest = total - fund - other;
        long account = insured && random.nextBoolean() ? rest * random.nextInt(60) / 100 : 0;
        long cash = rest - account;
        long ownCost = insured ? Math.min(own, rest) : rest;
        long prepaid = 0;
        long recharged = kind == Kind.INPATIENT ? 0 : cash;
        long refunded = 0;
        if (kind == Kind.INPATIENT) {
            prepaid = (1 + random.nextLong(12)) * 50_000;
            recharged = Math.max(0, cash - prepaid);
            refunded = Math.max(0, prepaid - cash);
        }
        String insurance = !insured ? "自费" : random.nextInt(3) == 0 ? "城乡居民基本医疗保险" : "职工基本医疗保险";
        return new Payment(
                fund,
                other,
                account,
                cash,
                rest - ownCost,
                ownCost,
                prepaid,
                recharged,
                refunded,
                insurance,
                pick(List.of("02", "04", "05", "05", "05", "01")));
    }

    private Stay stay(LocalDate out) {
        long id = 1 + random.nextLong(99_999);
        LocalDate in = out.minusDays(2 + random.nextInt(20));
        return new Stay(
                "Z" + String.format("%06d", id),
                "V" + String.format("%06d", id),
                in,
                out,
                "示例" + (1 + random.nextInt(12)) + "病区",
                String.valueOf(1 + random.nextInt(60)));
    }

    /** One of a fixed circle, so that the same person comes back. */
    private Patient patient() {
        long id = random.nextLong(PATIENTS);
        LocalDate birth = LocalDate.of(1935, 1, 1).plusDays(id * 37 % 32_000);
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(clock.millis()), SandboxApplication.ZONE);
        String name = id % 25 == 0
                ? "测试" + RARE.get((int) (id / 25) % RARE.size())
                : "测试" + STEMS.charAt((int) (id % 10)) + (id < 400 ? "" : STEMS.charAt((int) (id / 10 % 10)));
        int contact = (int) (id % 20);
        String openId = contact < 11 ? "oDEMO" + String.format("%023d", id) : "";
        String tel = contact < 16 ? String.format("1990000%04d", id) : "";
        return new Patient(
                name,
                id % 2 == 0 ? "女" : "男",
                (int) Math.max(0, ChronoUnit.YEARS.between(birth, today)),
                contact == 19 ? "" : idNumber(birth, (int) id),
                String.format("%012d", id + 1),
                openId,
                tel,
                70_000 + id);
    }

    /** 居民身份证号 of the invented area 990101, with a true check digit. The last digit before it tells the sex. */
    private static String idNumber(LocalDate birth, int id) {
        int order = 1 + id % 499;
        String first = "990101" + BIRTHDAY.format(birth) + String.format("%03d", order * 2 - id % 2);
        int sum = 0;
        for (int i = 0; i < ID_WEIGHTS.length; i++) {
            sum += ID_WEIGHTS[i] * (first.charAt(i) - '0');
        }
        return first + "10X98765432".charAt(sum % 11);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
