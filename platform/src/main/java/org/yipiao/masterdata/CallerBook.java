package org.yipiao.masterdata;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.shared.UnitId;

@Component
class CallerBook implements Callers {
    private static final String MARK = "masterdata.caller.mark";
    private static final int MARK_LENGTH = 8;

    private final MasterDataCache cache;
    private final MasterDataStore store;
    private final HistoryStore history;
    private final Vault vault;

    CallerBook(MasterDataCache cache, MasterDataStore store, HistoryStore history, Vault vault) {
        this.cache = cache;
        this.store = store;
        this.history = history;
        this.vault = vault;
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
    public void save(Caller caller, String by) {
        String mark = HexFormat.of()
                .formatHex(vault.mac(MARK, caller.key().getBytes(StandardCharsets.UTF_8)))
                .substring(0, MARK_LENGTH);
        cache.change(() -> {
            var before = find(caller.appid());
            boolean newKey = before.isPresent() && !before.get().key().equals(caller.key());
            store.save(caller);
            history.keep(
                    caller.unit(),
                    History.Kind.CALLER,
                    caller.appid(),
                    by,
                    newKey ? "更换密钥" : Recorded.act(before.map(Caller::enabled), caller.enabled()),
                    Recorded.of(caller, mark));
        });
    }
}
