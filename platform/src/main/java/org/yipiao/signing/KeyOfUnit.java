package org.yipiao.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Signer;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;

/** The unit's key, in its own slot of its own signature server, and its seal. */
@Component
class KeyOfUnit implements UnitSigners, Remembered {
    private static final int UNITS_MAX = 1_000;

    private final SignatureServers servers;
    private final SignedBillStore store;
    private final InstantSource clock;

    /** Short-lived, so that a seal kept by another instance is seen soon. */
    private final Cache<UnitId, Seal> seals = Caffeine.newBuilder()
            .maximumSize(UNITS_MAX)
            .expireAfterWrite(Duration.ofSeconds(30))
            .recordStats()
            .build();

    /** Seals never change; ids are unique over all units. */
    private final Cache<String, Seal> earlier =
            Caffeine.newBuilder().maximumSize(UNITS_MAX).recordStats().build();

    KeyOfUnit(SignatureServers servers, SignedBillStore store, InstantSource clock) {
        this.servers = servers;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Kept> remembered() {
        return List.of(
                Kept.of("signing.seals", "各单位现用的电子印章", "30 秒", seals),
                Kept.of("signing.earlier-seals", "以前用过的电子印章", "最多 1000 枚", earlier));
    }

    @Override
    public Signer signer(UnitId unit) {
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                return servers.of(unit).sign(List.of(message)).values().getFirst();
            }

            @Override
            public byte[] certificate() {
                return servers.of(unit).certificateBytes();
            }
        };
    }

    @Override
    public Signatures signAll(UnitId unit, List<byte[]> messages) {
        return servers.of(unit).sign(messages);
    }

    @Override
    public Seal seal(UnitId unit) {
        Seal known = seals.getIfPresent(unit);
        if (known != null) {
            return known;
        }
        Seal stored =
                store.seal(unit).orElseThrow(() -> new CallFailed(Fault.OUR_DATA, "单位 " + unit + " 的印章尚未从财政票据系统取得"));
        seals.put(unit, stored);
        return stored;
    }

    @Override
    public Seal seal(UnitId unit, String sealId) {
        Seal present = seal(unit);
        if (present.ref().id().equals(sealId)) {
            return present;
        }
        Seal known = earlier.getIfPresent(sealId);
        if (known != null) {
            return known;
        }
        return store.seals(unit).stream()
                .map(KeptSeal::seal)
                .filter(seal -> seal.ref().id().equals(sealId))
                .findFirst()
                .map(found -> {
                    earlier.put(sealId, found);
                    return found;
                })
                .orElse(present);
    }

    @Override
    public void keepSeal(UnitId unit, Seal seal) {
        store.keepSeal(unit, seal, clock.instant());
        seals.put(unit, seal);
    }

    @Override
    public List<KeptSeal> seals(UnitId unit) {
        return store.seals(unit);
    }
}
