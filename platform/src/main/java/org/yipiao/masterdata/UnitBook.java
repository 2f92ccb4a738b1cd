package org.yipiao.masterdata;

import java.time.ZoneId;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import org.yipiao.access.UnitNames;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@Component
class UnitBook implements Units, UnitNames {
    /** Until the unit's own data have arrived. */
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final MasterDataCache cache;
    private final MasterDataStore store;
    private final HistoryStore history;

    UnitBook(MasterDataCache cache, MasterDataStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
    }

    @Override
    public Unit current(UnitId id) {
        return versions(id).lastEntry().getValue();
    }

    @Override
    public Unit version(UnitId id, int version) {
        Unit unit = versions(id).get(version);
        if (unit == null) {
            // Another instance may have added it within the last look.
            unit = store.units().stream()
                    .filter(u -> u.id().equals(id) && u.version() == version)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unit " + id + " has no version " + version));
        }
        return unit;
    }

    private NavigableMap<Integer, Unit> versions(UnitId id) {
        var versions = cache.now().units().get(id);
        if (versions == null) {
            versions = cache.refresh().units().get(id);
        }
        if (versions == null) {
            throw new Refused(409, "UNIT_NOT_READY", "尚未从财政票据系统取得本单位资料，请信息科先完成财政接口配置");
        }
        return versions;
    }

    @Override
    public List<Unit> versions(UnitId id, int newest) {
        return versions(id).descendingMap().values().stream().limit(newest).toList();
    }

    @Override
    public List<UnitId> all() {
        return cache.now().units().keySet().stream().toList();
    }

    @Override
    public boolean stopped(UnitId id) {
        var entry = cache.now().register().get(id);
        return entry != null && entry.stopped();
    }

    @Override
    public String name(UnitId id) {
        var versions = cache.now().units().get(id);
        var entry = cache.now().register().get(id);
        return versions == null
                ? entry == null ? id.value() : entry.name()
                : versions.lastEntry().getValue().party().name();
    }

    @Override
    public ZoneId zone(UnitId id) {
        var versions = cache.now().units().get(id);
        return versions == null ? BEIJING : versions.lastEntry().getValue().zone();
    }

    @Override
    public Unit save(Unit unit) {
        var saved = new AtomicReference<>(unit);
        cache.change(() -> {
            // Read under the writers' lock, so two instances can not both add the same next version.
            var versions = new TreeMap<Integer, Unit>();
            store.units().stream().filter(u -> u.id().equals(unit.id())).forEach(u -> versions.put(u.version(), u));
            var newest = versions.lastEntry();
            if (newest != null && newest.getValue().equals(numbered(unit, newest.getKey()))) {
                saved.set(newest.getValue());
                return;
            }
            var next = numbered(unit, newest == null ? 1 : newest.getKey() + 1);
            store.add(next);
            history.keep(
                    next.id(),
                    History.Kind.UNIT,
                    next.id().value(),
                    Recorded.SYSTEM,
                    newest == null ? "新建" : "财政同步",
                    Recorded.of(next));
            saved.set(next);
        });
        return saved.get();
    }

    private static Unit numbered(Unit unit, int version) {
        return new Unit(
                unit.id(),
                version,
                unit.party(),
                unit.supervisorArea(),
                unit.tag(),
                unit.normVersion(),
                unit.province(),
                unit.unitSeal(),
                unit.supervisorySeal(),
                unit.charset(),
                unit.zone());
    }
}
