package org.yipiao.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.delivery.Deliveries.Channel;
import org.yipiao.delivery.Deliveries.Notice;
import org.yipiao.delivery.Deliveries.Result;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Contact;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.Stage;
import org.yipiao.transit.StageName;

/**
 * 交付 Last stage: tells the payer by WeChat, else by SMS, else leaves it at the link. A bill is told once per channel: the
 * request number is the bill's, so the channel itself recognises a repetition after a lost answer.
 */
@Component
class DeliverStage implements Stage {
    private static final String TO_NOBODY = "";

    private final BillQueries bills;
    private final Units units;
    private final BillLinks links;
    private final DeliveryStore store;
    private final Wechat wechat;
    private final Sms sms;
    private final InstantSource clock;

    DeliverStage(
            BillQueries bills,
            Units units,
            BillLinks links,
            DeliveryStore store,
            Wechat wechat,
            Sms sms,
            InstantSource clock) {
        this.bills = bills;
        this.units = units;
        this.links = links;
        this.store = store;
        this.wechat = wechat;
        this.sms = sms;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.DELIVER;
    }

    @Override
    public String party() {
        return Wechat.PARTY;
    }

    /** All messages of a batch are on their way at once. */
    @Override
    public int batchMax() {
        return 100;
    }

    @Override
    public int concurrency() {
        return 2;
    }

    /** @param notices what happened on each channel that was tried */
    private record Settled(Outcome outcome, List<Notice> notices) {}

    @Override
    public List<Outcome> work(UnitId unit, List<BillId> batch) {
        Map<BillId, Outcome> outcomes = new LinkedHashMap<>();
        Set<BillId> settled = store.settled(unit, batch);
        List<Callable<Settled>> messages = new ArrayList<>();
        Unit issuer = units.current(unit);
        Map<BillId, BillQueries.ToTell> found = bills.toTell(
                unit, batch.stream().filter(id -> !settled.contains(id)).toList());
        for (BillId id : batch) {
            if (settled.contains(id)) {
                outcomes.put(id, new Outcome.Done(id, "已告知"));
                continue;
            }
            BillQueries.ToTell one = found.get(id);
            if (one == null) {
                outcomes.put(id, new Outcome.Stuck(id, Fault.OUR_DATA, "票据读取不到"));
            } else if (!one.circulates() && !bills.circulates(id)) {
                messages.add(() -> nobody(one.bill(), "不可流通，不交付"));
            } else {
                Message message = message(issuer, one.bill());
                messages.add(() -> tell(one.bill(), one.contact(), message));
            }
        }
        List<Notice> notices = new ArrayList<>();
        for (Settled done : atOnce(messages)) {
            outcomes.put(done.outcome().bill(), done.outcome());
            notices.addAll(done.notices());
        }
        store.add(unit, notices);
        return List.copyOf(outcomes.values());
    }

    private Message message(Unit issuer, IssuedBill bill) {
        String internet = links.publicLink(bill.id());
        return new Message(
                bill.unit().value() + "-" + bill.id().value(),
                issuer.party().name(),
                bill.reverses().isPresent() ? "冲红" : "开具",
                issuer.billName(bill.kind()),
                bill.total(),
                bill.issuedAt(),
                internet.isEmpty() ? links.link(bill.id()) : internet);
    }

    private Settled tell(IssuedBill bill, Contact contact, Message message) {
        List<Notice> notices = new ArrayList<>();
        if (!contact.openId().isBlank() && wechat.configured(bill.unit())) {
            String to = Masked.openId(contact.openId());
            Settled done = attempt(
                    bill, Channel.WECHAT, to, () -> wechat.send(bill.unit(), contact.openId(), message), notices);
            if (done != null) {
                return done;
            }
        }
        if (!contact.mobile().isBlank() && sms.configured(bill.unit())) {
            String to = Masked.mobile(contact.mobile());
            Settled done =
                    attempt(bill, Channel.SMS, to, () -> sms.send(bill.unit(), contact.mobile(), message), notices);
            if (done != null) {
                return done;
            }
        }
        Settled nobody = nobody(bill, notices.isEmpty() ? reason(contact) : "未能通知，仅取票链接");
        notices.addAll(nobody.notices());
        return new Settled(nobody.outcome(), notices);
    }

    private static String reason(Contact contact) {
        return contact.openId().isBlank() && contact.mobile().isBlank() ? "无联系方式，仅取票链接" : "交付渠道未配置，仅取票链接";
    }

    private interface Sending {
        Told send();
    }

    /** @return null when the next channel should be tried; what happened then stands in {@code notices} */
    private @Nullable Settled attempt(
            IssuedBill bill, Channel channel, String to, Sending sending, List<Notice> notices) {
        Told told;
        try {
            told = sending.send();
        } catch (CallFailed failed) {
            return new Settled(new Outcome.Waits(bill.id(), failed.fault(), failed.detail()), notices);
        } catch (PartyCalls.PartyDown down) {
            return new Settled(
                    new Outcome.Waits(bill.id(), Fault.UNREACHABLE, String.valueOf(down.getMessage())), notices);
        }
        return switch (told) {
            case Told.Sent sent -> {
                notices.add(notice(bill, channel, to, Result.SENT, channel.label() + "已发送", sent.msgId()));
                yield new Settled(new Outcome.Done(bill.id(), channel.label() + " " + to), notices);
            }
            case Told.Unreachable unreachable -> {
                notices.add(notice(bill, channel, to, Result.FAILED, unreachable.why(), ""));
                yield null;
            }
            case Told.Rejected rejected ->
                new Settled(new Outcome.Stuck(bill.id(), Fault.OUR_FAULT, rejected.why()), notices);
        };
    }

    private static List<Settled> atOnce(List<Callable<Settled>> messages) {
        List<Settled> settled = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Settled> one : threads.invokeAll(messages)) {
                settled.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a notice failed unexpectedly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("平台正在停止", e);
        }
        return settled;
    }

    private Settled nobody(IssuedBill bill, String why) {
        return new Settled(
                new Outcome.Done(bill.id(), why),
                List.of(notice(bill, Channel.NONE, TO_NOBODY, Result.LINK_ONLY, why, "")));
    }

    private Notice notice(IssuedBill bill, Channel channel, String to, Result result, String detail, String msgId) {
        Instant now = clock.instant();
        return new Notice(bill.id(), channel, to, now, result, detail, msgId);
    }
}
