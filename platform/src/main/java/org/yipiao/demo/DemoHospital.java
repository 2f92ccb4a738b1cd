package org.yipiao.demo;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.SealRef;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.Unit;
import org.yipiao.numbering.PaperCode;
import org.yipiao.numbering.PaperKind;
import org.yipiao.shared.UnitId;

/** 示例医院 What the demonstration hospital consists of; everything invented, region 99. */
final class DemoHospital {
    static final String APPID = "DEMOHIS";

    private static final List<BillKind> BOTH = List.of(BillKind.OUTPATIENT, BillKind.INPATIENT);
    private static final List<BillKind> OUTPATIENT = List.of(BillKind.OUTPATIENT);
    private static final List<BillKind> INPATIENT = List.of(BillKind.INPATIENT);
    private static final SealRef NO_SEAL_YET = new SealRef("0".repeat(32), "", "0".repeat(64));

    /** 每个开票点的纸质票据张数 */
    static final long SHEETS = 500;

    private DemoHospital() {}

    /** 纸质票据 A printed form and the points that have it. */
    record Form(PaperCode code, List<String> points) {}

    static List<Form> papers() {
        return List.of(
                new Form(
                        new PaperCode("990117", "门诊收费票据", PaperKind.OUTPATIENT, 9, null, false),
                        List.of("0101", "0102", "0301")),
                new Form(new PaperCode("990118", "住院收费票据", PaperKind.INPATIENT, 9, null, false), List.of("0201")),
                new Form(new PaperCode("990170", "预交金凭证", PaperKind.PREPAYMENT, 8, null, false), List.of("0201")));
    }

    /** Stands only until the bureau's configuration arrives with the seals. */
    static Unit unit(UnitId id) {
        return new Unit(
                id,
                1,
                new InvoicingParty("12990000000000000X", "示例医院", "示例医院", "9900000000000001", "示例银行示例支行"),
                "990100",
                "CZ-EI-99",
                "1.1.0",
                "示例省",
                NO_SEAL_YET,
                NO_SEAL_YET,
                StandardCharsets.UTF_8,
                ZoneId.of("Asia/Shanghai"));
    }

    static List<IssuingPoint> points(UnitId unit) {
        return List.of(
                new IssuingPoint(unit, "0101", "门诊一号窗", OUTPATIENT, false),
                new IssuingPoint(unit, "0102", "门诊二号窗", OUTPATIENT, false),
                new IssuingPoint(unit, "0201", "住院结算窗", BOTH, false),
                new IssuingPoint(unit, "0301", "自助机", BOTH, false),
                new IssuingPoint(unit, "0401", "体检中心", OUTPATIENT, false));
    }

    /** The national categories, in case the bureau has not told its own yet. */
    static List<ChargeItem> items(UnitId unit) {
        return List.of(
                new ChargeItem(unit, "01", "床位费", INPATIENT, 1, true),
                new ChargeItem(unit, "02", "诊察费", BOTH, 2, true),
                new ChargeItem(unit, "03", "检查费", BOTH, 3, true),
                new ChargeItem(unit, "04", "化验费", BOTH, 4, true),
                new ChargeItem(unit, "05", "治疗费", BOTH, 5, true),
                new ChargeItem(unit, "06", "手术费", BOTH, 6, true),
                new ChargeItem(unit, "07", "护理费", INPATIENT, 7, true),
                new ChargeItem(unit, "08", "卫生材料费", BOTH, 8, true),
                new ChargeItem(unit, "09", "西药费", BOTH, 9, true),
                new ChargeItem(unit, "10", "中药饮片", BOTH, 10, true),
                new ChargeItem(unit, "11", "中成药费", BOTH, 11, true),
                new ChargeItem(unit, "12", "一般诊疗费", BOTH, 12, true),
                new ChargeItem(unit, "13", "挂号费", OUTPATIENT, 13, true),
                new ChargeItem(unit, "14", "其他收费", BOTH, 14, true));
    }

    /** The demonstration HIS account's codes: several dialects at once, so that every known client's samples are taken. */
    static List<Entry> mapping(UnitId unit) {
        var entries = new ArrayList<Entry>();
        place(entries, "W01", "0101");
        place(entries, "K1", "0102");
        place(entries, "1001", "0201");
        place(entries, "001", "0301");
        place(entries, "TJ01", "0401");
        points(unit).forEach(point -> place(entries, point.code(), point.code()));
        for (var item : items(unit)) {
            charge(entries, item.code(), item.code());
            charge(entries, "999200" + item.code(), item.code());
        }
        // This HIS uses 01 for medicine at the window and for beds on the ward.
        charge(entries, "门诊/01", "09");
        charge(entries, "99920001", "01");
        charge(entries, "C01", "03");
        charge(entries, "C02", "04");
        charge(entries, "C03", "05");
        charge(entries, "90611", "13");
        charge(entries, "90612", "02");
        charge(entries, "WC", "14");
        channel(entries, "2", "02");
        channel(entries, "YBK", "11");
        channel(entries, "YBTCJJ", "11");
        channel(entries, "HBWC", "99");
        return entries;
    }

    private static void place(List<Entry> entries, String his, String ours) {
        entries.add(new Entry(APPID, Kind.PLACE, his, ours));
    }

    private static void charge(List<Entry> entries, String his, String ours) {
        entries.add(new Entry(APPID, Kind.CHARGE_ITEM, his, ours));
    }

    private static void channel(List<Entry> entries, String his, String ours) {
        entries.add(new Entry(APPID, Kind.PAY_CHANNEL, his, ours));
    }
}
