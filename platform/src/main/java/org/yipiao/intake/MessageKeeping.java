package org.yipiao.intake;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** 报文清理 Deletes messages past their keeping time, in small transactions so that nobody waits for it. */
@Component
class MessageKeeping {
    /** 每个事务最多删除数 */
    static final int AT_ONCE = 1_000;
    /** 每轮最多删除数: two million a day at one round an hour. */
    private static final int PER_ROUND = 100_000;

    private static final Logger log = LoggerFactory.getLogger(MessageKeeping.class);

    private final MessageStore store;
    private final InstantSource clock;

    MessageKeeping(MessageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void deleteOld() {
        var limit = clock.instant().minus(MessageStore.KEPT_FOR);
        int deleted = 0;
        int last = AT_ONCE;
        while (last == AT_ONCE && deleted < PER_ROUND) {
            last = store.deleteReceivedBefore(limit, AT_ONCE);
            deleted += last;
        }
        if (deleted > 0) {
            log.info("原始报文保存期满，已清理 {} 条", deleted);
        }
    }
}
