package org.yipiao.masterdata;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class CallerBook implements Callers {
    private final MasterDataCache cache;
    private final MasterDataStore store;

    CallerBook(MasterDataCache cache, MasterDataStore store) {
        this.cache = cache;
        this.store = store;
    }

    @Override
    public Optional<Caller> find(String appid) {
        return Optional.ofNullable(cache.now().callers().get(appid));
    }

    @Override
    public List<Caller> all(UnitId unit) {
        return cache.now().callers().values().stream()
                .filter(caller -> caller.unit().equals(unit))
                .sorted(Comparator.comparing(Caller::appid))
                .toList();
    }

    @Override
    public void save(Caller caller) {
        cache.change(() -> store.save(caller));
    }
}
