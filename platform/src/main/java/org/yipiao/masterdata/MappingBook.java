package org.yipiao.masterdata;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.MasterData.MappingKey;
import org.yipiao.shared.UnitId;

@Component
class MappingBook implements CodeMapping {
    private final MasterDataCache cache;
    private final MasterDataStore store;
    private final HistoryStore history;

    MappingBook(MasterDataCache cache, MasterDataStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
    }

    @Override
    public Optional<String> ours(UnitId unit, String caller, Kind kind, String hisCode) {
        return Optional.ofNullable(cache.now().ours().get(new MappingKey(unit, caller, kind, hisCode)));
    }

    @Override
    public String his(UnitId unit, String caller, Kind kind, String ourCode) {
        return cache.now().his().getOrDefault(new MappingKey(unit, caller, kind, ourCode), ourCode);
    }

    @Override
    public void save(UnitId unit, List<Entry> entries, String by) {
        if (entries.isEmpty()) {
            return;
        }
        cache.change(() -> entries.forEach(entry -> {
            var before = ours(unit, entry.caller(), entry.kind(), entry.hisCode());
            store.save(unit, entry);
            history.keep(
                    unit,
                    History.Kind.MAPPING,
                    code(entry),
                    by,
                    Recorded.act(before.map(ours -> true), true),
                    Recorded.of(entry));
        }));
    }

    @Override
    public boolean remove(UnitId unit, String caller, Kind kind, String hisCode, String by) {
        var before = ours(unit, caller, kind, hisCode);
        if (before.isEmpty()) {
            return false;
        }
        cache.change(() -> {
            store.remove(unit, caller, kind, hisCode);
            history.keep(
                    unit, History.Kind.MAPPING, code(new Entry(caller, kind, hisCode, before.get())), by, "删除", null);
        });
        return true;
    }

    private static String code(Entry entry) {
        return entry.caller() + " " + entry.kind().name() + " " + entry.hisCode();
    }

    @Override
    public List<Entry> all(UnitId unit, String caller) {
        return cache.now().ours().entrySet().stream()
                .filter(e -> e.getKey().unit().equals(unit)
                        && (caller.isEmpty() || e.getKey().caller().equals(caller)))
                .map(e -> new Entry(
                        e.getKey().caller(), e.getKey().kind(), e.getKey().code(), e.getValue()))
                .sorted(Comparator.comparing(Entry::caller)
                        .thenComparing(Entry::kind)
                        .thenComparing(Entry::hisCode))
                .toList();
    }
}
