package org.yipiao.access;

import java.util.Set;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 数据权限 Which rows of its unit an account sees. It is a condition in SQL wherever bills are read for a person.
 *
 * @param points 开票点编码 the points that count for {@link Reach#POINT}; for {@link Reach#OWN} empty is every point
 * @param operator 收款人姓名 as business systems send it; counts for {@link Reach#OWN} only
 */
public record DataScope(UnitId unit, Reach reach, Set<String> points, String operator) {
    /** 范围 Campuses are told apart only when granting: for reading they are their points. */
    public enum Reach {
        UNIT,
        POINT,
        OWN
    }

    public DataScope {
        points = Set.copyOf(points);
    }

    public static DataScope whole(UnitId unit) {
        return new DataScope(unit, Reach.UNIT, Set.of(), "");
    }

    public boolean isWhole() {
        return reach == Reach.UNIT;
    }

    /** Whether rows of other points than {@link #points} are hidden. */
    public boolean byPoint() {
        return reach == Reach.POINT || (reach == Reach.OWN && !points.isEmpty());
    }

    /** Whether rows of other people are hidden. */
    public boolean byOperator() {
        return reach == Reach.OWN;
    }

    /** What tells of the whole unit at once (its journal, its certificates, its declarations) is for who sees all of it. */
    public void requireWhole() {
        if (!isWhole()) {
            throw new Refused(403, "SCOPE_TOO_NARROW", "这里是全单位的数据，您的数据权限只含部分开票点或本人，请由可见全单位的人员办理");
        }
    }

    public boolean coversPoint(String point) {
        return !byPoint() || points.contains(point);
    }
}
