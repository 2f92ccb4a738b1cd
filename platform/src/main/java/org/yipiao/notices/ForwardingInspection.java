package org.yipiao.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** 转发巡检 Notices that do not get through to colleagues' phones, mail boxes and WeChat. */
@Component
class ForwardingInspection implements Inspection {
    static final Duration STUCK = Duration.ofMinutes(15);
    static final Duration LONG_STUCK = Duration.ofHours(4);
    static final Duration LOST_SINCE = Duration.ofDays(1);

    private final ForwardingStore store;
    private final InstantSource clock;

    ForwardingInspection(ForwardingStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "消息转发";
    }

    @Override
    public List<Finding> inspect() {
        Instant now = clock.instant();
        var findings = new ArrayList<Finding>();
        for (var trouble : store.troubles(now.minus(STUCK), now.minus(LOST_SINCE))) {
            String way = trouble.way().label();
            String why = trouble.why().isEmpty() ? "" : "，最近一次：" + trouble.why();
            if (trouble.waiting() > 0) {
                var age = Duration.between(trouble.oldest(), now);
                findings.add(new Finding(
                                age.compareTo(LONG_STUCK) > 0 ? Severity.SERIOUS : Severity.ORDINARY,
                                trouble.waiting() + " 条消息未能转发到" + way + "，最早的已等 " + age.toMinutes() + " 分钟" + why,
                                "信息科",
                                "在消息通道页测试" + way + "通道；恢复后自动补发")
                        .of(trouble.unit()));
            }
            if (trouble.givenUp() > 0) {
                findings.add(new Finding(
                                Severity.SLIGHT,
                                "一天内有 " + trouble.givenUp() + " 条消息放弃转发到" + way + why,
                                "信息科",
                                "在消息通道页的转发记录中查看原因，排除后点重新发送")
                        .of(trouble.unit()));
            }
        }
        return findings;
    }
}
