package org.yipiao.console.basics;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Campuses;
import org.yipiao.masterdata.Campuses.Campus;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;

/** 单位与院区 The unit as the bureau knows it, which only a change form changes, and its campuses. */
@RestController
@RequestMapping("/api/console/basics")
class UnitRecordsHttp {
    private final Units units;
    private final Campuses campuses;
    private final CampusDesk desk;
    private final Audit audit;

    UnitRecordsHttp(Units units, Campuses campuses, CampusDesk desk, Audit audit) {
        this.units = units;
        this.campuses = campuses;
        this.desk = desk;
        this.audit = audit;
    }

    record UnitDetail(
            String id,
            int version,
            String code,
            String name,
            String payeeName,
            String payeeAccount,
            String payeeBank,
            String supervisorArea,
            String tag,
            String normVersion,
            String province,
            String unitSeal,
            String supervisorySeal,
            String zone) {}

    record CampusRow(String code, String name, String address, String phone, boolean enabled) {}

    @GetMapping("/unit")
    @Permit(Permission.BASICS_READ)
    UnitDetail unit(CurrentUser user) {
        if (!units.all().contains(user.unit())) {
            throw new Refused(409, "UNIT_NOT_SYNCED", "尚未取得财政的单位信息；请先在财政可用信息页同步");
        }
        return detail(units.current(user.unit()));
    }

    @GetMapping("/campuses")
    @Permit(Permission.BASICS_READ)
    List<CampusRow> list(CurrentUser user) {
        return campuses.all(user.unit()).stream().map(UnitRecordsHttp::row).toList();
    }

    @PostMapping("/campuses")
    @Permit(Permission.BASICS_MANAGE)
    CampusRow create(CurrentUser user, @RequestBody CampusDesk.Typed typed) {
        var checks = new Checks();
        var campus = desk.read(checks, typed, user.unit());
        if (campuses.find(user.unit(), campus.code()).isPresent()) {
            throw Checks.exists("院区", campus.code());
        }
        return save(user, "新建院区", enabled(campus, true), checks);
    }

    @PutMapping("/campuses/{code}")
    @Permit(Permission.BASICS_MANAGE)
    CampusRow change(CurrentUser user, @PathVariable String code, @RequestBody CampusDesk.Typed typed) {
        var old = found(user, code);
        var checks = new Checks();
        var same = new CampusDesk.Typed(code, typed.name(), typed.address(), typed.phone(), old.enabled());
        return save(user, "修改院区", desk.read(checks, same, user.unit()), checks);
    }

    @PostMapping("/campuses/{code}/stop")
    @Permit(Permission.BASICS_MANAGE)
    CampusRow stop(CurrentUser user, @PathVariable String code) {
        return save(user, "停用院区", enabled(found(user, code), false), new Checks());
    }

    @PostMapping("/campuses/{code}/start")
    @Permit(Permission.BASICS_MANAGE)
    CampusRow start(CurrentUser user, @PathVariable String code) {
        return save(user, "启用院区", enabled(found(user, code), true), new Checks());
    }

    private CampusRow save(CurrentUser user, String act, Campus campus, Checks checks) {
        checks.refuse();
        campuses.save(campus, user.displayName());
        audit.note(user, act, campus.code(), "成功");
        return row(campus);
    }

    private Campus found(CurrentUser user, String code) {
        return campuses.find(user.unit(), code).orElseThrow(() -> Checks.missing("院区"));
    }

    private static Campus enabled(Campus campus, boolean now) {
        return new Campus(campus.unit(), campus.code(), campus.name(), campus.address(), campus.phone(), now);
    }

    private static CampusRow row(Campus campus) {
        return new CampusRow(campus.code(), campus.name(), campus.address(), campus.phone(), campus.enabled());
    }

    private static UnitDetail detail(Unit unit) {
        return new UnitDetail(
                unit.id().value(),
                unit.version(),
                unit.party().code(),
                unit.party().name(),
                unit.party().payeeName(),
                unit.party().payeeAccount(),
                unit.party().payeeBank(),
                unit.supervisorArea(),
                unit.tag(),
                unit.normVersion(),
                unit.province(),
                unit.unitSeal().name(),
                unit.supervisorySeal().name(),
                unit.zone().getId());
    }
}
