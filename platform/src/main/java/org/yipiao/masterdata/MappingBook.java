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

    MappingBook(MasterDataCache cache, MasterDataStore store) {
        this.cache = cache;
        this.store = store;
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
    public void save(UnitId unit, List<Entry> entries) {
        cache.change(() -> entries.forEach(entry -> store.save(unit, entry)));
    }

    @Override
    public List<Entry> all(UnitId unit, String caller) {
        return cache.now().ours().entrySet().stream()
                .filter(e ->
                        e.getKey().unit().equals(unit) && e.getKey().caller().equals(caller))
                .map(e -> new Entry(caller, e.getKey().kind(), e.getKey().code(), e.getValue()))
                .sorted(Comparator.comparing(Entry::kind).thenComparing(Entry::hisCode))
                .toList();
    }
}
