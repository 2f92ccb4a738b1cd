package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** Looks for people's certificates that end soon: 30, 7 and 1 days ahead. */
@Component
class PersonCertificateInspection implements Inspection {
    private static final int DAYS_EARLY = 30;
    private static final int DAYS_SOON = 7;

    private final PersonCertificateStore store;
    private final InstantSource clock;

    PersonCertificateInspection(PersonCertificateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "用户数字证书有效期";
    }

    @Override
    public List<Finding> inspect() {
        Instant now = clock.instant();
        return store.endingBefore(now.plus(Duration.ofDays(DAYS_EARLY))).stream()
                .map(bound ->
                        finding(bound, Duration.between(now, bound.notAfter()).toDays(), now))
                .toList();
    }

    private static Finding finding(PersonCertificateStore.Bound bound, long days, Instant now) {
        boolean over = bound.notAfter().isBefore(now);
        var severity = over || days < 1 ? Severity.SERIOUS : days < DAYS_SOON ? Severity.ORDINARY : Severity.SLIGHT;
        return new Finding(
                        severity,
                        "用户 " + bound.username() + " 的数字证书" + (over ? "已过期" : days < 1 ? "将在一天内到期" : days + " 天后到期"),
                        "系统管理员",
                        "向认证机构换发证书，换发后在用户管理中重新绑定")
                .of(bound.unit());
    }
}
