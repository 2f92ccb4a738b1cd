package org.yipiao.masterdata;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class PointBook implements IssuingPoints {
    private final MasterDataCache cache;
    private final MasterDataStore store;
    private final HistoryStore history;

    PointBook(MasterDataCache cache, MasterDataStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
    }

    @Override
    public Optional<IssuingPoint> find(UnitId unit, String code) {
        return Optional.ofNullable(cache.now().points().get(new MasterData.UnitCode(unit, code)));
    }

    @Override
    public List<IssuingPoint> all(UnitId unit) {
        return cache.now().points().values().stream()
                .filter(point -> point.unit().equals(unit))
                .sorted(Comparator.comparing(IssuingPoint::code))
                .toList();
    }

    @Override
    public void save(IssuingPoint point, String by) {
        cache.change(() -> {
            var before = find(point.unit(), point.code()).map(old -> !old.stopped());
            store.save(point);
            history.keep(
                    point.unit(),
                    History.Kind.POINT,
                    point.code(),
                    by,
                    Recorded.act(before, !point.stopped()),
                    Recorded.of(point));
        });
    }
}
