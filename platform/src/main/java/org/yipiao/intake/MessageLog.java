package org.yipiao.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * 报文留存 Keeps messages in batches, one commit for all that wait. A request goes on only when its message is kept, so that
 * what it causes is never durable without it; what became of it is written after the answer, because losing that line
 * loses no fact: the message can be played again.
 */
@Component
class MessageLog implements SmartLifecycle {
    /** 一次提交最多报文数 */
    static final int BATCH_MAX = 200;

    private static final long BATCH_BYTES_MAX = 16L << 20;
    private static final int WAITING_MAX = 10_000;
    private static final Duration DURABLE_WITHIN = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(MessageLog.class);

    private record Waiting(MessageStore.Sealed message, CompletableFuture<Void> durable) {}

    private final MessageStore store;
    private final BlockingQueue<Waiting> messages = new ArrayBlockingQueue<>(WAITING_MAX);
    private final BlockingQueue<MessageOutcome> outcomes = new ArrayBlockingQueue<>(WAITING_MAX);
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean running;

    MessageLog(MessageStore store) {
        this.store = store;
    }

    /**
     * Returns when the message is committed; it is durable before anything it causes.
     *
     * @throws Refusal when it could not be kept: the request must not be handled then
     */
    void keep(RawMessage message) {
        var waiting = new Waiting(store.sealed(message), new CompletableFuture<>());
        if (!running || !messages.offer(waiting)) {
            throw notKept();
        }
        try {
            waiting.durable().get(DURABLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notKept();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Message {} could not be kept", message.id(), e);
            throw notKept();
        }
    }

    private static Refusal notKept() {
        return Refusal.general("系统繁忙，请求未受理；请稍后用同一业务流水号重试");
    }

    void outcome(MessageOutcome outcome) {
        if (!outcomes.offer(outcome)) {
            log.warn("Outcome of message {} was not written, too many wait", outcome.messageId());
        }
    }

    private void writeMessages() {
        while (running || !messages.isEmpty()) {
            var batch = nextMessages();
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private List<Waiting> nextMessages() {
        var batch = new ArrayList<Waiting>();
        long bytes = 0;
        Waiting next = poll(messages);
        while (next != null) {
            batch.add(next);
            bytes += next.message().body().length;
            next = batch.size() < BATCH_MAX && bytes < BATCH_BYTES_MAX ? messages.poll() : null;
        }
        return batch;
    }

    /** One bad row must not fail the others, so a failed batch is tried again one by one. */
    private void write(List<Waiting> batch) {
        try {
            store.add(batch.stream().map(Waiting::message).toList());
            batch.forEach(waiting -> waiting.durable().complete(null));
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.getFirst().durable().completeExceptionally(e);
            } else {
                batch.forEach(waiting -> write(List.of(waiting)));
            }
        }
    }

    private void writeOutcomes() {
        while (running || !outcomes.isEmpty()) {
            var batch = new ArrayList<MessageOutcome>();
            var first = poll(outcomes);
            if (first != null) {
                batch.add(first);
                outcomes.drainTo(batch, BATCH_MAX - 1);
                writeOutcomes(batch);
            }
        }
    }

    private void writeOutcomes(List<MessageOutcome> batch) {
        try {
            store.addOutcomes(batch);
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                log.warn(
                        "Outcome of message {} was not written",
                        batch.getFirst().messageId(),
                        e);
            } else {
                batch.forEach(outcome -> writeOutcomes(List.of(outcome)));
            }
        }
    }

    private static <T> @Nullable T poll(BlockingQueue<T> queue) {
        try {
            return queue.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        writers.add(Thread.ofPlatform().name("intake-messages").daemon().start(this::writeMessages));
        writers.add(Thread.ofPlatform().name("intake-outcomes").daemon().start(this::writeOutcomes));
    }

    /** Both queues are written out first; the web server has stopped before. */
    @Override
    public synchronized void stop() {
        running = false;
        try {
            for (var writer : writers) {
                writer.join(DURABLE_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Below the web server's phases: started before it, stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }
}
