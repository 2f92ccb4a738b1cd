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
    private final HistoryStore history;

    ItemBook(MasterDataCache cache, MasterDataStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
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
    public void save(List<ChargeItem> items, String by) {
        var changed = items.stream()
                .filter(item -> !find(item.unit(), item.code()).equals(Optional.of(item)))
                .toList();
        if (!changed.isEmpty()) {
            cache.change(() -> changed.forEach(item -> save(item, by)));
        }
    }

    private void save(ChargeItem item, String by) {
        var before = find(item.unit(), item.code()).map(ChargeItem::enabled);
        store.save(item);
        history.keep(
                item.unit(),
                History.Kind.ITEM,
                item.code(),
                by,
                Recorded.act(before, item.enabled()),
                Recorded.of(item));
    }
}
