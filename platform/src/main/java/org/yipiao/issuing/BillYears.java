package org.yipiao.issuing;

import java.time.InstantSource;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.shared.Inspection;

/** 年度分区 Each year's bills stand in a partition of their own, which is made in the year before. */
@Component
class BillYears implements Inspection {
    /** From here on a missing next year is worth a person's attention. */
    private static final MonthDay ATTENTION = MonthDay.of(12, 1);

    private static final long DAY_MS = 86_400_000;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Logger log = LoggerFactory.getLogger(BillYears.class);

    private final BillStore store;
    private final InstantSource clock;
    private final TransactionTemplate apart;
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();

    BillYears(BillStore store, InstantSource clock, PlatformTransactionManager transactions) {
        this.store = store;
        this.clock = clock;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** The year's partition is there when this returns: asked of the database once per year and instance. */
    void require(int year) {
        if (!open.contains(year)) {
            if (Boolean.TRUE.equals(apart.execute(status -> store.openYear(year)))) {
                log.info("已建立 {} 年度票据分区", year);
            }
            open.add(year);
        }
    }

    @Scheduled(fixedDelay = DAY_MS, initialDelay = 5_000)
    void lookAhead() {
        int year = clock.instant().atZone(ZONE).getYear();
        require(year);
        require(year + 1);
    }

    @Override
    public String title() {
        return "年度分区";
    }

    @Override
    public List<Finding> inspect() {
        var today = clock.instant().atZone(ZONE).toLocalDate();
        int next = today.getYear() + 1;
        if (MonthDay.from(today).isBefore(ATTENTION) || store.hasYear(next)) {
            return List.of();
        }
        return List.of(new Finding(
                Severity.ORDINARY,
                next + " 年度票据分区还没有建立，元旦后第一张票据开具时才会建立",
                "信息科",
                "确认数据库账号有建表权限后重新启动平台，平台启动时自动建立；也可由数据库管理员执行 select issuing.open_year(" + next + ")"));
    }
}
