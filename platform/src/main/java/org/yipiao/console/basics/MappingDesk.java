package org.yipiao.console.basics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.History;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.NationalCategory;
import org.yipiao.masterdata.NationalCodes;
import org.yipiao.masterdata.PayChannels;
import org.yipiao.shared.UnitId;

/** 第三方对照维护 Checks mappings, names what they lead to, and guesses what an unmapped code means. */
@Component
class MappingDesk implements Sheet<MappingDesk.Mapping> {
    static final int HIS_CODE_MAX = 60;

    private final CodeMapping mapping;
    private final Callers callers;
    private final IssuingPoints points;
    private final ChargeItems items;
    private final PayChannels channels;

    MappingDesk(CodeMapping mapping, Callers callers, IssuingPoints points, ChargeItems items, PayChannels channels) {
        this.mapping = mapping;
        this.callers = callers;
        this.points = points;
        this.items = items;
        this.channels = channels;
    }

    record Mapping(UnitId unit, Entry entry) {}

    /** As typed; anything may be missing. */
    record Typed(
            @Nullable String caller,
            @Nullable String kind,
            @Nullable String hisCode,
            @Nullable String ourCode) {}

    /** 可选代码 One of ours. */
    record Choice(String code, String name, boolean usable) {}

    Entry read(Checks checks, Typed typed, UnitId unit) {
        String caller = checks.needed("caller", "接入方", typed.caller(), HIS_CODE_MAX);
        if (!caller.isEmpty() && !knows(unit, caller)) {
            checks.fault("caller", "接入方", caller, "没有这个接入方", "请先在接入方页新建账号");
        }
        Kind kind = checks.choice("kind", "对照种类", typed.kind(), Kind.values(), Kind::label);
        String his = checks.needed("hisCode", "业务系统代码", typed.hisCode(), HIS_CODE_MAX);
        String ours = checks.needed("ourCode", "平台代码", typed.ourCode(), HIS_CODE_MAX);
        if (!ours.isEmpty() && name(unit, kind, ours).isEmpty()) {
            checks.fault("ourCode", "平台代码", ours, "平台没有这个" + kind.label(), "请从列表中选择，或先新建" + kind.label());
        }
        return new Entry(caller, kind, his, ours);
    }

    boolean knows(UnitId unit, String caller) {
        return callers.find(caller).filter(one -> one.unit().equals(unit)).isPresent();
    }

    /** What our code is called; empty when there is none such. */
    Optional<String> name(UnitId unit, Kind kind, String code) {
        return switch (kind) {
            case PLACE -> points.find(unit, code).map(IssuingPoints.IssuingPoint::name);
            case CHARGE_ITEM -> items.find(unit, code).map(ChargeItems.ChargeItem::name);
            case PAY_CHANNEL -> channels.find(unit, code).map(PayChannels.PayChannel::name);
            case BUS_TYPE -> Optional.ofNullable(NationalCodes.BUS_TYPES.get(code));
            case CARD_TYPE -> Optional.ofNullable(NationalCodes.CARD_TYPES.get(code));
        };
    }

    List<Choice> choices(UnitId unit, Kind kind) {
        return switch (kind) {
            case PLACE ->
                points.all(unit).stream()
                        .map(point -> new Choice(point.code(), point.name(), !point.stopped()))
                        .toList();
            case CHARGE_ITEM ->
                items.all(unit).stream()
                        .map(item -> new Choice(item.code(), item.name(), item.enabled() && item.listed()))
                        .toList();
            case PAY_CHANNEL ->
                channels.all(unit).stream()
                        .map(channel -> new Choice(channel.code(), channel.name(), channel.enabled()))
                        .toList();
            case BUS_TYPE -> choices(NationalCodes.BUS_TYPES);
            case CARD_TYPE -> choices(NationalCodes.CARD_TYPES);
        };
    }

    private static List<Choice> choices(Map<String, String> codes) {
        return codes.entrySet().stream()
                .map(one -> new Choice(one.getKey(), one.getValue(), true))
                .toList();
    }

    /** 建议对照 The item of the same name, else the one of the same national category; only a guess, a person decides. */
    Optional<String> guess(UnitId unit, Kind kind, String hisCode, String hisName) {
        return switch (kind) {
            case PLACE -> points.find(unit, hisCode).map(IssuingPoints.IssuingPoint::code);
            case CHARGE_ITEM -> {
                var category = NationalCategory.named(hisName).map(NationalCategory::code);
                yield items.all(unit).stream()
                        .filter(item -> item.enabled() && item.listed())
                        .filter(item -> item.name().equals(hisName)
                                || category.filter(item.category()::equals).isPresent())
                        .map(ChargeItems.ChargeItem::code)
                        .findFirst();
            }
            case PAY_CHANNEL, BUS_TYPE, CARD_TYPE -> Optional.empty();
        };
    }

    @Override
    public History.Kind kind() {
        return History.Kind.MAPPING;
    }

    @Override
    public List<String> titles() {
        return List.of("接入方", "种类", "业务系统代码", "平台代码", "平台名称（只读）");
    }

    @Override
    public List<List<String>> lines(UnitId unit) {
        var lines = new ArrayList<List<String>>();
        for (var entry : mapping.all(unit, "")) {
            lines.add(List.of(
                    entry.caller(),
                    entry.kind().label(),
                    entry.hisCode(),
                    entry.ourCode(),
                    name(unit, entry.kind(), entry.ourCode()).orElse("")));
        }
        return lines;
    }

    @Override
    public Mapping read(Checks checks, List<String> cells, UnitId unit) {
        return new Mapping(unit, read(checks, new Typed(cells.get(0), cells.get(1), cells.get(2), cells.get(3)), unit));
    }

    @Override
    public String key(Mapping record) {
        return record.entry().caller() + "\n" + record.entry().kind() + "\n"
                + record.entry().hisCode();
    }

    @Override
    public Standing standing(Mapping record) {
        var entry = record.entry();
        return mapping.ours(record.unit(), entry.caller(), entry.kind(), entry.hisCode())
                .map(old -> old.equals(entry.ourCode()) ? Standing.SAME : Standing.CHANGED)
                .orElse(Standing.NEW);
    }

    @Override
    public void save(Mapping record, CurrentUser by) {
        mapping.save(record.unit(), List.of(record.entry()), by.displayName());
    }
}
