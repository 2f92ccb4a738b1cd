package org.yipiao.notices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Places;
import org.yipiao.access.SignedIn;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 个人设置 How the own pages look, what the own desk is, and which notices come on which ways. */
@RestController
@RequestMapping("/api/console/me")
class SettingsHttp {
    private static final Set<String> THEMES = Set.of("AUTO", "LIGHT", "DARK");
    private static final Set<String> DENSITIES = Set.of("COMFORTABLE", "COMPACT");
    /** As long as the name of a terminal, for which sheets are calibrated. */
    private static final int PRINTER_MAX = 50;

    private final SettingStore store;
    private final ObjectProvider<Places> places;
    private final ObjectProvider<StaffMessages> messages;

    SettingsHttp(SettingStore store, ObjectProvider<Places> places, ObjectProvider<StaffMessages> messages) {
        this.store = store;
        this.messages = messages;
        this.places = places;
    }

    /** @param theme AUTO, LIGHT or DARK @param density COMFORTABLE or COMPACT @param defaultPoint 默认开票点, may be empty */
    record SettingsChange(
            @Nullable String theme,
            @Nullable String density,
            @Nullable String defaultPoint,
            @Nullable String printer) {}

    record SubscriptionRow(
            Notices.Kind kind, String label, boolean shown, boolean bySms, boolean byMail, boolean byWechat) {}

    /** 转发方式 @param configured the unit has such a channel */
    record WayRow(StaffMessages.Way way, String label, boolean configured) {}

    record SubscriptionChange(
            Notices.@Nullable Kind kind,
            @Nullable Boolean shown,
            @Nullable Boolean bySms,
            @Nullable Boolean byMail,
            @Nullable Boolean byWechat) {}

    @GetMapping("/settings")
    @SignedIn("the own settings")
    SettingStore.Settings settings(CurrentUser user) {
        return store.settings(user.id());
    }

    @PutMapping("/settings")
    @SignedIn("the own settings")
    SettingStore.Settings change(CurrentUser user, @RequestBody SettingsChange asked) {
        var faults = new ArrayList<FieldError>();
        String theme = oneOf("theme", "主题", asked.theme(), THEMES, faults);
        String density = oneOf("density", "页面密度", asked.density(), DENSITIES, faults);
        String point = asked.defaultPoint() == null ? "" : asked.defaultPoint();
        if (!point.isEmpty() && !mayUse(user, point)) {
            faults.add(new FieldError("defaultPoint", "默认开票点", shown(point), "应为您可见的开票点", "请从列表中选择"));
        }
        String printer = asked.printer() == null ? "" : asked.printer().strip();
        if (printer.length() > PRINTER_MAX || printer.chars().anyMatch(Character::isISOControl)) {
            faults.add(new FieldError("printer", "打印机", shown(printer), "不超过 " + PRINTER_MAX + " 个字符", "请改正打印机名称"));
        }
        if (!faults.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", faults);
        }
        store.save(user, new SettingStore.Settings(theme, density, point, printer));
        return store.settings(user.id());
    }

    private boolean mayUse(CurrentUser user, String point) {
        var known = places.getIfAvailable();
        return known != null
                && user.scope().coversPoint(point)
                && known.places(user.unit()).stream()
                        .anyMatch(place -> place.code().equals(point));
    }

    private static String oneOf(
            String path, String label, @Nullable String value, Set<String> allowed, List<FieldError> faults) {
        if (value == null || !allowed.contains(value)) {
            faults.add(new FieldError(path, label, shown(value == null ? "" : value), "应为列出的一项", "请从列表中选择"));
            return "";
        }
        return value;
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60);
    }

    @GetMapping("/subscriptions")
    @SignedIn("the own subscriptions")
    List<SubscriptionRow> subscriptions(CurrentUser user) {
        var known = store.subscriptions(user.id());
        return Arrays.stream(Notices.Kind.values())
                .map(kind -> {
                    var one = known.getOrDefault(kind.name(), SettingStore.Subscription.DEFAULT);
                    return new SubscriptionRow(
                            kind, kind.label(), one.shown(), one.bySms(), one.byMail(), one.byWechat());
                })
                .toList();
    }

    @GetMapping("/ways")
    @SignedIn("which ways the own unit has")
    List<WayRow> ways(CurrentUser user) {
        var known = messages.getIfAvailable();
        return Arrays.stream(StaffMessages.Way.values())
                .map(way -> new WayRow(way, way.label(), known != null && known.configured(user.unit(), way)))
                .toList();
    }

    @PutMapping("/subscriptions")
    @SignedIn("the own subscriptions")
    List<SubscriptionRow> subscribe(CurrentUser user, @RequestBody SubscriptionChange asked) {
        if (asked.kind() == null) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError("kind", "种类", "", "必填", "请选择消息种类")));
        }
        store.subscribe(
                user,
                asked.kind(),
                new SettingStore.Subscription(
                        !Boolean.FALSE.equals(asked.shown()),
                        Boolean.TRUE.equals(asked.bySms()),
                        Boolean.TRUE.equals(asked.byMail()),
                        Boolean.TRUE.equals(asked.byWechat())));
        return subscriptions(user);
    }
}
