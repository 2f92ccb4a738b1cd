package org.yipiao.delivery;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.yipiao.access.Adjustments;
import org.yipiao.access.Parameter;
import org.yipiao.shared.Refused;

/** 公众限流 What one address may ask, and how often one bill may be checked. */
@Component
class PublicLimits implements PublicPages {
    private static final int PAGES_PER_MINUTE = 300;
    private static final int FILES_PER_MINUTE = 20;

    private final RateLimit pages;
    private final RateLimit files;
    private final RateLimit checks;
    private final RateLimit billChecks;

    PublicLimits(DeliverySettings settings, Adjustments adjustments, InstantSource clock) {
        var check = settings.check();
        Duration minute = Duration.ofMinutes(1);
        this.pages = new RateLimit(PAGES_PER_MINUTE, minute, clock);
        this.files = new RateLimit(FILES_PER_MINUTE, minute, clock);
        this.checks = new RateLimit(
                () -> adjustments.of(Parameter.CHECKS_PER_ADDRESS_MINUTE, check.perAddressMinute()), minute, clock);
        this.billChecks = new RateLimit(
                () -> adjustments.of(Parameter.CHECKS_PER_BILL_DAY, check.perBillDay()), Duration.ofDays(1), clock);
    }

    void page(HttpServletRequest request) {
        require(pages.admits(request.getRemoteAddr()), "访问过于频繁，请一分钟后再试");
    }

    @Override
    public void limit(HttpServletRequest request) {
        page(request);
    }

    void file(HttpServletRequest request) {
        require(files.admits(request.getRemoteAddr()), "验真过于频繁，请一分钟后再试");
    }

    void check(HttpServletRequest request) {
        require(checks.admits(request.getRemoteAddr()), "查验过于频繁，请一分钟后再试");
    }

    /** Counts whether the bill exists or not, so that the refusal tells nothing. */
    void bill(String codeAndNumber) {
        require(billChecks.admits(codeAndNumber), "该票据今日查验次数已达上限，请明日再试或通过取票链接查看");
    }

    private static void require(boolean admitted, String message) {
        if (!admitted) {
            throw new Refused(429, "TOO_MANY_REQUESTS", message);
        }
    }
}
