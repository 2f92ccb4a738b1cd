package org.yipiao.console.basics;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.intake.CodesSeen;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 第三方对照 Codes of business systems and ours, what is missing, and how many calls a change touches. */
@RestController
@RequestMapping("/api/console/basics/mappings")
class MappingsHttp {
    /** 近期 Days looked back for what is really sent. */
    static final int DAYS_BACK = 30;
    /** Days over which the reach of a change is counted. */
    static final int REACH_DAYS = 7;

    static final int SAVED_AT_ONCE_MAX = 200;

    private final CodeMapping mapping;
    private final MappingDesk desk;
    private final CodesSeen seen;
    private final Units units;
    private final Audit audit;
    private final InstantSource clock;

    MappingsHttp(CodeMapping mapping, MappingDesk desk, CodesSeen seen, Units units, Audit audit, InstantSource clock) {
        this.mapping = mapping;
        this.desk = desk;
        this.seen = seen;
        this.units = units;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param calls with this code in the last seven days @param ourName empty: the code leads nowhere any more */
    record Row(
            String caller, Kind kind, String kindLabel, String hisCode, String ourCode, String ourName, long calls) {}

    /** @param needed calls with it are refused until it is mapped @param guess a proposal, or empty */
    record Unmapped(
            String caller,
            Kind kind,
            String kindLabel,
            String hisCode,
            String name,
            long calls,
            LocalDateTime lastAt,
            boolean needed,
            @Nullable String guess) {}

    /** 完整性检查 @param codes distinct codes seen @param unmapped those nobody mapped */
    record Check(int days, int codes, int mapped, List<Unmapped> unmapped) {}

    /** 影响 @param calls in the last seven days @param ours where it leads today, empty: nowhere */
    record Reach(long calls, int days, String ours, String oursName) {}

    record Saving(@Nullable List<MappingDesk.Typed> entries) {}

    record Saved(int count) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    Page<Row> list(
            CurrentUser user,
            @RequestParam(defaultValue = "") String caller,
            @RequestParam(required = false) @Nullable Kind kind,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        UnitId unit = user.unit();
        var all = mapping.all(unit, caller.strip()).stream()
                .filter(entry -> kind == null || entry.kind() == kind)
                .filter(entry -> text.isBlank()
                        || entry.hisCode().contains(text.strip())
                        || entry.ourCode().contains(text.strip())
                        || desk.name(unit, entry.kind(), entry.ourCode())
                                .filter(name -> name.contains(text.strip()))
                                .isPresent())
                .toList();
        var since = today(unit).minusDays(REACH_DAYS);
        return Pages.of(all, pageNo, pageSize)
                .map(entry -> new Row(
                        entry.caller(),
                        entry.kind(),
                        entry.kind().label(),
                        entry.hisCode(),
                        entry.ourCode(),
                        desk.name(unit, entry.kind(), entry.ourCode()).orElse(""),
                        seen.calls(unit, entry.caller(), entry.kind(), entry.hisCode(), since)));
    }

    @GetMapping("/choices")
    @Permit(Permission.BASICS_READ)
    List<MappingDesk.Choice> choices(CurrentUser user, @RequestParam Kind kind) {
        return desk.choices(user.unit(), kind);
    }

    @GetMapping("/check")
    @Permit(Permission.BASICS_READ)
    Check check(CurrentUser user) {
        UnitId unit = user.unit();
        var uses = seen.since(unit, today(unit).minusDays(DAYS_BACK));
        var unmapped = uses.stream()
                .filter(use -> !use.mapped())
                .map(use -> new Unmapped(
                        use.caller(),
                        use.kind(),
                        use.kind().label(),
                        use.hisCode(),
                        use.name(),
                        use.calls(),
                        LocalDateTime.ofInstant(
                                        use.lastAt(), units.current(unit).zone())
                                .truncatedTo(ChronoUnit.SECONDS),
                        use.needed(),
                        desk.guess(unit, use.kind(), use.hisCode(), use.name()).orElse(null)))
                .toList();
        return new Check(DAYS_BACK, uses.size(), uses.size() - unmapped.size(), unmapped);
    }

    @GetMapping("/reach")
    @Permit(Permission.BASICS_READ)
    Reach reach(CurrentUser user, @RequestParam String caller, @RequestParam Kind kind, @RequestParam String hisCode) {
        UnitId unit = user.unit();
        String ours = mapping.ours(unit, caller, kind, hisCode).orElse("");
        return new Reach(
                seen.calls(unit, caller, kind, hisCode, today(unit).minusDays(REACH_DAYS)),
                REACH_DAYS,
                ours,
                desk.name(unit, kind, ours).orElse(""));
    }

    @PostMapping
    @Permit(Permission.BASICS_MANAGE)
    Saved save(CurrentUser user, @RequestBody Saving saving) {
        var typed = saving.entries() == null ? List.<MappingDesk.Typed>of() : saving.entries();
        var checks = new Checks();
        if (typed.isEmpty() || typed.size() > SAVED_AT_ONCE_MAX) {
            checks.fault("entries", "对照", typed.size() + " 条", "一次 1 到 " + SAVED_AT_ONCE_MAX + " 条", "请分次保存，或用表格导入");
        }
        checks.refuse();
        var entries = new ArrayList<Entry>();
        typed.forEach(one -> entries.add(desk.read(checks, one, user.unit())));
        checks.refuse();
        mapping.save(user.unit(), entries, user.displayName());
        entries.forEach(entry -> audit.note(user, "维护第三方对照", object(entry) + " → " + entry.ourCode(), "成功"));
        return new Saved(entries.size());
    }

    @PostMapping("/remove")
    @Permit(Permission.BASICS_MANAGE)
    void remove(CurrentUser user, @RequestBody MappingDesk.Typed typed) {
        var checks = new Checks();
        String caller = checks.needed("caller", "接入方", typed.caller(), MappingDesk.HIS_CODE_MAX);
        Kind kind = checks.choice("kind", "对照种类", typed.kind(), Kind.values(), Kind::label);
        String his = checks.needed("hisCode", "业务系统代码", typed.hisCode(), MappingDesk.HIS_CODE_MAX);
        checks.refuse();
        if (!mapping.remove(user.unit(), caller, kind, his, user.displayName())) {
            throw Checks.missing("对照");
        }
        audit.note(user, "删除第三方对照", object(new Entry(caller, kind, his, "")), "成功");
    }

    private static String object(Entry entry) {
        return entry.caller() + " " + entry.kind().label() + " " + entry.hisCode();
    }

    private LocalDate today(UnitId unit) {
        return LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
    }
}
