package org.yipiao.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * 外部弱口令检测 Looks, each night and when asked, at the accounts around the platform that an intruder would try first: of the
 * operating system, of the database, of components beside it. A matter of the installation, so it is kept for the unit that
 * runs it.
 */
@Service
class WeakElsewhere {
    private static final Logger log = LoggerFactory.getLogger(WeakElsewhere.class);
    private static final int HOST_MAX = 100;

    private final List<WeakPlace> places;
    private final WeakElsewhereStore store;
    private final Installation installation;
    private final WallClock clock;
    private final String host = host();

    WeakElsewhere(List<WeakPlace> places, WeakElsewhereStore store, Installation installation, WallClock clock) {
        this.places = List.copyOf(places);
        this.store = store;
        this.installation = installation;
        this.clock = clock;
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.length() <= HOST_MAX ? name : name.substring(0, HOST_MAX);
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    @Scheduled(cron = "0 50 2 * * *", zone = WallClock.ZONE)
    void checkAtNight() {
        check();
    }

    /** Of this machine; every instance looks at its own. @return how many weak ones were found */
    int check() {
        int found = 0;
        for (var place : places) {
            var looked = place.look();
            store.save(installation.unit(), new WeakElsewhereStore.Row(host, place.kind(), clock.now(), looked));
            found += looked.found().size();
        }
        if (found > 0) {
            log.warn("外部弱口令检测：{} 发现 {} 处，见控制台 用户权限 - 安全自查", host, found);
        }
        return found;
    }

    List<WeakElsewhereStore.Row> all() {
        return store.all(installation.unit());
    }
}
