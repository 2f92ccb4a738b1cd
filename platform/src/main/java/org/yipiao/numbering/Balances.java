package org.yipiao.numbering;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 库存余额 Balances as a table: one line per code and place, one column per account; now, or at any past moment. */
@Component
class Balances {
    private final BalanceStore store;
    private final CodeStore codes;

    Balances(BalanceStore store, CodeStore codes) {
        this.store = store;
        this.codes = codes;
    }

    /** @param place null: with the bureau again or destroyed @param next 下一号; empty for the past or when none is blank */
    record Line(LedgerCode code, @Nullable Place place, Map<Account, Long> counts, String next) {
        long count(Account account) {
            return counts.getOrDefault(account, 0L);
        }

        long blank() {
            return count(Account.UNIT) + count(Account.POINT) + count(Account.CASHIER);
        }
    }

    private record Key(LedgerCode code, @Nullable Place place) {}

    /** @param at null for now */
    List<Line> of(UnitId unit, @Nullable Instant at) {
        var known = codes.all(unit);
        var byCode = known.stream().collect(Collectors.toMap(LedgerCode::code, code -> code));
        var cells = at == null ? store.now(unit) : store.asOf(unit, at);
        var lines = new LinkedHashMap<Key, Map<Account, Long>>();
        var next = new LinkedHashMap<Key, Long>();
        for (BalanceStore.Cell cell : cells) {
            var code = byCode.get(cell.code());
            if (code == null) {
                continue;
            }
            var key = new Key(code, cell.holding().place());
            lines.computeIfAbsent(key, k -> new EnumMap<>(Account.class))
                    .merge(cell.holding().account(), cell.count(), Long::sum);
            switch (cell.holding().account()) {
                case UNIT, POINT, CASHIER -> next.merge(key, cell.next(), Math::min);
                default -> {}
            }
        }
        var order = known.stream().map(LedgerCode::code).toList();
        return lines.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(
                                (Key key) -> order.indexOf(key.code().code()))
                        .thenComparing(Balances::placeText)))
                .map(entry -> {
                    long lowest = next.getOrDefault(entry.getKey(), -1L);
                    var code = entry.getKey().code();
                    return new Line(
                            code, entry.getKey().place(), entry.getValue(), lowest < 0 ? "" : code.digits(lowest));
                })
                .toList();
    }

    /** The unit first, then points with their cashiers, what is gone last. */
    private static String placeText(Key key) {
        var place = key.place();
        if (place == null) {
            return "~";
        }
        return (place.point() == null ? "" : place.point()) + "/" + (place.cashier() == null ? "" : place.cashier());
    }
}
