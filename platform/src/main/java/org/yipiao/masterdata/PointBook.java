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

    PointBook(MasterDataCache cache, MasterDataStore store) {
        this.cache = cache;
        this.store = store;
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
    public void save(IssuingPoint point) {
        cache.change(() -> store.save(point));
    }
}
