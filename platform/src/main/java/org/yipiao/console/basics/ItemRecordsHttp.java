package org.yipiao.console.basics;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.NationalCategory;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;

/** 收费项目 Charge items with validity and national category; found by code, name or pinyin initials. */
@RestController
@RequestMapping("/api/console/basics/items")
class ItemRecordsHttp {
    private final ChargeItems items;
    private final ItemDesk desk;
    private final Units units;
    private final Audit audit;
    private final InstantSource clock;

    ItemRecordsHttp(ChargeItems items, ItemDesk desk, Units units, Audit audit, InstantSource clock) {
        this.items = items;
        this.desk = desk;
        this.units = units;
        this.audit = audit;
        this.clock = clock;
    }

    /** 可用情况 */
    enum Usable {
        USABLE("可用"),
        STOPPED("单位停用"),
        NOT_LISTED("财政未下发"),
        NOT_YET("未到生效日期"),
        OVER("已失效");

        private final String label;

        Usable(String label) {
            this.label = label;
        }
    }

    record Row(
            String code,
            String name,
            List<BillKind> kinds,
            int order,
            String category,
            String categoryLabel,
            String mnemonic,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil,
            boolean enabled,
            boolean listed,
            Usable usable,
            String usableLabel) {}

    record Category(String code, String name, int outpatient, int inpatient) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    Page<Row> list(
            CurrentUser user,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable Usable usable,
            @RequestParam(required = false) @Nullable BillKind kind,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        String asked = text.strip().toLowerCase(Locale.ROOT);
        var today = today(user);
        var all = items.all(user.unit()).stream()
                .filter(item -> kind == null || item.kinds().contains(kind))
                .filter(item -> usable == null || usable(item, today) == usable)
                .filter(item -> item.code().toLowerCase(Locale.ROOT).startsWith(asked)
                        || item.name().toLowerCase(Locale.ROOT).contains(asked)
                        || item.mnemonic().startsWith(asked))
                .toList();
        return Pages.of(all, pageNo, pageSize).map(item -> row(item, today));
    }

    @GetMapping("/categories")
    @Permit(Permission.BASICS_READ)
    List<Category> categories() {
        return Arrays.stream(NationalCategory.values())
                .map(one -> new Category(one.code(), one.label(), one.outpatient(), one.inpatient()))
                .toList();
    }

    @PostMapping
    @Permit(Permission.BASICS_MANAGE)
    Row create(CurrentUser user, @RequestBody ItemDesk.Typed typed) {
        var checks = new Checks();
        var item = desk.read(checks, typed, user.unit());
        if (items.find(user.unit(), item.code()).isPresent()) {
            throw Checks.exists("收费项目", item.code());
        }
        return save(user, "新建收费项目", item.enabled(true), checks);
    }

    @PutMapping("/{code}")
    @Permit(Permission.BASICS_MANAGE)
    Row change(CurrentUser user, @PathVariable String code, @RequestBody ItemDesk.Typed typed) {
        var old = found(user, code);
        var checks = new Checks();
        var same = new ItemDesk.Typed(
                code,
                typed.name(),
                typed.kinds(),
                typed.order(),
                typed.category(),
                typed.mnemonic(),
                typed.validFrom(),
                typed.validUntil(),
                old.enabled());
        return save(user, "修改收费项目", desk.read(checks, same, user.unit()), checks);
    }

    @PostMapping("/{code}/stop")
    @Permit(Permission.BASICS_MANAGE)
    Row stop(CurrentUser user, @PathVariable String code) {
        return save(user, "停用收费项目", found(user, code).enabled(false), new Checks());
    }

    @PostMapping("/{code}/start")
    @Permit(Permission.BASICS_MANAGE)
    Row start(CurrentUser user, @PathVariable String code) {
        return save(user, "启用收费项目", found(user, code).enabled(true), new Checks());
    }

    private Row save(CurrentUser user, String act, ChargeItem item, Checks checks) {
        checks.refuse();
        items.save(List.of(item), user.displayName());
        audit.note(user, act, item.code(), "成功");
        return row(item, today(user));
    }

    private ChargeItem found(CurrentUser user, String code) {
        return items.find(user.unit(), code).orElseThrow(() -> Checks.missing("收费项目"));
    }

    private LocalDate today(CurrentUser user) {
        return LocalDate.ofInstant(clock.instant(), units.current(user.unit()).zone());
    }

    private static Usable usable(ChargeItem item, LocalDate today) {
        if (!item.listed()) {
            return Usable.NOT_LISTED;
        }
        if (!item.enabled()) {
            return Usable.STOPPED;
        }
        if (item.validFrom() != null && today.isBefore(item.validFrom())) {
            return Usable.NOT_YET;
        }
        return item.usableOn(today) ? Usable.USABLE : Usable.OVER;
    }

    private static Row row(ChargeItem item, LocalDate today) {
        var usable = usable(item, today);
        return new Row(
                item.code(),
                item.name(),
                item.kinds(),
                item.order(),
                item.category(),
                NationalCategory.of(item.category())
                        .map(NationalCategory::label)
                        .orElse(""),
                item.mnemonic(),
                item.validFrom(),
                item.validUntil(),
                item.enabled(),
                item.listed(),
                usable,
                usable.label);
    }
}
