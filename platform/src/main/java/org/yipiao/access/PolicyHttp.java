package org.yipiao.access;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** 安全策略 Rules for passwords and sessions of the unit. */
@RestController
@RequestMapping("/api/console/policy")
class PolicyHttp {
    private final Policies policies;
    private final Audit audit;

    PolicyHttp(Policies policies, Audit audit) {
        this.policies = policies;
        this.audit = audit;
    }

    /** @param version as it was shown */
    record Change(
            @Nullable Integer lengthMin,
            @Nullable Integer history,
            @Nullable Integer expiryDays,
            @Nullable Integer idleMinutes,
            @Nullable Boolean oneSession,
            @Nullable Integer version) {}

    @GetMapping
    @Permit(Permission.POLICY_READ)
    SecurityPolicy policy(CurrentUser user) {
        return policies.of(user.unit());
    }

    @PutMapping
    @Permit(Permission.POLICY_MANAGE)
    SecurityPolicy change(CurrentUser user, @RequestBody Change asked) {
        var faults = new Faults();
        var changed = new SecurityPolicy(
                faults.number("lengthMin", "口令最短长度", asked.lengthMin(), 8, 64),
                faults.number("history", "不得重复最近次数", asked.history(), 0, 24),
                faults.number("expiryDays", "口令有效天数", asked.expiryDays(), 0, 365),
                faults.number("idleMinutes", "无操作退出分钟", asked.idleMinutes(), 5, 240),
                Boolean.TRUE.equals(asked.oneSession()),
                faults.number("version", "版本", asked.version(), 0, Integer.MAX_VALUE));
        faults.refuse();
        var before = policies.of(user.unit());
        policies.save(user.unit(), changed);
        audit.note(user, "修改安全策略", "本单位", "成功", before.text(), changed.text());
        return policies.of(user.unit());
    }
}
