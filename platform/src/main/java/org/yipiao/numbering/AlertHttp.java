package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 库存预警 of the console. */
@RestController
@RequestMapping("/api/console/stock/alerts")
class AlertHttp {
    private static final int COUNT_MAX = 10_000_000;
    private static final int DAYS_MAX = 365;
    private static final int REQUEST_DAYS_MAX = 180;

    private final AlertStore store;
    private final StockAlerts alerts;
    private final PlaceNames names;
    private final InstantSource clock;
    private final Audit audit;

    AlertHttp(AlertStore store, StockAlerts alerts, PlaceNames names, InstantSource clock, Audit audit) {
        this.store = store;
        this.alerts = alerts;
        this.names = names;
        this.clock = clock;
        this.audit = audit;
    }

    record StockAlertPage(List<LevelRow> levels, List<AlertRow> alerts, List<AlertRule> rules, AlertRule usual) {}

    /** @param daysLeft null while nothing is used */
    record LevelRow(
            String subject,
            String name,
            String point,
            String pointName,
            long left,
            long perDay,
            @Nullable Long daysLeft) {}

    record AlertRow(
            String subject,
            String name,
            String pointName,
            long left,
            long perDay,
            LocalDateTime openedAt,
            @Nullable LocalDateTime closedAt) {}

    /** 预警规则 @param subject empty: all kinds @param point empty: all points @param requestDays 0: no request by itself */
    record AlertRule(
            @Nullable String subject,
            @Nullable String point,
            @Nullable Long minCount,
            @Nullable Integer minDays,
            @Nullable Integer requestDays) {
        static AlertRule of(AlertStore.Rule rule) {
            return new AlertRule(rule.subject(), rule.point(), rule.minCount(), rule.minDays(), rule.requestDays());
        }
    }

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    StockAlertPage page(CurrentUser user) {
        var unit = user.unit();
        return new StockAlertPage(
                alerts.levels(unit).stream()
                        .filter(level -> covers(user, level.spot().point()))
                        .map(level -> new LevelRow(
                                level.spot().subject(),
                                level.code().name(),
                                level.spot().point(),
                                pointName(user, level.spot().point()),
                                level.left(),
                                level.perDay(),
                                level.perDay() == 0 ? null : level.days()))
                        .toList(),
                store.list(unit, false).stream()
                        .filter(alert -> covers(user, alert.point()))
                        .map(alert -> {
                            var closed = alert.closedAt();
                            return new AlertRow(
                                    alert.subject(),
                                    alert.name(),
                                    pointName(user, alert.point()),
                                    alert.left(),
                                    alert.perDay(),
                                    names.local(unit, alert.openedAt()),
                                    closed == null ? null : names.local(unit, closed));
                        })
                        .toList(),
                store.rules(unit).stream().map(AlertRule::of).toList(),
                AlertRule.of(StockAlerts.USUAL));
    }

    private static boolean covers(CurrentUser user, String point) {
        return point.equals(StockAlerts.WHOLE) || user.scope().coversPoint(point);
    }

    private String pointName(CurrentUser user, String point) {
        return point.equals(StockAlerts.WHOLE) ? "全单位" : names.point(user.unit(), point);
    }

    @PostMapping("/rules")
    @Permit(Permission.NUMBERS_MANAGE)
    AlertRule keep(CurrentUser user, @RequestBody AlertRule asked) {
        var errors = new ArrayList<FieldError>();
        String subject = asked.subject() == null ? "" : asked.subject().strip();
        String point = asked.point() == null ? "" : asked.point().strip();
        if (!subject.matches("[0-9]{0,20}")) {
            errors.add(new FieldError("subject", "票种", DocumentDesk.shortened(subject), "票种为数字，空为全部", "请从列表中选择"));
        }
        if (!point.isEmpty() && names.point(user.unit(), point).equals(point)) {
            errors.add(new FieldError("point", "开票点", DocumentDesk.shortened(point), "应为本单位的开票点，空为全部", "请从列表中选择"));
        }
        long count = within("minCount", "最低数量", asked.minCount(), COUNT_MAX, errors);
        Integer days = asked.minDays();
        Integer request = asked.requestDays();
        long minDays = within("minDays", "最低可用天数", days == null ? null : days.longValue(), DAYS_MAX, errors);
        long requestDays =
                within("requestDays", "自动申领天数", request == null ? null : request.longValue(), REQUEST_DAYS_MAX, errors);
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
        }
        var rule = new AlertStore.Rule(subject, point, count, (int) minDays, (int) requestDays);
        store.keep(user.unit(), rule, user.displayName(), clock.instant());
        audit.note(user, "设置库存预警", subject + " " + point, "成功");
        return AlertRule.of(rule);
    }

    private static long within(String path, String label, @Nullable Long value, long max, List<FieldError> errors) {
        if (value == null || value < 0 || value > max) {
            errors.add(new FieldError(path, label, value == null ? "" : value.toString(), "0 到 " + max, "请填写整数"));
            return 0;
        }
        return value;
    }
}
