package org.yipiao.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yipiao.access.Connections;
import org.yipiao.access.Installation;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.PartyHttp;

/**
 * Which signature server, with which key, is whose. Nobody ever signs with another unit's key: the configuration file
 * serves the unit of the installation alone. Looked up in memory; the table is read again every few seconds.
 */
@Component
class SignatureServers implements Remembered {
    private static final int UNITS_MAX = 1_000;
    private static final Duration SEEN_ELSEWHERE_WITHIN = Duration.ofSeconds(10);

    private final SigningSettings configured;
    private final Installation installation;
    private final Connections connections;
    private final PartyHttp http;
    private final InstantSource clock;
    private final Cache<UnitId, SigningSettings> known = Caffeine.newBuilder()
            .maximumSize(UNITS_MAX)
            .expireAfterWrite(SEEN_ELSEWHERE_WITHIN)
            .recordStats()
            .build();
    private final Map<UnitId, SignatureServer> servers = new ConcurrentHashMap<>();

    SignatureServers(
            SigningSettings configured,
            Installation installation,
            Connections connections,
            PartyCalls calls,
            InstantSource clock) {
        this.configured = configured;
        this.installation = installation;
        this.connections = connections;
        this.http = new PartyHttp(SignatureServer.PARTY, calls);
        this.clock = clock;
    }

    @Override
    public List<Kept> remembered() {
        return List.of(Kept.of("signing.servers", "各单位的签名服务器设置", "10 秒", known));
    }

    SigningSettings settings(UnitId unit) {
        SigningSettings settings = known.getIfPresent(unit);
        if (settings == null) {
            settings = connections
                    .current(unit, SigningSettings.PARTY)
                    .map(SigningSettings::of)
                    .orElseGet(() -> ofConfiguration(unit));
            known.put(unit, settings);
        }
        return settings;
    }

    private SigningSettings ofConfiguration(UnitId unit) {
        return unit.equals(installation.unit()) ? configured : SigningSettings.NONE;
    }

    /** The same one until the settings differ, because it remembers the certificate. */
    SignatureServer of(UnitId unit) {
        SigningSettings settings = settings(unit);
        SignatureServer present = servers.get(unit);
        if (present == null || !present.settings().equals(settings)) {
            present = new SignatureServer(unit, settings, http, clock);
            servers.put(unit, present);
        }
        return present;
    }

    void changed(UnitId unit) {
        known.invalidate(unit);
    }
}
