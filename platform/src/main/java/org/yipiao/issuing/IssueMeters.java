package org.yipiao.issuing;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** 开票指标 Rate, duration and batch sizes of issuing. */
@Component
class IssueMeters implements IssueLoad {
    private final DistributionSummary batch;
    private final MeterRegistry registry;
    private final AtomicInteger underway;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    IssueMeters(MeterRegistry registry) {
        this.registry = registry;
        this.batch = DistributionSummary.builder("yipiao.issue.batch")
                .description("bills written by one transaction")
                .publishPercentiles(0.5, 0.95)
                .register(registry);
        this.underway = registry.gauge("yipiao.issue.underway", new AtomicInteger());
    }

    @Override
    public int underway() {
        return underway.get();
    }

    void written(int bills) {
        batch.record(bills);
    }

    IssueResult timed(String verb, Supplier<IssueResult> work) {
        var start = Timer.start(registry);
        underway.incrementAndGet();
        String outcome = "ERROR";
        try {
            var result = work.get();
            outcome = switch (result) {
                case IssueResult.Accepted(var bill, var first) -> first ? "FIRST" : "REPEATED";
                case IssueResult.Refused(var why, var detail, var errors) -> why.name();
            };
            return result;
        } finally {
            underway.decrementAndGet();
            start.stop(timer(verb, outcome));
        }
    }

    private Timer timer(String verb, String outcome) {
        return timers.computeIfAbsent(
                verb + outcome,
                key -> Timer.builder("yipiao.issue")
                        .description("time from settlement to durable bill")
                        .tag("verb", verb)
                        .tag("outcome", outcome)
                        .publishPercentiles(0.5, 0.99)
                        .register(registry));
    }
}
