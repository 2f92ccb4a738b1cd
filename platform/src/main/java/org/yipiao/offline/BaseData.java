package org.yipiao.offline;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.SealRef;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.PayChannels;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** 离线资料 What an agent needs to write a bill by itself: the unit as it stands in the XML, items and mapped codes. */
@Component
class BaseData {
    private final Units units;
    private final ChargeItems items;
    private final CodeMapping mapping;
    private final Callers callers;
    private final PayChannels channels;
    private final CauseRules causes;
    private final InstantSource clock;

    BaseData(
            Units units,
            ChargeItems items,
            CodeMapping mapping,
            Callers callers,
            PayChannels channels,
            CauseRules causes,
            InstantSource clock) {
        this.units = units;
        this.items = items;
        this.mapping = mapping;
        this.callers = callers;
        this.channels = channels;
        this.causes = causes;
        this.clock = clock;
    }

    /** 收费项目 that may be printed today. */
    record BaseItem(String code, String name, List<BillKind> kinds, int order) {}

    /**
     * @param names 电子票据名称 by kind
     * @param codes per caller and kind of code: theirs to ours
     * @param stoppedChannels 已停用的交费渠道
     * @param outages 离线规则 by cause
     */
    record OfflineData(
            Instant at,
            String unit,
            int version,
            InvoicingParty party,
            String supervisorArea,
            String tag,
            String normVersion,
            Map<BillKind, String> names,
            SealRef unitSeal,
            SealRef supervisorySeal,
            String charset,
            String zone,
            List<BaseItem> items,
            Map<String, Map<CodeMapping.Kind, Map<String, String>>> codes,
            List<String> stoppedChannels,
            List<CauseRules.CauseRule> outages) {}

    OfflineData of(UnitId id) {
        var unit = units.current(id);
        var names = new TreeMap<BillKind, String>();
        for (BillKind kind : BillKind.values()) {
            names.put(kind, unit.billName(kind));
        }
        Instant now = clock.instant();
        var today = LocalDate.ofInstant(now, unit.zone());
        var codes = new TreeMap<String, Map<CodeMapping.Kind, Map<String, String>>>();
        callers.all(id).stream()
                .filter(Callers.Caller::enabled)
                .forEach(caller -> codes.put(caller.appid(), new TreeMap<>()));
        for (CodeMapping.Entry entry : mapping.all(id, "")) {
            var ofCaller = codes.get(entry.caller());
            if (ofCaller != null) {
                ofCaller.computeIfAbsent(entry.kind(), kind -> new TreeMap<>()).put(entry.hisCode(), entry.ourCode());
            }
        }
        return new OfflineData(
                now,
                id.value(),
                unit.version(),
                unit.party(),
                unit.supervisorArea(),
                unit.tag(),
                unit.normVersion(),
                names,
                unit.unitSeal(),
                unit.supervisorySeal(),
                unit.charset().name(),
                unit.zone().getId(),
                items.all(id).stream()
                        .filter(item -> item.usableOn(today))
                        .map(item -> new BaseItem(item.code(), item.name(), item.kinds(), item.order()))
                        .toList(),
                codes,
                channels.all(id).stream()
                        .filter(channel -> !channel.enabled())
                        .map(PayChannels.PayChannel::code)
                        .toList(),
                causes.all(id));
    }
}
