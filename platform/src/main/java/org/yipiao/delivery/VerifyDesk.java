package org.yipiao.delivery;

import jakarta.annotation.PreDestroy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.verify.Check;
import org.yipiao.bill.verify.Verifier;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.SupervisorySeals;

/** 验真台 Verifies what strangers send: few at once, a short queue, and an end in any case. */
@Component
class VerifyDesk {
    static final int BYTES_MAX = 5 * 1024 * 1024;
    private static final int AT_ONCE = 2;
    private static final int QUEUE_MAX = 16;
    private static final int SECONDS_MAX = 10;

    private final SupervisorySeals seals;
    private final Units units;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE_MAX),
            Thread.ofPlatform().daemon().name("verify-", 0).factory());

    VerifyDesk(SupervisorySeals seals, Units units) {
        this.seals = seals;
        this.units = units;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** Root certificates of every unit of this installation, DER, each once. */
    List<byte[]> roots() {
        return ofAllUnits(seals::roots);
    }

    private List<byte[]> ofAllUnits(Function<UnitId, List<byte[]>> certificates) {
        Map<String, byte[]> each = new LinkedHashMap<>();
        for (UnitId unit : units.all()) {
            certificates.apply(unit).forEach(der -> each.put(Sm2.sm3Hex(der), der));
        }
        return List.copyOf(each.values());
    }

    /** @throws Refused when too many wait, or this file takes too long */
    List<Check> verify(byte[] file) {
        Verifier verifier = new Verifier(new Verifier.Trust(roots(), ofAllUnits(seals::supervisors)));
        Future<List<Check>> result;
        try {
            result = threads.submit(() -> verifier.verify(file));
        } catch (RejectedExecutionException e) {
            throw new Refused(503, "VERIFY_BUSY", "验真人数较多，请稍后再试");
        }
        try {
            return result.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw new Refused(422, "VERIFY_TOO_LONG", "文件过于复杂，" + SECONDS_MAX + " 秒内未能验完，可能不是票据文件");
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refused(503, "VERIFY_BUSY", "平台正在停止，请稍后再试");
        } catch (ExecutionException e) {
            throw new IllegalStateException("verifier failed", e);
        }
    }
}
