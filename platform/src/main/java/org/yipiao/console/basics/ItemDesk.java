package org.yipiao.console.basics;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.History;
import org.yipiao.masterdata.NationalCategory;
import org.yipiao.shared.UnitId;

/** 收费项目维护 Checks charge items. What the bureau says of one (name, kinds, order, listed) only the bureau changes. */
@Component
class ItemDesk implements Sheet<ChargeItem> {
    static final int CODE_MAX = 20;
    static final int NAME_MAX = 50;
    static final int ORDER_MAX = 999;

    private final ChargeItems items;

    ItemDesk(ChargeItems items) {
        this.items = items;
    }

    /** As typed; anything may be missing. */
    record Typed(
            @Nullable String code,
            @Nullable String name,
            @Nullable List<String> kinds,
            @Nullable String order,
            @Nullable String category,
            @Nullable String mnemonic,
            @Nullable String validFrom,
            @Nullable String validUntil,
            @Nullable Boolean enabled) {}

    ChargeItem read(Checks checks, Typed typed, UnitId unit) {
        String code = checks.code("code", "项目编码", typed.code(), CODE_MAX);
        String name = checks.needed("name", "项目名称", typed.name(), NAME_MAX);
        var kinds = checks.choices("kinds", "票据种类", typed.kinds(), BillKind.values(), BillKind::medicalType);
        int order = checks.number("order", "票面顺序", typed.order(), 1, ORDER_MAX);
        var category = category(checks, typed.category());
        category.ifPresent(one -> fits(checks, one, kinds));
        String mnemonic = checks.text("mnemonic", "助记码", typed.mnemonic(), CODE_MAX);
        LocalDate from = checks.day("validFrom", "生效日期", typed.validFrom());
        LocalDate until = checks.day("validUntil", "失效日期", typed.validUntil());
        if (from != null && until != null && until.isBefore(from)) {
            checks.fault("validUntil", "失效日期", until.toString(), "早于生效日期 " + from, "请改正日期");
        }
        Optional<ChargeItem> old = items.find(unit, code);
        if (old.isPresent() && old.get().listed()) {
            keptByBureau(checks, old.get(), name, kinds, order);
        }
        var plain = new ChargeItem(unit, code, name, kinds, order, Boolean.TRUE.equals(typed.enabled()));
        return new ChargeItem(
                unit,
                code,
                name,
                kinds,
                order,
                Boolean.TRUE.equals(typed.enabled()),
                category.map(NationalCategory::code).orElse(""),
                mnemonic.isEmpty() ? plain.mnemonic() : mnemonic,
                from,
                until,
                old.map(ChargeItem::listed).orElse(false));
    }

    private static Optional<NationalCategory> category(Checks checks, @Nullable String typed) {
        String text = checks.text("category", "国家类别", typed, NAME_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var category = NationalCategory.of(text).or(() -> NationalCategory.named(text));
        if (category.isEmpty()) {
            checks.fault("category", "国家类别", text, "不是国家收费类别", "请填写 01 到 14，或类别名称");
        }
        return category;
    }

    private static void fits(Checks checks, NationalCategory category, List<BillKind> kinds) {
        for (BillKind kind : kinds) {
            int place = kind == BillKind.OUTPATIENT ? category.outpatient() : category.inpatient();
            if (place == 0) {
                checks.fault(
                        "category", "国家类别", category.label(), "不列在" + kind.medicalType() + "票据上", "请去掉该票据种类，或换一个类别");
            }
        }
    }

    private static void keptByBureau(Checks checks, ChargeItem old, String name, List<BillKind> kinds, int order) {
        String hint = "该项目由财政下发；请用单位项目申请表申请变更";
        if (!old.name().equals(name)) {
            checks.fault("name", "项目名称", name, "财政名称为 " + old.name(), hint);
        }
        if (!old.kinds().equals(kinds)) {
            checks.fault("kinds", "票据种类", labels(kinds), "财政为 " + labels(old.kinds()), hint);
        }
        if (old.order() != order) {
            checks.fault("order", "票面顺序", String.valueOf(order), "财政为 " + old.order(), hint);
        }
    }

    private static String labels(List<BillKind> kinds) {
        return kinds.stream().map(BillKind::medicalType).collect(Collectors.joining("、"));
    }

    @Override
    public History.Kind kind() {
        return History.Kind.ITEM;
    }

    @Override
    public List<String> titles() {
        return List.of("编码", "名称", "票据种类", "票面顺序", "国家类别", "助记码", "生效日期", "失效日期", "状态", "财政可用（只读）");
    }

    @Override
    public List<List<String>> lines(UnitId unit) {
        return items.all(unit).stream()
                .map(item -> List.of(
                        item.code(),
                        item.name(),
                        labels(item.kinds()),
                        String.valueOf(item.order()),
                        item.category(),
                        item.mnemonic(),
                        Objects.toString(item.validFrom(), ""),
                        Objects.toString(item.validUntil(), ""),
                        item.enabled() ? "启用" : "停用",
                        item.listed() ? "是" : "否"))
                .toList();
    }

    @Override
    public ChargeItem read(Checks checks, List<String> cells, UnitId unit) {
        boolean enabled = checks.yes("enabled", "状态", cells.get(8));
        return read(
                checks,
                new Typed(
                        cells.get(0),
                        cells.get(1),
                        PointDesk.listed(cells.get(2)),
                        cells.get(3),
                        cells.get(4),
                        cells.get(5),
                        cells.get(6),
                        cells.get(7),
                        enabled),
                unit);
    }

    @Override
    public String key(ChargeItem item) {
        return item.code();
    }

    @Override
    public Standing standing(ChargeItem item) {
        return items.find(item.unit(), item.code())
                .map(old -> old.equals(item) ? Standing.SAME : Standing.CHANGED)
                .orElse(Standing.NEW);
    }

    @Override
    public void save(ChargeItem item, CurrentUser by) {
        items.save(List.of(item), by.displayName());
    }
}
