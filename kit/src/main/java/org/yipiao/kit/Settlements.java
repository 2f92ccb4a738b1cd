package org.yipiao.kit;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * 结算样例 Makes settlements of the market protocol: registrations, outpatient bills of five lines, inpatient bills of 5 to
 * 400 lines. Every settlement number is unique within a run.
 */
final class Settlements {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    /** The demo hospital's zone. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final String[] ITEMS = {"检查费", "化验费", "治疗费", "西药费", "卫生材料费"};
    private static final String[] ITEM_CODES = {"03", "04", "05", "09", "08"};

    private final String run;
    private final InstantSource clock;
    private final AtomicLong next = new AtomicLong();

    Settlements(String run) {
        this(run, InstantSource.system());
    }

    Settlements(String run, InstantSource clock) {
        this.run = run;
        this.clock = clock;
    }

    private String now() {
        return LocalDateTime.ofInstant(clock.instant(), ZONE).format(TIME);
    }

    /** @param method of the market protocol. @param json the business parameters */
    record Settlement(String method, String json) {
        /** 业务流水号, the first thing in the text. */
        String busNo() {
            int from = json.indexOf(":\"") + 2;
            return json.substring(from, json.indexOf('"', from));
        }
    }

    /** 30 % registrations, 60 % outpatient, 10 % inpatient. */
    Settlement mixed(SplittableRandom random) {
        int share = random.nextInt(10);
        if (share < 3) {
            return registration(random);
        }
        return share < 9 ? outpatient(random) : inpatient(5 + random.nextInt(396), random);
    }

    Settlement outpatient(SplittableRandom random) {
        return outpatient("W01", 5, random);
    }

    Settlement outpatient(String place, int lines, SplittableRandom random) {
        return new Settlement("invoiceEBillOutpatient", settlement("02", place, lines, random, outpatientFields()));
    }

    Settlement registration(SplittableRandom random) {
        return registration("001", random);
    }

    Settlement registration(String place, SplittableRandom random) {
        return new Settlement("invEBillRegistration", settlement("06", place, 1, random, outpatientFields()));
    }

    Settlement inpatient(int lines, SplittableRandom random) {
        return inpatient("1001", lines, random);
    }

    Settlement inpatient(String place, int lines, SplittableRandom random) {
        String day = now().substring(0, 8);
        return new Settlement(
                "invEBillHospitalized",
                settlement(
                        "01",
                        place,
                        lines,
                        random,
                        "\"hospitalNo\":\"Z0001\",\"visitNo\":\"V0001\",\"category\":\"内科\",\"inHospitalDate\":\"" + day
                                + "\",\"outHospitalDate\":\"" + day + "\",\"isArrears\":\"1\","));
    }

    private String outpatientFields() {
        return "\"patientNo\":\"T000001\",\"patientCategory\":\"内科\",\"consultationDate\":\"" + now().substring(0, 8)
                + "\",";
    }

    private String settlement(String busType, String place, int lines, SplittableRandom random, String more) {
        long total = 0;
        long[] perItem = new long[ITEMS.length];
        var list = new StringBuilder(lines * 220);
        for (int i = 0; i < lines; i++) {
            int item = i % ITEMS.length;
            long fen = random.nextLong(100, 20_100);
            total += fen;
            perItem[item] += fen;
            list.append(i == 0 ? "" : ",")
                    .append("{\"listDetailNo\":\"")
                    .append(i + 1)
                    .append("\",\"chargeCode\":\"")
                    .append(ITEM_CODES[item])
                    .append("\",\"chargeName\":\"")
                    .append(ITEMS[item])
                    .append("\",\"code\":\"D")
                    .append(i)
                    .append("\",\"name\":\"测试项目")
                    .append(i)
                    .append("\",\"specification\":\"10mg*12\",\"unit\":\"盒\",\"std\":")
                    .append(yuan(fen))
                    .append(",\"number\":1,\"amt\":")
                    .append(yuan(fen))
                    .append(",\"selfAmt\":0,\"medicalCareType\":\"1\",\"sortNo\":")
                    .append(i + 1)
                    .append('}');
        }
        var charge = new StringBuilder();
        for (int i = 0; i < ITEMS.length; i++) {
            if (perItem[i] != 0) {
                charge.append(charge.isEmpty() ? "" : ",")
                        .append("{\"sortNo\":")
                        .append(i + 1)
                        .append(",\"chargeCode\":\"")
                        .append(ITEM_CODES[i])
                        .append("\",\"chargeName\":\"")
                        .append(ITEMS[i])
                        .append("\",\"unit\":\"项\",\"std\":")
                        .append(yuan(perItem[i]))
                        .append(",\"number\":1,\"amt\":")
                        .append(yuan(perItem[i]))
                        .append(",\"selfAmt\":0}");
            }
        }
        String sum = yuan(total);
        return "{\"busNo\":\"" + run + "-" + next.incrementAndGet() + "\",\"busType\":\"" + busType
                + "\",\"payer\":\"测试甲\",\"busDateTime\":\""
                + now() + "\",\"placeCode\":\"" + place
                + "\",\"payee\":\"收费员一\",\"author\":\"收费员一\",\"checker\":\"复核员\",\"totalAmt\":" + sum
                + ",\"payerType\":\"1\",\"tel\":\"\",\"cardType\":\"3101\",\"cardNo\":\"000000000100\",\"sex\":\"女\",\"age\":\"35岁\","
                + more
                + "\"accountPay\":0,\"fundPay\":0,\"otherfundPay\":0,\"ownPay\":0,\"selfConceitedAmt\":0,\"selfPayAmt\":"
                + sum
                + ",\"selfCashPay\":" + sum
                + ",\"reimbursementAmt\":0,\"payChannelDetail\":[{\"payChannelCode\":\"05\",\"payChannelValue\":"
                + sum + "}],\"chargeDetail\":[" + charge + "],\"listDetail\":[" + list + "]}";
    }

    private static String yuan(long fen) {
        return fen / 100 + "." + (fen % 100 < 10 ? "0" : "") + fen % 100;
    }
}
