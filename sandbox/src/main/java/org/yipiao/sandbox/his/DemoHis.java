package org.yipiao.sandbox.his;

import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.SandboxApplication;
import org.yipiao.sandbox.SandboxProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 演示业务系统 Sends settlements of all kinds at a steady rate or on demand. What got no answer is sent again unchanged, as a
 * careful HIS does; a few settlements are sent twice for no reason, a few are reversed later.
 */
@Component
class DemoHis {
    static final double RATE_MAX = 60_000;
    private static final int AT_A_TIME_MAX = 64;
    private static final int STOP_SECONDS = 15;
    private static final int LOG_MAX = 500;
    private static final int REVERSIBLE_MAX = 5_000;
    private static final int UNANSWERED_MAX = 2_000;
    private static final int RESENT_PERCENT = 2;
    private static final int REVERSED_PERCENT = 3;
    private static final int REMEMBERED_PERCENT = 20;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'000'");
    private static final List<String> REASONS = List.of("退费", "开票有误", "信息更正", "医保重新结算");

    private final MarketClient client;
    private final JsonMapper json;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final SettlementMaker maker;
    private final double rateAtStart;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("his").factory());
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atATime = new Semaphore(AT_A_TIME_MAX);
    private final Deque<Call> log = new ArrayDeque<>();
    private final Deque<Message> unanswered = new ArrayDeque<>();
    private final List<Issued> reversible = new ArrayList<>();
    private final Deque<Message> resendable = new ArrayDeque<>();
    private @Nullable ScheduledFuture<?> traffic;
    private double ratePerMinute;
    private boolean turnOfUnanswered;
    private long sent;
    private long succeeded;

    DemoHis(
            MarketClient client,
            JsonMapper json,
            RandomGenerator random,
            InstantSource clock,
            SandboxProperties properties) {
        this.client = client;
        this.json = json;
        this.random = random;
        this.clock = clock;
        this.maker = new SettlementMaker(random, clock);
        this.rateAtStart = properties.his().ratePerMinute();
    }

    /** 已开票 What is needed to reverse a bill. */
    private record Issued(String code, String number, String place) {}

    /** 报文 @param title 业务 in Chinese */
    private record Message(
            String method,
            String title,
            String shape,
            String busNo,
            String payer,
            Map<String, @Nullable Object> data) {}

    /** 调用记录 */
    record Call(
            String at,
            String method,
            String kind,
            String shape,
            String busNo,
            String payer,
            boolean again,
            String result,
            String message,
            boolean signed,
            String bill,
            long tookMs) {}

    /** 状态 @param waiting messages that got no answer and will be sent again */
    record Status(boolean running, double ratePerMinute, long sent, long succeeded, int waiting) {}

    @EventListener(ApplicationReadyEvent.class)
    void atStart() {
        if (rateAtStart > 0) {
            start(rateAtStart);
        }
    }

    @PreDestroy
    void close() {
        ticks.shutdownNow();
        senders.shutdown();
    }

    synchronized Status start(double rate) {
        if (!(rate > 0) || rate > RATE_MAX) {
            throw new IllegalArgumentException("ratePerMinute 应大于 0，不超过 " + (int) RATE_MAX);
        }
        halt();
        ratePerMinute = rate;
        turnOfUnanswered = false;
        long everyNanos = Math.max(1, (long) (60e9 / rate));
        traffic = ticks.scheduleAtFixedRate(this::tick, 0, everyNanos, TimeUnit.NANOSECONDS);
        return status();
    }

    /** Returns when what is just being sent has its answer: nothing of the traffic comes after it. */
    Status stop() {
        halt();
        try {
            if (atATime.tryAcquire(AT_A_TIME_MAX, STOP_SECONDS, TimeUnit.SECONDS)) {
                atATime.release(AT_A_TIME_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status();
    }

    private synchronized void halt() {
        if (traffic != null) {
            traffic.cancel(false);
            traffic = null;
        }
        ratePerMinute = 0;
    }

    private synchronized boolean running() {
        return traffic != null;
    }

    synchronized Status status() {
        return new Status(traffic != null, ratePerMinute, sent, succeeded, unanswered.size());
    }

    /** Sends settlements of one kind now and tells each result. @param word registration, outpatient, … or reverse */
    List<Call> send(String word, int count) {
        Optional<Settlement.Kind> kind = kind(word);
        var calls = new ArrayList<Call>();
        for (int i = 0; i < count; i++) {
            Message message =
                    kind.map(this::settlement).orElseGet(() -> reversal().orElse(null));
            if (message == null) {
                throw new IllegalArgumentException("还没有可以冲红的票据，请先发送结算");
            }
            calls.add(deliver(message, false));
        }
        return calls;
    }

    synchronized List<Call> log(int limit) {
        return new ArrayList<>(log).subList(0, Math.min(Math.max(0, limit), log.size()));
    }

    private void tick() {
        if (!atATime.tryAcquire()) {
            return; // The platform is slower than the rate; a queue at the window helps nobody.
        }
        senders.execute(() -> {
            try {
                if (running()) {
                    next();
                }
            } finally {
                atATime.release();
            }
        });
    }

    private void next() {
        Message earlier = waiting();
        if (earlier != null) {
            deliver(earlier, true);
            return;
        }
        int dice = random.nextInt(100);
        Optional<Message> reversal = dice < REVERSED_PERCENT ? reversal() : Optional.empty();
        Message again = dice >= 100 - RESENT_PERCENT ? sentBefore() : null;
        if (again != null) {
            deliver(again, true);
        } else {
            deliver(reversal.orElseGet(() -> settlement(maker.anyKind())), false);
        }
    }

    private Message settlement(Settlement.Kind kind) {
        List<Shape> shapes = Shape.of(kind);
        Shape shape = shapes.get(random.nextInt(shapes.size()));
        Settlement settlement = maker.settlement(kind, shape.place(), shape.registration());
        return new Message(
                kind.method(),
                kind.title(),
                shape.name(),
                settlement.busNo(),
                settlement.patient().name(),
                shape.write(settlement));
    }

    private synchronized Optional<Message> reversal() {
        if (reversible.isEmpty()) {
            return Optional.empty();
        }
        Issued bill = reversible.remove(random.nextInt(reversible.size()));
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("billBatchCode", bill.code());
        data.put("billNo", bill.number());
        data.put("reason", REASONS.get(random.nextInt(REASONS.size())));
        data.put("operator", "收费员二");
        data.put("busDateTime", TIME.format(LocalDateTime.ofInstant(clock.instant(), SandboxApplication.ZONE)));
        data.put("placeCode", bill.place());
        return Optional.of(new Message("writeOffEBill", "冲红", "", bill.code() + " " + bill.number(), "", data));
    }

    private Call deliver(Message message, boolean again) {
        long startedAt = clock.millis();
        MarketClient.Answer answer = client.post(message.method(), message.data());
        long tookMs = clock.millis() - startedAt;
        String bill = answer.succeeded() ? bill(answer.message()) : "";
        var call = new Call(
                clock.instant().toString(),
                message.method(),
                message.title(),
                message.shape(),
                message.busNo(),
                message.payer(),
                again,
                answer.result(),
                answer.succeeded() ? "" : shortened(answer.message()),
                answer.signed(),
                bill,
                tookMs);
        remember(message, answer, call);
        return call;
    }

    private synchronized void remember(Message message, MarketClient.Answer answer, Call call) {
        sent++;
        log.addFirst(call);
        if (log.size() > LOG_MAX) {
            log.removeLast();
        }
        if (!answer.arrived()) {
            if (unanswered.size() < UNANSWERED_MAX) {
                unanswered.addLast(message);
            }
            return;
        }
        if (!answer.succeeded()) {
            return;
        }
        succeeded++;
        boolean blue = !message.method().equals("writeOffEBill");
        if (blue && !call.again() && (reversible.isEmpty() || random.nextInt(100) < REMEMBERED_PERCENT)) {
            String[] codeAndNumber = call.bill().split(" ", 2);
            if (codeAndNumber.length == 2) {
                String place = String.valueOf(message.data().get("placeCode"));
                reversible.add(new Issued(codeAndNumber[0], codeAndNumber[1], place));
            }
            resendable.addLast(message);
        }
        if (reversible.size() > REVERSIBLE_MAX) {
            reversible.removeFirst();
        }
        if (resendable.size() > 100) {
            resendable.removeFirst();
        }
    }

    /** Every other turn, so that a message nobody ever answers does not hold up the rest. */
    private synchronized @Nullable Message waiting() {
        turnOfUnanswered = !turnOfUnanswered;
        return turnOfUnanswered ? unanswered.pollFirst() : null;
    }

    private synchronized @Nullable Message sentBefore() {
        return resendable.pollFirst();
    }

    /** Code and number of the bill, or of the red bill, that the answer names. */
    private String bill(String message) {
        try {
            JsonNode answer = json.readTree(message);
            String red = answer.has("eScarletBillNo") ? "eScarlet" : "";
            String code = answer.path(red.isEmpty() ? "billBatchCode" : "eScarletBillBatchCode")
                    .asString("");
            String number =
                    answer.path(red.isEmpty() ? "billNo" : "eScarletBillNo").asString("");
            return code + " " + number;
        } catch (JacksonException e) {
            return "";
        }
    }

    private static Optional<Settlement.Kind> kind(String word) {
        return switch (word) {
            case "registration" -> Optional.of(Settlement.Kind.REGISTRATION);
            case "outpatient" -> Optional.of(Settlement.Kind.OUTPATIENT);
            case "inpatient" -> Optional.of(Settlement.Kind.INPATIENT);
            case "checkup" -> Optional.of(Settlement.Kind.CHECKUP);
            case "reverse" -> Optional.empty();
            default ->
                throw new IllegalArgumentException("kind 应为 registration、outpatient、inpatient、checkup 或 reverse");
        };
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
