package org.yipiao.sandbox.faults;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** 故障控制 Sets, shows and clears the parties' faults. */
@RestController
class FaultsHttp {
    private static final Duration UNTIL_CLEARED = Duration.ofDays(3650);
    private static final long OUTAGE_SECONDS_MAX = 86_400;

    private final Faults faults;
    private final InstantSource clock;

    FaultsHttp(Faults faults, InstantSource clock) {
        this.faults = faults;
        this.clock = clock;
    }

    /** 故障设置 What is left out is 0; {@code outageKind} is CLOSE or HTTP_503. */
    record Wish(
            @Nullable Long delayMs,
            @Nullable Double errorShare,
            @Nullable Double wrongShare,
            @Nullable Double lostShare,
            @Nullable Boolean outage,
            @Nullable Long outageSeconds,
            Fault.@Nullable OutageKind outageKind,
            @Nullable Double ratePerSecond) {}

    /** 故障现状 @param outageSeconds left; 0 when not out of order */
    record Shown(
            long delayMs,
            double errorShare,
            double wrongShare,
            double lostShare,
            boolean outage,
            long outageSeconds,
            Fault.OutageKind outageKind,
            double ratePerSecond) {}

    @GetMapping("/sandbox/faults")
    Map<String, Shown> all() {
        var shown = new LinkedHashMap<String, Shown>();
        for (Party party : Party.values()) {
            shown.put(party.word(), shown(faults.of(party)));
        }
        return shown;
    }

    @PutMapping("/sandbox/faults/{party}")
    Shown set(@PathVariable String party, @RequestBody Wish wish) {
        Party known = known(party);
        long seconds = wish.outageSeconds() == null ? 0 : wish.outageSeconds();
        if (seconds < 0 || seconds > OUTAGE_SECONDS_MAX) {
            throw new IllegalArgumentException("outageSeconds 应在 0 至 " + OUTAGE_SECONDS_MAX + " 之间");
        }
        Optional<Duration> outage = seconds > 0
                ? Optional.of(Duration.ofSeconds(seconds))
                : Boolean.TRUE.equals(wish.outage()) ? Optional.of(UNTIL_CLEARED) : Optional.empty();
        Fault fault = new Fault(
                wish.delayMs() == null ? 0 : wish.delayMs(),
                share(wish.errorShare()),
                share(wish.wrongShare()),
                share(wish.lostShare()),
                outage.map(clock.instant()::plus),
                wish.outageKind() == null ? Fault.OutageKind.CLOSE : wish.outageKind(),
                share(wish.ratePerSecond()));
        faults.set(known, fault);
        return shown(fault);
    }

    @DeleteMapping("/sandbox/faults/{party}")
    Shown clear(@PathVariable String party) {
        faults.set(known(party), Fault.NONE);
        return shown(Fault.NONE);
    }

    private Shown shown(Fault fault) {
        long left = fault.outageUntil()
                .map(until ->
                        Math.max(0, Duration.between(clock.instant(), until).toSeconds()))
                .orElse(0L);
        return new Shown(
                fault.delayMs(),
                fault.errorShare(),
                fault.wrongShare(),
                fault.lostShare(),
                left > 0,
                left,
                fault.outageKind(),
                fault.ratePerSecond());
    }

    private static double share(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static Party known(String word) {
        return Party.named(word)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "没有这个外部单位：" + word));
    }
}
