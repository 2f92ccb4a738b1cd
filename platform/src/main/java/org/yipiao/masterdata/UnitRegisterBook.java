package org.yipiao.masterdata;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@Component
class UnitRegisterBook implements UnitRegister {
    private final MasterDataCache cache;
    private final UnitRegisterStore store;
    private final UnitBook units;
    private final HistoryStore history;
    private final InstantSource clock;

    UnitRegisterBook(
            MasterDataCache cache, UnitRegisterStore store, UnitBook units, HistoryStore history, InstantSource clock) {
        this.cache = cache;
        this.store = store;
        this.units = units;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public Optional<Entry> find(UnitId unit) {
        return Optional.ofNullable(cache.now().register().get(unit));
    }

    @Override
    public List<Entry> all() {
        return cache.now().register().values().stream()
                .sorted(Comparator.comparing(entry -> entry.unit().value()))
                .toList();
    }

    @Override
    public void add(UnitId unit, String name, String note, String by) {
        var now = clock.instant();
        cache.change(() -> {
            // Read under the writers' lock: of two who open the same unit at once the second is told.
            if (units.all().contains(unit)
                    || store.all().stream().anyMatch(entry -> entry.unit().equals(unit))) {
                throw new Refused(409, "UNIT_EXISTS", "单位 " + unit + " 已登记；请在单位列表中打开");
            }
            keep(new Entry(unit, name, false, note, by, now, by, now), "新建");
        });
    }

    @Override
    public void turn(UnitId unit, boolean stopped, String reason, String by) {
        var now = clock.instant();
        cache.change(() -> {
            var known = store.all().stream()
                    .filter(entry -> entry.unit().equals(unit))
                    .findFirst()
                    .or(() -> units.all().contains(unit)
                            ? Optional.of(new Entry(unit, units.name(unit), false, "", by, now, by, now))
                            : Optional.empty());
            if (known.isEmpty() || known.get().stopped() == stopped) {
                throw new Refused(409, "UNIT_STATE", stopped ? "单位已停用；请刷新列表" : "单位已在用；请刷新列表");
            }
            keep(known.get().changed(stopped, reason, by, now), stopped ? "停用" : "启用");
        });
    }

    private void keep(Entry entry, String act) {
        store.save(entry);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("单位识别码", entry.unit().value());
        fields.put("名称", entry.name());
        fields.put("状态", entry.stopped() ? "停用" : "在用");
        fields.put("说明", entry.note());
        history.keep(entry.unit(), History.Kind.REGISTER, entry.unit().value(), entry.changedBy(), act, fields);
    }
}
