package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.BillCode;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 申领 Requests to the bureau. The request is written first and asked afterwards, outside any transaction; a lost answer is
 * asked for again under the same number, so no allotment is lost and none is received twice.
 */
@Component
class NumberRequests {
    /** Largest request the bureau's interface takes. */
    static final long COUNT_MAX = 10_000_000;

    private static final int TRIES = 3;
    private static final Logger log = LoggerFactory.getLogger(NumberRequests.class);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final RequestStore store;
    private final NumberStore numbers;
    private final ObjectProvider<NumberSource> source;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    NumberRequests(
            RequestStore store,
            NumberStore numbers,
            ObjectProvider<NumberSource> source,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.numbers = numbers;
        this.source = source;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** An open request for the same code is settled first: a second click gets the first one's answer. */
    NumberSource.Grant request(UnitId unit, BillCode code, long count, String by) {
        if (count < 1 || count > COUNT_MAX) {
            throw new Refused(400, "COUNT_INVALID", "申领数量必须在 1 到 " + COUNT_MAX + " 之间。");
        }
        for (int i = 0; i < TRIES; i++) {
            var now = clock.instant();
            // Day and 64 random bits: at most 32 characters, and no two instances make the same.
            String number = "SL" + DAY.format(now)
                    + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
            store.add(unit, number, code, count, by, now);
            var open = store.open(unit, code);
            if (open.isPresent()) {
                return settle(open.get());
            }
            // The request that stood in our way was answered between the two statements.
        }
        throw new IllegalStateException("no request of " + unit + " for " + code + " stayed open");
    }

    /** 补问 Asks again for what the bureau has not answered yet. */
    @Scheduled(fixedDelayString = "${yipiao.numbering.ask-again-ms:30000}", initialDelay = 30_000)
    void askAgain() {
        if (source.getIfAvailable() == null) {
            return;
        }
        for (RequestStore.Request request : store.allOpen()) {
            try {
                settle(request);
            } catch (RuntimeException e) {
                log.warn("申领单 {} 仍无应答：{}", request.number(), e.toString());
            }
        }
    }

    private NumberSource.Grant settle(RequestStore.Request request) {
        var bureau = source.getIfAvailable();
        if (bureau == null) {
            throw new Refused(409, "NO_NUMBER_SOURCE", "未配置财政票据系统，无法申领票号。");
        }
        var grant = bureau.request(request.unit(), request.number(), request.code(), request.count());
        return switch (grant) {
            case NumberSource.Grant.Allotted allotted -> receive(request, allotted);
            case NumberSource.Grant.Pending pending -> {
                store.answered(request, "PENDING", "");
                yield pending;
            }
            case NumberSource.Grant.Refused refused -> {
                store.answered(request, "REFUSED", refused.reason());
                yield refused;
            }
        };
    }

    /** 入库 The allotted segments enter the unit's account, once. */
    private NumberSource.Grant receive(RequestStore.Request request, NumberSource.Grant.Allotted allotted) {
        try {
            transaction.executeWithoutResult(status -> {
                if (store.lockState(request).equals("ALLOTTED")) {
                    return;
                }
                var now = clock.instant();
                for (NumberSource.Segment segment : allotted.segments()) {
                    if (!segment.code().equals(request.code())) {
                        throw new IllegalStateException("asked for " + request.code() + ", allotted " + segment.code());
                    }
                    numbers.addRange(request.unit(), Account.UNIT, null, segment);
                    numbers.write(
                            request.unit(),
                            now,
                            new NumberStore.Entry(
                                    segment, Account.BUREAU, null, Account.UNIT, null, request.by(), request.number()));
                }
                store.answered(request, "ALLOTTED", "");
            });
            return allotted;
        } catch (DataIntegrityViolationException | IllegalStateException e) {
            log.error("申领单 {} 的号段不能入库", request.number(), e);
            String reason = "财政下发的号段与票据代码不符或与已有号段重叠，未入库。请与财政核对申领单 " + request.number() + "。";
            store.answered(request, "REFUSED", reason);
            return new NumberSource.Grant.Refused(reason);
        }
    }
}
