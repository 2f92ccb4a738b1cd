package org.yipiao.supervision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** 财政配置 The bureau's configuration as last kept, so that a restart works while the bureau is away. */
@Component
class BureauConfig implements Remembered {
    private static final int UNITS_MAX = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<BureauWire.Kind>> KINDS = new TypeReference<>() {};

    private final SupervisionStore store;
    private final InstantSource clock;

    /** Short-lived, so that what another instance keeps is seen soon. */
    private final Cache<UnitId, Known> cache = Caffeine.newBuilder()
            .maximumSize(UNITS_MAX)
            .expireAfterWrite(Duration.ofSeconds(30))
            .recordStats()
            .build();

    BureauConfig(SupervisionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Kept> remembered() {
        return List.of(Kept.of("supervision.configuration", "财政下发的配置和证书", "30 秒", cache));
    }

    /** @param certificate the certificate of the supervisory signature, DER */
    record Known(
            Seal seal, byte[] certificate, List<BureauWire.Kind> kinds, List<byte[]> roots, List<byte[]> supervisors) {
        Optional<BillKind> kind(BillCode code) {
            return kinds.stream()
                    .filter(kind -> kind.billCode().equals(code.digits()))
                    .map(kind -> BillKind.valueOf(kind.kind()))
                    .findFirst();
        }
    }

    Optional<Known> find(UnitId unit) {
        Known known = cache.getIfPresent(unit);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Known> stored = store.config(unit)
                .map(kept -> new Known(
                        kept.supervisorySeal(),
                        kept.supervisoryCertificate(),
                        JSON.readValue(kept.kinds(), KINDS),
                        store.roots(unit),
                        store.supervisors(unit)));
        stored.ifPresent(found -> cache.put(unit, found));
        return stored;
    }

    Known get(UnitId unit) {
        return find(unit).orElseThrow(() -> new CallFailed(Fault.OUR_DATA, "单位 " + unit + " 尚未取得财政票据系统的配置"));
    }

    void keep(UnitId unit, BureauWire.Config config) {
        byte[] everything = JSON.writeValueAsBytes(
                List.of(config.supervisorySeal(), config.supervisoryCertificate(), config.roots(), config.kinds()));
        store.keep(
                unit,
                config.supervisorySeal(),
                config.supervisoryCertificate(),
                config.roots(),
                JSON.writeValueAsString(config.kinds()),
                Sm2.sm3Hex(everything),
                clock.instant());
        cache.invalidate(unit);
    }
}
