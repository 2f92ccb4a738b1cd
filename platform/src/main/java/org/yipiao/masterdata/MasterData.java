package org.yipiao.masterdata;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Campuses.Campus;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.PayChannels.PayChannel;
import org.yipiao.shared.UnitId;

/** 基础信息快照 All master data as of one version, immutable, indexed for the questions of the issuing road. */
record MasterData(
        long version,
        Map<UnitId, NavigableMap<Integer, Unit>> units,
        Map<UnitCode, IssuingPoint> points,
        Map<UnitCode, ChargeItem> items,
        Map<MappingKey, String> ours,
        Map<MappingKey, String> his,
        Map<String, Caller> callers,
        Map<UnitCode, PayChannel> channels,
        Map<UnitCode, Campus> campuses,
        Map<UnitId, IssuingPolicy> policies,
        Map<UnitId, UnitRegister.Entry> register) {
    record UnitCode(UnitId unit, String code) {}

    record MappingKey(UnitId unit, String caller, Kind kind, String code) {}

    record Mapped(UnitId unit, Entry entry) {}

    static MasterData of(
            long version,
            List<Unit> units,
            List<IssuingPoint> points,
            List<ChargeItem> items,
            List<Mapped> mappings,
            List<Caller> callers,
            List<PayChannel> channels,
            List<Campus> campuses,
            List<IssuingPolicy> policies,
            List<UnitRegister.Entry> register) {
        return new MasterData(
                version,
                Map.copyOf(units.stream().collect(groupingBy(Unit::id, byVersion()))),
                points.stream().collect(toUnmodifiableMap(p -> new UnitCode(p.unit(), p.code()), Function.identity())),
                items.stream().collect(toUnmodifiableMap(i -> new UnitCode(i.unit(), i.code()), Function.identity())),
                mappings.stream()
                        .collect(toUnmodifiableMap(
                                m -> key(m, m.entry().hisCode()), m -> m.entry().ourCode())),
                // Several codes may lead to one of ours: answers use a code of their own before ours, then the first in
                // order.
                mappings.stream()
                        .sorted(Comparator.comparing((Mapped m) ->
                                        m.entry().hisCode().equals(m.entry().ourCode()))
                                .thenComparing(m -> m.entry().hisCode()))
                        .collect(toUnmodifiableMap(
                                m -> key(m, m.entry().ourCode()), m -> m.entry().hisCode(), (first, second) -> first)),
                callers.stream().collect(toUnmodifiableMap(Caller::appid, Function.identity())),
                channels.stream()
                        .collect(toUnmodifiableMap(c -> new UnitCode(c.unit(), c.code()), Function.identity())),
                campuses.stream()
                        .collect(toUnmodifiableMap(c -> new UnitCode(c.unit(), c.code()), Function.identity())),
                policies.stream().collect(toUnmodifiableMap(IssuingPolicy::unit, Function.identity())),
                register.stream().collect(toUnmodifiableMap(UnitRegister.Entry::unit, Function.identity())));
    }

    private static Collector<Unit, ?, NavigableMap<Integer, Unit>> byVersion() {
        return Collectors.toMap(Unit::version, Function.identity(), (a, b) -> b, TreeMap::new);
    }

    private static MappingKey key(Mapped mapped, String code) {
        return new MappingKey(
                mapped.unit(), mapped.entry().caller(), mapped.entry().kind(), code);
    }
}
