package org.yipiao;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.SealRef;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** 示例医院 Master data in memory for tests that are not about master data: one unit, points 0101 and 0102. */
public final class OneHospital implements Units, IssuingPoints, IssuingPolicies {
    public static final UnitId ID = new UnitId("990001");
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private volatile IssuingPolicy policy = IssuingPolicy.first(ID);
    private final Map<String, IssuingPoint> points = new ConcurrentHashMap<>();

    public OneHospital() {
        save(new IssuingPoint(ID, "0101", "门诊一号窗", List.of(BillKind.OUTPATIENT, BillKind.INPATIENT), false));
        save(new IssuingPoint(ID, "0102", "门诊二号窗", List.of(BillKind.OUTPATIENT), false));
    }

    @Override
    public Unit current(UnitId id) {
        return version(id, 1);
    }

    @Override
    public Unit version(UnitId id, int version) {
        if (!id.equals(ID)) {
            throw new IllegalArgumentException("no such unit: " + id);
        }
        return new Unit(
                ID,
                version,
                new InvoicingParty("12990000000000000X", "示例医院", "示例医院", "990000000000001", "示例银行"),
                "990100",
                "CZ-EI-99",
                "1.1.0",
                "示例省",
                new SealRef("0".repeat(31) + "1", "示例医院", "0".repeat(64)),
                new SealRef("0".repeat(31) + "2", "示例省财政监制", "1".repeat(64)),
                StandardCharsets.UTF_8,
                ZONE);
    }

    @Override
    public List<Unit> versions(UnitId id, int newest) {
        return List.of(current(id));
    }

    @Override
    public List<UnitId> all() {
        return List.of(ID);
    }

    @Override
    public Unit save(Unit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<IssuingPoint> find(UnitId unit, String code) {
        return unit.equals(ID) ? Optional.ofNullable(points.get(code)) : Optional.empty();
    }

    @Override
    public List<IssuingPoint> all(UnitId unit) {
        return List.copyOf(points.values());
    }

    @Override
    public void save(IssuingPoint point, String by) {
        points.put(point.code(), point);
    }

    @Override
    public IssuingPolicy of(UnitId unit) {
        return policy;
    }

    @Override
    public void save(IssuingPolicy changed, String by) {
        policy = changed;
    }
}
