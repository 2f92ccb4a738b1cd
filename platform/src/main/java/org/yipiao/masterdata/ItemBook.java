package org.yipiao.masterdata;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class ItemBook implements ChargeItems {
    private final MasterDataCache cache;
    private final MasterDataStore store;

    ItemBook(MasterDataCache cache, MasterDataStore store) {
        this.cache = cache;
        this.store = store;
    }

    @Override
    public Optional<ChargeItem> find(UnitId unit, String code) {
        return Optional.ofNullable(cache.now().items().get(new MasterData.UnitCode(unit, code)));
    }

    @Override
    public List<ChargeItem> all(UnitId unit) {
        return cache.now().items().values().stream()
                .filter(item -> item.unit().equals(unit))
                .sorted(Comparator.comparingInt(ChargeItem::order).thenComparing(ChargeItem::code))
                .toList();
    }

    @Override
    public void save(List<ChargeItem> items) {
        cache.change(() -> items.forEach(store::save));
    }
}
