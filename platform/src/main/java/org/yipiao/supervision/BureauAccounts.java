package org.yipiao.supervision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yipiao.access.Connections;
import org.yipiao.access.Installation;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;

/**
 * Which unit is known to which bureau, and with which key. The configuration file speaks for the unit of the installation
 * alone. Looked up in memory; the table is read again every few seconds.
 */
@Component
class BureauAccounts implements Remembered {
    /** The name of the party in {@link Connections}. */
    static final String PARTY = "BUREAU";

    private static final int UNITS_MAX = 1_000;
    private static final Duration SEEN_ELSEWHERE_WITHIN = Duration.ofSeconds(10);

    private final BureauSettings configured;
    private final Installation installation;
    private final Connections connections;
    private final Units units;
    private final Cache<UnitId, Account> known = Caffeine.newBuilder()
            .maximumSize(UNITS_MAX)
            .expireAfterWrite(SEEN_ELSEWHERE_WITHIN)
            .recordStats()
            .build();
    private final Cache<Boolean, List<UnitId>> all = Caffeine.newBuilder()
            .expireAfterWrite(SEEN_ELSEWHERE_WITHIN)
            .recordStats()
            .build();

    BureauAccounts(BureauSettings configured, Installation installation, Connections connections, Units units) {
        this.configured = configured;
        this.installation = installation;
        this.connections = connections;
        this.units = units;
    }

    @Override
    public List<Kept> remembered() {
        return List.of(
                Kept.of("supervision.accounts", "各单位的财政接口账户", "10 秒", known),
                Kept.of("supervision.units", "在用单位名单", "10 秒", all));
    }

    /** 财政账户 @param unit 单位识别码 given by the bureau @param key 接口密钥 for the HMAC-SM3 of every request */
    record Account(UnitId unit, String url, String key) {
        /** What is missing or wrong, in Chinese; empty when the bureau can be asked. */
        List<String> problems() {
            List<String> problems = new ArrayList<>();
            if (url.isBlank()) {
                problems.add("未配置财政票据系统地址（单位页，或配置项 yipiao.bureau.url）");
            } else if (!isHttp(url)) {
                problems.add("财政票据系统地址不是 http 或 https 地址");
            }
            if (!unit.value().matches("[0-9A-Za-z]{1,20}")) {
                problems.add("单位识别码 yipiao.bureau.agency 应为 1 至 20 位字母数字");
            }
            if (key.isBlank()) {
                problems.add("未配置财政接口密钥（单位页，或配置项 yipiao.bureau.key）");
            }
            return problems;
        }

        boolean usable() {
            return problems().isEmpty();
        }

        private static boolean isHttp(String url) {
            try {
                String scheme = URI.create(url).getScheme();
                return "http".equals(scheme) || "https".equals(scheme);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "Account[unit=" + unit + ", url=" + url + "]";
        }
    }

    Account of(UnitId unit) {
        Account account = known.getIfPresent(unit);
        if (account == null) {
            account = connections
                    .current(unit, PARTY)
                    .map(kept -> new Account(unit, kept.text("url"), kept.secret()))
                    .orElseGet(() -> ofConfiguration(unit));
            known.put(unit, account);
        }
        return account;
    }

    private Account ofConfiguration(UnitId unit) {
        return unit.value().equals(configured.agency())
                ? new Account(unit, configured.url(), configured.key())
                : new Account(unit, "", "");
    }

    /** Units in use, whether their bureau can be asked or not; the installation's own while there is no other. */
    List<UnitId> units() {
        List<UnitId> found = all.getIfPresent(true);
        if (found == null) {
            Set<UnitId> together = new LinkedHashSet<>(units.all());
            together.addAll(connections.units(PARTY));
            if (together.isEmpty() || !configured.agency().isBlank()) {
                together.add(installation.unit());
            }
            found = List.copyOf(together);
            all.put(true, found);
        }
        return found.stream().filter(unit -> !units.stopped(unit)).toList();
    }

    void changed(UnitId unit) {
        known.invalidate(unit);
        all.invalidateAll();
    }
}
