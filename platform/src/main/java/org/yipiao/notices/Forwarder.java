package org.yipiao.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.access.People;
import org.yipiao.access.UnitNames;
import org.yipiao.notices.StaffMessages.Result;
import org.yipiao.notices.StaffMessages.Way;

/**
 * 转发 Sends notices on to phones, mail boxes and WeChat of people who asked for it. Each way has a thread of its own, so
 * that a slow mail server holds up no short message. Waits longer after each failure and gives up after some eight hours.
 */
@Component
class Forwarder {
    static final long EVERY_MS = 2_000;
    static final int AT_ONCE = 50;
    static final int TRIES_MAX = 12;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration WAIT_MAX = Duration.ofHours(2);
    /** Nobody else sends what was claimed here until then. */
    static final Duration LEASE = Duration.ofMinutes(2);
    /** A message takes less than the rest of the lease. */
    static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);

    /** A notice waits so long for its unit to have the channel. */
    static final Duration UNCONFIGURED_MAX = Duration.ofDays(1);

    private static final int DETAIL_MAX = 200;
    private static final String CONSOLE = "/console.html#";
    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    private final ForwardingStore store;
    private final ForwardingMeters meters;
    private final ObjectProvider<StaffMessages> messages;
    private final People people;
    private final UnitNames units;
    private final String publicUrl;
    private final InstantSource clock;
    private final Set<Way> underway = ConcurrentHashMap.newKeySet();

    Forwarder(
            ForwardingStore store,
            ForwardingMeters meters,
            ObjectProvider<StaffMessages> messages,
            People people,
            UnitNames units,
            @Value("${yipiao.public-url:}") String publicUrl,
            InstantSource clock) {
        this.store = store;
        this.meters = meters;
        this.messages = messages;
        this.people = people;
        this.units = units;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @Scheduled(initialDelay = EVERY_MS, fixedDelay = EVERY_MS)
    void turn() {
        for (Way way : Way.values()) {
            if (underway.add(way)) {
                Thread.ofVirtual().name("notices-" + way).start(() -> {
                    try {
                        send(way);
                    } catch (RuntimeException e) {
                        log.warn("{}转发暂停，稍后自动继续", way.label(), e);
                    } finally {
                        underway.remove(way);
                    }
                });
            }
        }
    }

    /** Everything that is due on this way. */
    void send(Way way) {
        var channel = messages.getIfAvailable();
        if (channel == null) {
            return;
        }
        Instant now = clock.instant();
        var able = store.waiting(way).stream()
                .filter(unit -> channel.configured(unit, way))
                .toList();
        // Nobody wants to hear next month of what was going on today.
        store.expire(way, able, now.minus(UNCONFIGURED_MAX), "本单位未配置" + way.label() + "通道", now);
        for (var due : store.claim(way, able, AT_ONCE, now, now.plus(LEASE))) {
            // When the lease ends, another instance may send it: what was not begun by now is left to it.
            if (clock.instant().isBefore(now.plus(BEGUN_WITHIN))) {
                send(channel, due);
            }
        }
    }

    private void send(StaffMessages channel, ForwardingStore.Due due) {
        if (people.find(due.unit(), due.account()).isEmpty()) {
            giveUp(due, "账户已停用");
            return;
        }
        var address = address(due);
        if (address.isEmpty()) {
            giveUp(due, "本人未登记" + (due.way() == Way.SMS ? "手机号" : due.way() == Way.MAIL ? "邮箱" : "微信"));
            return;
        }
        try {
            switch (channel.send(due.unit(), due.way(), address.get(), message(due))) {
                case Result.Sent sent -> {
                    store.done(due, "SENT", "", clock.instant());
                    meters.done(due.way(), "SENT");
                }
                case Result.Refused refused -> giveUp(due, refused.why());
            }
        } catch (StaffMessages.Waits failed) {
            again(due, String.valueOf(failed.getMessage()));
        } catch (RuntimeException e) {
            // What it says may name an address.
            again(due, "发送时出错（" + e.getClass().getSimpleName() + "）");
        }
    }

    private Optional<String> address(ForwardingStore.Due due) {
        return switch (due.way()) {
            case SMS -> people.phone(due.unit(), due.account());
            case MAIL -> people.mail(due.unit(), due.account());
            case WECHAT -> people.wechat(due.unit(), due.account());
        };
    }

    private StaffMessages.Message message(ForwardingStore.Due due) {
        return new StaffMessages.Message(
                units.name(due.unit()),
                due.kind().label(),
                due.title(),
                due.body(),
                due.link().isEmpty() || publicUrl.isBlank() ? "" : publicUrl + CONSOLE + due.link(),
                LocalDateTime.ofInstant(due.at(), units.zone(due.unit())),
                "N" + due.notice() + "-" + due.account());
    }

    private void again(ForwardingStore.Due due, String why) {
        if (due.attempts() >= TRIES_MAX) {
            giveUp(due, why);
            return;
        }
        log.info(
                "消息 {} 转发到账户 {} 的{}未成功，第 {} 次：{}",
                due.notice(),
                due.account(),
                due.way().label(),
                due.attempts(),
                why);
        store.again(due, shortened(why), clock.instant().plus(wait(due.attempts())));
        meters.done(due.way(), "FAILED");
    }

    private void giveUp(ForwardingStore.Due due, String why) {
        store.done(due, "FAILED", shortened(why), clock.instant());
        meters.done(due.way(), "GIVEN_UP");
    }

    /** 30 s, 1 min, 2 min … up to two hours. */
    static Duration wait(int attempts) {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 10));
        return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }

    private static String shortened(String why) {
        return why.length() <= DETAIL_MAX ? why : why.substring(0, DETAIL_MAX);
    }
}
