package org.yipiao.masterdata;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class ChannelBook implements PayChannels {
    private final MasterDataCache cache;
    private final PlaceStore store;
    private final HistoryStore history;

    ChannelBook(MasterDataCache cache, PlaceStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
    }

    @Override
    public Optional<PayChannel> find(UnitId unit, String code) {
        var own = cache.now().channels().get(new MasterData.UnitCode(unit, code));
        return own != null ? Optional.of(own) : ProtocolChannels.of(code).map(one -> channel(unit, one));
    }

    @Override
    public List<PayChannel> all(UnitId unit) {
        Map<String, PayChannel> all = new TreeMap<>();
        for (ProtocolChannels one : ProtocolChannels.values()) {
            all.put(one.code(), channel(unit, one));
        }
        cache.now().channels().values().stream()
                .filter(own -> own.unit().equals(unit))
                .forEach(own -> all.put(own.code(), own));
        return all.values().stream()
                .sorted(Comparator.comparingInt(PayChannel::shownAt).thenComparing(PayChannel::code))
                .toList();
    }

    private static PayChannel channel(UnitId unit, ProtocolChannels one) {
        return new PayChannel(unit, one.code(), one.label(), one.means(), one.shownAt(), true);
    }

    @Override
    public void save(PayChannel channel, String by) {
        cache.change(() -> {
            var before = find(channel.unit(), channel.code()).map(PayChannel::enabled);
            store.save(channel);
            history.keep(
                    channel.unit(),
                    History.Kind.CHANNEL,
                    channel.code(),
                    by,
                    Recorded.act(before, channel.enabled()),
                    Recorded.of(channel));
        });
    }
}
