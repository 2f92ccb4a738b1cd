package org.yipiao.isolation;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.TaskScheduler;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.numbering.LedgerSigner;
import org.yipiao.numbering.NumberSource;

/** A bureau that allots at once and a signature server that signs; the road stands still. */
@TestConfiguration(proxyBeanMethods = false)
class OutsideWorld {
    @Bean
    @Primary
    NumberSource allotsAtOnce() {
        var next = new java.util.concurrent.atomic.AtomicLong(1);
        return (unit, requestNo, code, count) -> {
            long first = next.getAndAdd(count);
            return new NumberSource.Grant.Allotted(List.of(new NumberSource.Segment(code, first, first + count - 1)));
        };
    }

    /** Jobs by the clock, which runs none of them here. */
    private static final List<Runnable> CLOCKWORK = new CopyOnWriteArrayList<>();

    static void runOnce(String job) {
        CLOCKWORK.stream().filter(one -> one.toString().endsWith(job)).forEach(Runnable::run);
    }

    /** Nothing happens by itself: whatever changes, a request has changed it. */
    @Bean
    TaskScheduler noClockwork() {
        return (TaskScheduler) Proxy.newProxyInstance(
                TaskScheduler.class.getClassLoader(),
                new Class<?>[] {TaskScheduler.class},
                (scheduler, method, arguments) -> {
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof Runnable job) {
                        CLOCKWORK.add(job);
                    }
                    return null;
                });
    }

    @Bean
    @Primary
    LedgerSigner signs(InstantSource clock) throws IOException {
        var keys = Files.createTempDirectory("isolation");
        char[] password = "test".toCharArray();
        var key = CertificateAuthority.openOrCreate(keys.resolve("root.p12"), password, "测试根", clock.instant())
                .key(keys.resolve("ledger.p12"), password, "测试账本", clock.instant());
        return (unit, content) -> new LedgerSigner.Signed(key.certificate(), key.sign(content));
    }
}
