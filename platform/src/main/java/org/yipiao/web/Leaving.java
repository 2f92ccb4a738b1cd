package org.yipiao.web;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * 退出 An instance that is asked to stop first says that it is not ready and goes on working, until the load balancer has
 * noticed and sends its requests elsewhere; only then does anything stop. Where no load balancer asks there is nothing to
 * wait for.
 */
@Component
class Leaving {
    /** A load balancer asks every few seconds; one that has not asked for so long is not there. */
    static final Duration BALANCER_ASKS_WITHIN = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    private final ApplicationAvailability availability;
    private final ApplicationContext context;
    private final Duration notice;
    private volatile @Nullable Long askedAt;

    /** @param notice how long this instance goes on working after it has said that it leaves */
    Leaving(
            ApplicationAvailability availability,
            ApplicationContext context,
            @Value("${yipiao.leave.notice:5s}") Duration notice) {
        this.availability = availability;
        this.context = context;
        this.notice = notice;
    }

    /** Whether requests are welcome; the load balancer asks. */
    boolean isWelcoming() {
        askedAt = System.nanoTime();
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    private boolean balanced() {
        Long last = askedAt;
        return last != null && System.nanoTime() - last < BALANCER_ASKS_WITHIN.toNanos();
    }

    /** Nothing has stopped yet when this is told; readiness has already changed. */
    @EventListener
    void on(ContextClosedEvent closing) {
        if (!closing.getApplicationContext().equals(context) || !balanced() || notice.isZero()) {
            return;
        }
        log.info("本实例即将退出：已告知负载均衡，{} 秒内继续处理请求", notice.toSeconds());
        long until = System.nanoTime() + notice.toNanos();
        for (long left = notice.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
