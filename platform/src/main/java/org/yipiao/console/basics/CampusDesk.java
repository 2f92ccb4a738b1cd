package org.yipiao.console.basics;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.masterdata.Campuses;
import org.yipiao.masterdata.Campuses.Campus;
import org.yipiao.masterdata.History;
import org.yipiao.shared.UnitId;

/** 院区维护 */
@Component
class CampusDesk implements Sheet<Campus> {
    static final int CODE_MAX = 20;
    static final int NAME_MAX = 50;
    static final int ADDRESS_MAX = 100;

    private final Campuses campuses;

    CampusDesk(Campuses campuses) {
        this.campuses = campuses;
    }

    /** As typed; anything may be missing. */
    record Typed(
            @Nullable String code,
            @Nullable String name,
            @Nullable String address,
            @Nullable String phone,
            @Nullable Boolean enabled) {}

    Campus read(Checks checks, Typed typed, UnitId unit) {
        String code = checks.code("code", "院区编码", typed.code(), CODE_MAX);
        String name = checks.needed("name", "院区名称", typed.name(), NAME_MAX);
        String address = checks.text("address", "地址", typed.address(), ADDRESS_MAX);
        String phone = checks.text("phone", "电话", typed.phone(), CODE_MAX);
        if (!phone.isEmpty() && !phone.matches("[0-9+() \\-]{5,20}")) {
            checks.fault("phone", "电话", phone, "不是电话号码", "请填写如 0990-1234567 的号码，或留空");
        }
        return new Campus(unit, code, name, address, phone, Boolean.TRUE.equals(typed.enabled()));
    }

    @Override
    public History.Kind kind() {
        return History.Kind.CAMPUS;
    }

    @Override
    public List<String> titles() {
        return List.of("编码", "名称", "地址", "电话", "状态");
    }

    @Override
    public List<List<String>> lines(UnitId unit) {
        return campuses.all(unit).stream()
                .map(campus -> List.of(
                        campus.code(), campus.name(), campus.address(), campus.phone(), campus.enabled() ? "启用" : "停用"))
                .toList();
    }

    @Override
    public Campus read(Checks checks, List<String> cells, UnitId unit) {
        boolean enabled = checks.yes("enabled", "状态", cells.get(4));
        return read(checks, new Typed(cells.get(0), cells.get(1), cells.get(2), cells.get(3), enabled), unit);
    }

    @Override
    public String key(Campus campus) {
        return campus.code();
    }

    @Override
    public Standing standing(Campus campus) {
        return campuses.find(campus.unit(), campus.code())
                .map(old -> old.equals(campus) ? Standing.SAME : Standing.CHANGED)
                .orElse(Standing.NEW);
    }

    @Override
    public void save(Campus campus, CurrentUser by) {
        campuses.save(campus, by.displayName());
    }
}
