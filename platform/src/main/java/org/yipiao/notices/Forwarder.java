package org.yipiao.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.access.People;
import org.yipiao.access.UnitNames;

/** 转发 Sends notices to the phones of people who asked for it. */
@Component
class Forwarder {
    static final long EVERY_MS = 5_000;
    static final int AT_ONCE = 50;
    static final int TRIES_MAX = 6;
    static final Duration NEXT_TRY = Duration.ofMinutes(2);
    /** A message takes less than the rest of the time until the next try. */
    static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);

    private static final int DETAIL_MAX = 200;
    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    private final ForwardingStore store;
    private final ObjectProvider<StaffMessages> messages;
    private final People people;
    private final UnitNames units;
    private final InstantSource clock;

    Forwarder(
            ForwardingStore store,
            ObjectProvider<StaffMessages> messages,
            People people,
            UnitNames units,
            InstantSource clock) {
        this.store = store;
        this.messages = messages;
        this.people = people;
        this.units = units;
        this.clock = clock;
    }

    @Scheduled(initialDelay = EVERY_MS, fixedDelay = EVERY_MS)
    void send() {
        var way = messages.getIfAvailable();
        if (way == null || !way.configured()) {
            return;
        }
        Instant now = clock.instant();
        for (var due : store.claim(AT_ONCE, now, now.plus(NEXT_TRY))) {
            // When the next try is due, another instance may make it: what was not begun by now is left to it.
            if (clock.instant().isBefore(now.plus(BEGUN_WITHIN))) {
                send(way, due);
            }
        }
    }

    private void send(StaffMessages way, ForwardingStore.Due due) {
        var phone = people.phone(due.unit(), due.account());
        if (phone.isEmpty()) {
            store.done(due, "FAILED", "未登记手机号");
            return;
        }
        try {
            way.send(phone.get(), units.name(due.unit()), due.title(), "N" + due.notice() + "-" + due.account());
            store.done(due, "SENT", "");
        } catch (RuntimeException e) {
            log.warn("消息 {} 转发到账户 {} 的手机未成功，第 {} 次", due.notice(), due.account(), due.attempts(), e);
            String why = String.valueOf(e.getMessage());
            store.done(
                    due,
                    due.attempts() >= TRIES_MAX ? "FAILED" : "WAITING",
                    why.length() <= DETAIL_MAX ? why : why.substring(0, DETAIL_MAX));
        }
    }
}
