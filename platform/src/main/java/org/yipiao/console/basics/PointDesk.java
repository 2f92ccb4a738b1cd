package org.yipiao.console.basics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.Campuses;
import org.yipiao.masterdata.History;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPoints.Form;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.shared.UnitId;

/** 开票点维护 Checks issuing points, as typed and as imported. */
@Component
class PointDesk implements Sheet<IssuingPoint> {
    static final int CODE_MAX = 20;
    static final int NAME_MAX = 50;
    static final int TERMINALS_MAX = 50;
    static final int TERMINAL_MAX = 40;

    private final IssuingPoints points;
    private final Campuses campuses;

    PointDesk(IssuingPoints points, Campuses campuses) {
        this.points = points;
        this.campuses = campuses;
    }

    /** As typed; anything may be missing. */
    record Typed(
            @Nullable String code,
            @Nullable String name,
            @Nullable String form,
            @Nullable List<String> kinds,
            @Nullable List<String> terminals,
            @Nullable String campus,
            boolean stopped) {}

    IssuingPoint read(Checks checks, Typed typed, UnitId unit) {
        String code = checks.code("code", "开票点编码", typed.code(), CODE_MAX);
        String name = checks.needed("name", "开票点名称", typed.name(), NAME_MAX);
        Form form = checks.choice("form", "开票点类型", typed.form(), Form.values(), Form::label);
        var kinds = checks.choices("kinds", "票据种类", typed.kinds(), BillKind.values(), BillKind::medicalType);
        var terminals = terminals(checks, typed.terminals());
        String campus = campus(checks, typed.campus(), unit);
        boolean taken = points.all(unit).stream()
                .anyMatch(other -> !other.code().equals(code) && other.name().equals(name) && !name.isEmpty());
        if (taken) {
            checks.fault("name", "开票点名称", name, "已有同名开票点", "请换一个名称，以免窗口混淆");
        }
        return new IssuingPoint(unit, code, name, kinds, typed.stopped(), form, terminals, campus);
    }

    /** Named by code or by name. */
    private String campus(Checks checks, @Nullable String typed, UnitId unit) {
        String asked = checks.text("campus", "院区", typed, NAME_MAX);
        if (asked.isEmpty()) {
            return "";
        }
        var known = campuses.all(unit).stream()
                .filter(one -> one.code().equals(asked) || one.name().equals(asked))
                .findFirst();
        if (known.isEmpty()) {
            checks.fault("campus", "院区", asked, "没有这个院区", "请先在单位与院区中新建，或留空");
        }
        return known.map(Campuses.Campus::code).orElse("");
    }

    private static List<String> terminals(Checks checks, @Nullable List<String> typed) {
        var terminals = new ArrayList<String>();
        for (String one : typed == null ? List.<String>of() : typed) {
            String terminal = checks.text("terminals", "终端", one, TERMINAL_MAX);
            if (!terminal.isEmpty() && !terminals.contains(terminal)) {
                terminals.add(terminal);
            }
        }
        if (terminals.size() > TERMINALS_MAX) {
            checks.fault("terminals", "终端", terminals.size() + " 个", "最多 " + TERMINALS_MAX + " 个", "请拆分为几个开票点");
            return List.of();
        }
        return terminals;
    }

    @Override
    public History.Kind kind() {
        return History.Kind.POINT;
    }

    @Override
    public List<String> titles() {
        return List.of("编码", "名称", "类型", "票据种类", "终端", "院区", "状态");
    }

    @Override
    public List<List<String>> lines(UnitId unit) {
        return points.all(unit).stream()
                .map(point -> List.of(
                        point.code(),
                        point.name(),
                        point.form().label(),
                        point.kinds().stream().map(BillKind::medicalType).collect(Collectors.joining("、")),
                        String.join("、", point.terminals()),
                        point.campus(),
                        point.stopped() ? "停用" : "启用"))
                .toList();
    }

    @Override
    public IssuingPoint read(Checks checks, List<String> cells, UnitId unit) {
        boolean inUse = checks.yes("stopped", "状态", cells.get(6));
        return read(
                checks,
                new Typed(
                        cells.get(0),
                        cells.get(1),
                        cells.get(2),
                        listed(cells.get(3)),
                        listed(cells.get(4)),
                        cells.get(5),
                        !inUse),
                unit);
    }

    static List<String> listed(String cell) {
        return Arrays.stream(cell.split("[、,，;；\\s]+", -1))
                .filter(one -> !one.isEmpty())
                .toList();
    }

    @Override
    public String key(IssuingPoint point) {
        return point.code();
    }

    @Override
    public Standing standing(IssuingPoint point) {
        return points.find(point.unit(), point.code())
                .map(old -> old.equals(point) ? Standing.SAME : Standing.CHANGED)
                .orElse(Standing.NEW);
    }

    @Override
    public void save(IssuingPoint point, CurrentUser by) {
        points.save(point, by.displayName());
    }
}
