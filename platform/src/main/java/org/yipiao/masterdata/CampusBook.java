package org.yipiao.masterdata;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class CampusBook implements Campuses {
    private final MasterDataCache cache;
    private final PlaceStore store;
    private final HistoryStore history;

    CampusBook(MasterDataCache cache, PlaceStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
    }

    @Override
    public Optional<Campus> find(UnitId unit, String code) {
        return Optional.ofNullable(cache.now().campuses().get(new MasterData.UnitCode(unit, code)));
    }

    @Override
    public List<Campus> all(UnitId unit) {
        return cache.now().campuses().values().stream()
                .filter(campus -> campus.unit().equals(unit))
                .sorted(Comparator.comparing(Campus::code))
                .toList();
    }

    @Override
    public void save(Campus campus, String by) {
        cache.change(() -> {
            var before = find(campus.unit(), campus.code()).map(Campus::enabled);
            store.save(campus);
            history.keep(
                    campus.unit(),
                    History.Kind.CAMPUS,
                    campus.code(),
                    by,
                    Recorded.act(before, campus.enabled()),
                    Recorded.of(campus));
        });
    }
}
