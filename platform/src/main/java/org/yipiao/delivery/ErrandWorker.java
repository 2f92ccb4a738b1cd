package org.yipiao.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.delivery.Deliveries.Channel;
import org.yipiao.delivery.Deliveries.Notice;
import org.yipiao.delivery.Deliveries.Result;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Contact;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Rounds;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;

/** 通知执行 Sends errands one after another, waits longer after each failure, and gives up after a day. */
@Component
class ErrandWorker implements Notices, SmartLifecycle {
    private static final int CLAIMED_MAX = 20;
    private static final int ATTEMPTS_MAX = 20;
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** A message takes less than the rest of the lease. */
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** The message being sent is sent and noted before this instance ends; the others wait for another. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private static final Duration ROAD_WAIT = Duration.ofSeconds(30);
    private static final Duration WAIT_MAX = Duration.ofHours(2);
    private static final Logger log = LoggerFactory.getLogger(ErrandWorker.class);

    private final ErrandStore store;
    private final DeliveryStore deliveries;
    private final BillQueries bills;
    private final Units units;
    private final BillLinks links;
    private final Sms sms;
    private final Wechat wechat;
    private final Mail mail;
    private final InstantSource clock;
    private volatile boolean leaving;
    private final Rounds worker = new Rounds("delivery-errands", this::work, Duration.ZERO, LOOK_EVERY);

    ErrandWorker(
            ErrandStore store,
            DeliveryStore deliveries,
            BillQueries bills,
            Units units,
            BillLinks links,
            Sms sms,
            Wechat wechat,
            Mail mail,
            InstantSource clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.bills = bills;
        this.units = units;
        this.links = links;
        this.sms = sms;
        this.wechat = wechat;
        this.mail = mail;
        this.clock = clock;
    }

    @Override
    public boolean configured(UnitId unit, Way way) {
        return switch (way) {
            case SMS -> sms.configured(unit);
            case MAIL -> mail.configured(unit);
        };
    }

    @Override
    public void send(UnitId unit, BillId bill, List<Receiver> receivers, String by) {
        var now = clock.instant();
        for (var receiver : receivers) {
            var kind = receiver.way() == Way.SMS ? Errand.Kind.SMS : Errand.Kind.MAIL;
            store.add(unit, bill, kind, receiver.value(), by, now);
        }
    }

    @Override
    public void released(UnitId unit, BillId bill, String by) {
        store.add(unit, bill, Errand.Kind.RELEASE, "", by, clock.instant());
    }

    /** Everything that is due. */
    void work() {
        try {
            var claimedAt = clock.instant();
            for (var errand : store.claim(CLAIMED_MAX, claimedAt, LEASE)) {
                // What was not begun by now is given back: when its lease ends, another instance sends it.
                if (leaving || clock.instant().isAfter(claimedAt.plus(BEGUN_WITHIN))) {
                    store.later(errand, "等待发送", clock.instant());
                } else {
                    run(errand);
                }
            }
        } catch (RuntimeException e) {
            log.warn("通知发送暂停，稍后自动继续", e);
        }
    }

    private void run(Errand errand) {
        try {
            if (errand.kind() == Errand.Kind.RELEASE) {
                release(errand);
            } else {
                tell(errand);
            }
        } catch (CallFailed | PartyCalls.PartyDown failed) {
            String why = String.valueOf(failed.getMessage());
            if (errand.attempts() >= ATTEMPTS_MAX) {
                giveUp(errand, why);
            } else {
                store.later(errand, why, clock.instant().plus(wait(errand.attempts())));
            }
        }
    }

    /** 10 s, 20 s, 40 s … up to two hours. */
    private static Duration wait(int attempts) {
        var wait = Duration.ofSeconds(10L << Math.min(attempts - 1, 12));
        return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }

    /** The road tells the contact itself while it has not come to the bill; afterwards it is done here. */
    private void release(Errand errand) {
        var now = clock.instant();
        var ids = List.of(errand.bill());
        if (!deliveries.settled(errand.unit(), ids).contains(errand.bill())) {
            store.later(errand, "等待交付环节", now.plus(ROAD_WAIT));
            return;
        }
        Set<BillId> told = deliveries.delivered(errand.unit(), ids);
        Contact contact = bills.contact(errand.bill());
        if (told.isEmpty() && !contact.openId().isBlank() && wechat.configured(errand.unit())) {
            store.add(errand.unit(), errand.bill(), Errand.Kind.WECHAT, contact.openId(), "流通反馈", now);
        } else if (told.isEmpty() && !contact.mobile().isBlank() && sms.configured(errand.unit())) {
            store.add(errand.unit(), errand.bill(), Errand.Kind.SMS, contact.mobile(), "流通反馈", now);
        }
        store.done(errand, true, "", now);
    }

    private void tell(Errand errand) {
        var bill = bills.byId(errand.unit(), errand.bill()).orElse(null);
        if (bill == null || !bills.circulates(errand.bill())) {
            giveUp(errand, "票据不可流通，未发送");
            return;
        }
        var issuer = units.current(errand.unit());
        String internet = links.publicLink(bill.id());
        var message = new Message(
                errand.requestId(),
                issuer.party().name(),
                bill.reverses().isPresent() ? "冲红" : "开具",
                issuer.billName(bill.kind()),
                bill.total(),
                bill.issuedAt(),
                internet.isEmpty() ? links.link(bill.id()) : internet);
        Told told = switch (errand.kind()) {
            case SMS -> sms.send(errand.unit(), errand.target(), message);
            case MAIL -> mail.send(errand.unit(), errand.target(), message);
            case WECHAT -> wechat.send(errand.unit(), errand.target(), message);
            case RELEASE -> throw new IllegalStateException("a release is no message");
        };
        switch (told) {
            case Told.Sent sent -> {
                note(errand, Result.SENT, channel(errand).label() + "已发送", sent.msgId());
                store.done(errand, true, "", clock.instant());
            }
            case Told.Unreachable unreachable -> giveUp(errand, unreachable.why());
            case Told.Rejected rejected -> giveUp(errand, rejected.why());
        }
    }

    private void giveUp(Errand errand, String why) {
        if (errand.kind() != Errand.Kind.RELEASE) {
            note(errand, Result.FAILED, why, "");
        }
        store.done(errand, false, why, clock.instant());
    }

    private void note(Errand errand, Result result, String detail, String msgId) {
        Instant now = clock.instant();
        String to = switch (errand.kind()) {
            case SMS -> Masked.mobile(errand.target());
            case MAIL -> Masked.mail(errand.target());
            case WECHAT -> Masked.openId(errand.target());
            case RELEASE -> "";
        };
        deliveries.add(errand, new Notice(errand.bill(), channel(errand), to, now, result, detail, msgId));
    }

    private static Channel channel(Errand errand) {
        return switch (errand.kind()) {
            case SMS -> Channel.SMS;
            case MAIL -> Channel.MAIL;
            case WECHAT -> Channel.WECHAT;
            case RELEASE -> Channel.NONE;
        };
    }

    @Override
    public void start() {
        leaving = false;
        worker.start();
    }

    @Override
    public void stop() {
        leaving = true;
        if (!worker.stop(STOP_WITHIN)) {
            log.warn("通知有未发完的，租约到期后由其他实例接着发");
        }
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }
}
