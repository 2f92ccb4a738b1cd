package org.yipiao.access;

import java.time.LocalDateTime;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** 安全自查 The self-check as it stands at this moment. */
@RestController
@RequestMapping("/api/console/self-check")
class SelfCheckHttp {
    private final SelfCheck check;
    private final WallClock clock;

    SelfCheckHttp(SelfCheck check, WallClock clock) {
        this.check = check;
        this.clock = clock;
    }

    record SelfCheckItem(
            String area,
            String clause,
            String title,
            SelfCheck.State state,
            String found,
            String advice,
            String evidence) {}

    record SelfCheckReport(LocalDateTime at, List<SelfCheckItem> items) {}

    @GetMapping
    @Permit(Permission.POLICY_READ)
    SelfCheckReport report(CurrentUser user) {
        return new SelfCheckReport(
                clock.local(user.unit(), clock.now()),
                check.look(user.unit()).stream()
                        .map(one -> new SelfCheckItem(
                                one.area(),
                                one.clause(),
                                one.title(),
                                one.state(),
                                one.found(),
                                one.advice(),
                                one.evidence()))
                        .toList());
    }
}
