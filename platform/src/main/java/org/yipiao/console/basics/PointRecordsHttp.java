package org.yipiao.console.basics;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.BillKind;
import org.yipiao.intake.CodesSeen;
import org.yipiao.masterdata.Campuses;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPoints.Form;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 开票点 Create, change together with the mapping, stop and start. A point is never removed: bills name it. */
@RestController
@RequestMapping("/api/console/basics/points")
class PointRecordsHttp {
    static final int MAPPINGS_MAX = 100;

    private final IssuingPoints points;
    private final PointDesk desk;
    private final Campuses campuses;
    private final CodeMapping mapping;
    private final MappingDesk mappingDesk;
    private final CodesSeen seen;
    private final Units units;
    private final TransactionTemplate transactions;
    private final Audit audit;
    private final InstantSource clock;

    PointRecordsHttp(
            IssuingPoints points,
            PointDesk desk,
            Campuses campuses,
            CodeMapping mapping,
            MappingDesk mappingDesk,
            CodesSeen seen,
            Units units,
            TransactionTemplate transactions,
            Audit audit,
            InstantSource clock) {
        this.points = points;
        this.desk = desk;
        this.campuses = campuses;
        this.mapping = mapping;
        this.mappingDesk = mappingDesk;
        this.seen = seen;
        this.units = units;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    record Row(
            String code,
            String name,
            Form form,
            String formLabel,
            List<BillKind> kinds,
            List<String> terminals,
            String campus,
            String campusName,
            boolean stopped) {}

    /** @param calls with this code in the last seven days */
    record Mapped(String caller, String hisCode, long calls) {}

    /** @param mappings the whole list of codes that lead here from now on; null leaves the mapping alone */
    record Saving(
            @Nullable String code,
            @Nullable String name,
            @Nullable String form,
            @Nullable List<String> kinds,
            @Nullable List<String> terminals,
            @Nullable String campus,
            @Nullable List<MappedTyped> mappings) {}

    record MappedTyped(@Nullable String caller, @Nullable String hisCode) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    Page<Row> list(
            CurrentUser user,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable Boolean stopped,
            @RequestParam(required = false) @Nullable Form form,
            @RequestParam(defaultValue = "") String campus,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        String asked = text.strip();
        var all = points.all(user.unit()).stream()
                .filter(point -> stopped == null || point.stopped() == stopped)
                .filter(point -> form == null || point.form() == form)
                .filter(point -> campus.isEmpty() || point.campus().equals(campus))
                .filter(point -> point.code().contains(asked)
                        || point.name().contains(asked)
                        || point.terminals().stream().anyMatch(terminal -> terminal.contains(asked)))
                .toList();
        return Pages.of(all, pageNo, pageSize).map(this::row);
    }

    @GetMapping("/{code}/mappings")
    @Permit(Permission.BASICS_READ)
    List<Mapped> mappings(CurrentUser user, @PathVariable String code) {
        var since = LocalDate.ofInstant(
                        clock.instant(), units.current(user.unit()).zone())
                .minusDays(MappingsHttp.REACH_DAYS);
        return leadingTo(user.unit(), code).stream()
                .map(entry -> new Mapped(
                        entry.caller(),
                        entry.hisCode(),
                        seen.calls(user.unit(), entry.caller(), Kind.PLACE, entry.hisCode(), since)))
                .toList();
    }

    @PostMapping
    @Permit(Permission.BASICS_MANAGE)
    Row create(CurrentUser user, @RequestBody Saving saving) {
        var checks = new Checks();
        var point = desk.read(checks, typed(saving, saving.code(), false), user.unit());
        if (!point.code().isEmpty() && points.find(user.unit(), point.code()).isPresent()) {
            throw Checks.exists("开票点", point.code());
        }
        return save(user, "新建开票点", point, saving, checks);
    }

    @PutMapping("/{code}")
    @Permit(Permission.BASICS_MANAGE)
    Row change(CurrentUser user, @PathVariable String code, @RequestBody Saving saving) {
        var old = found(user, code);
        var checks = new Checks();
        var point = desk.read(checks, typed(saving, code, old.stopped()), user.unit());
        return save(user, "修改开票点", point, saving, checks);
    }

    @PostMapping("/{code}/stop")
    @Permit(Permission.BASICS_MANAGE)
    Row stop(CurrentUser user, @PathVariable String code) {
        return turn(user, code, true);
    }

    @PostMapping("/{code}/start")
    @Permit(Permission.BASICS_MANAGE)
    Row start(CurrentUser user, @PathVariable String code) {
        return turn(user, code, false);
    }

    private Row turn(CurrentUser user, String code, boolean stopped) {
        var point = found(user, code).stopped(stopped);
        points.save(point, user.displayName());
        audit.note(user, stopped ? "停用开票点" : "启用开票点", code, "成功");
        return row(point);
    }

    /** Point and mapping change together or not at all. */
    private Row save(CurrentUser user, String act, IssuingPoint point, Saving saving, Checks checks) {
        var wanted = wanted(checks, saving.mappings(), point);
        checks.refuse();
        transactions.executeWithoutResult(status -> {
            points.save(point, user.displayName());
            if (wanted != null) {
                for (var old : leadingTo(user.unit(), point.code())) {
                    if (!wanted.contains(old)) {
                        mapping.remove(user.unit(), old.caller(), Kind.PLACE, old.hisCode(), user.displayName());
                    }
                }
                mapping.save(user.unit(), wanted, user.displayName());
            }
        });
        audit.note(user, act, point.code(), wanted == null ? "成功" : "成功，对照 " + wanted.size() + " 条");
        return row(point);
    }

    private @Nullable List<Entry> wanted(Checks checks, @Nullable List<MappedTyped> typed, IssuingPoint point) {
        if (typed == null) {
            return null;
        }
        if (typed.size() > MAPPINGS_MAX) {
            checks.fault("mappings", "对照", typed.size() + " 条", "最多 " + MAPPINGS_MAX + " 条", "请删去不用的对照");
            return List.of();
        }
        var wanted = new ArrayList<Entry>();
        for (var one : typed) {
            String caller = checks.needed("mappings.caller", "接入方", one.caller(), MappingDesk.HIS_CODE_MAX);
            String his = checks.needed("mappings.hisCode", "业务系统代码", one.hisCode(), MappingDesk.HIS_CODE_MAX);
            if (!caller.isEmpty() && !mappingDesk.knows(point.unit(), caller)) {
                checks.fault("mappings.caller", "接入方", caller, "没有这个接入方", "请先在接入方页新建账号");
            }
            wanted.add(new Entry(caller, Kind.PLACE, his, point.code()));
        }
        return wanted.stream().distinct().toList();
    }

    private List<Entry> leadingTo(UnitId unit, String code) {
        return mapping.all(unit, "").stream()
                .filter(entry -> entry.kind() == Kind.PLACE && entry.ourCode().equals(code))
                .toList();
    }

    private static PointDesk.Typed typed(Saving saving, @Nullable String code, boolean stopped) {
        return new PointDesk.Typed(
                code, saving.name(), saving.form(), saving.kinds(), saving.terminals(), saving.campus(), stopped);
    }

    private IssuingPoint found(CurrentUser user, String code) {
        return points.find(user.unit(), code).orElseThrow(() -> Checks.missing("开票点"));
    }

    private Row row(IssuingPoint point) {
        return new Row(
                point.code(),
                point.name(),
                point.form(),
                point.form().label(),
                point.kinds(),
                point.terminals(),
                point.campus(),
                campuses.find(point.unit(), point.campus())
                        .map(Campuses.Campus::name)
                        .orElse(""),
                point.stopped());
    }
}
