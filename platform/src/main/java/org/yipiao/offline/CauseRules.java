package org.yipiao.offline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.offline.Cause;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 离线规则 How long a window may issue by itself and how soon its bills must be uploaded, by cause and unit. */
@Component
class CauseRules {
    /** 连续离线小时数 unless the unit says otherwise. */
    static final int WINDOW_HOURS = 24;

    static final int WINDOW_HOURS_MAX = 72;
    static final int REPORT_HOURS_MAX = 168;

    private final CauseRuleStore store;
    private final OfflineSettings settings;
    private final InstantSource clock;

    CauseRules(CauseRuleStore store, OfflineSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param windowHours 连续离线至多 @param reportHours 开具后须上传 @param by empty: nobody set it */
    record CauseRule(Cause cause, int windowHours, int reportHours, String by) {}

    List<CauseRule> all(UnitId unit) {
        var set = store.rules(unit);
        var rules = new ArrayList<CauseRule>();
        for (Cause cause : Cause.values()) {
            var rule = set.get(cause);
            rules.add(rule != null ? rule : usual(cause));
        }
        return rules;
    }

    private CauseRule usual(Cause cause) {
        int window = Math.min(WINDOW_HOURS, settings.hoursMax());
        return new CauseRule(
                cause, window, Math.toIntExact(settings.within(cause).toHours()), "");
    }

    /** 连续离线小时数 */
    int windowHours(UnitId unit, Cause cause) {
        return rule(unit, cause).windowHours();
    }

    /** 上传期限 after a bill was issued. */
    Duration within(UnitId unit, Cause cause) {
        return Duration.ofHours(rule(unit, cause).reportHours());
    }

    private CauseRule rule(UnitId unit, Cause cause) {
        return Optional.ofNullable(store.rules(unit).get(cause)).orElseGet(() -> usual(cause));
    }

    /** The longest that a rule may allow: no block allows more. */
    int windowHoursMax() {
        return Math.min(WINDOW_HOURS_MAX, settings.hoursMax());
    }

    /** @throws Refused FIELD_INVALID with every fault */
    CauseRule set(UnitId unit, Cause cause, @Nullable Integer windowHours, @Nullable Integer reportHours, String by) {
        var faults = new ArrayList<FieldError>();
        int window = within("windowHours", "连续离线小时数", windowHours, windowHoursMax(), faults);
        int report = within("reportHours", "上传期限小时数", reportHours, REPORT_HOURS_MAX, faults);
        if (!faults.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", faults);
        }
        var rule = new CauseRule(cause, window, report, by);
        store.add(unit, rule, clock.instant());
        return rule;
    }

    private static int within(String field, String label, @Nullable Integer value, int max, List<FieldError> faults) {
        if (value == null || value < 1 || value > max) {
            faults.add(new FieldError(
                    field, label, value == null ? "" : value.toString(), "1 到 " + max + " 的整数", "请填写小时数"));
            return 1;
        }
        return value;
    }
}
