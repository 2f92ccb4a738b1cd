package org.yipiao.console.system;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Installation;
import org.yipiao.access.Parameter;
import org.yipiao.access.Parameters;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.UnitNames;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 系统参数 The settings in force, where each comes from, and changing those that may be changed while the installation runs. */
@RestController
@RequestMapping("/api/console/system/parameters")
class ParametersHttp {
    private static final int CHANGES_MAX = 50;

    private final InForce inForce;
    private final Parameters parameters;
    private final Installation installation;
    private final UnitNames units;
    private final Audit audit;

    ParametersHttp(InForce inForce, Parameters parameters, Installation installation, UnitNames units, Audit audit) {
        this.inForce = inForce;
        this.parameters = parameters;
        this.installation = installation;
        this.units = units;
        this.audit = audit;
    }

    /**
     * @param value as shown; a secret is only said to be there
     * @param unit 单位 of the figure, empty for texts
     * @param range 取值范围
     * @param source 来源
     * @param figure null when it can not be changed here while the installation runs
     * @param place 修改处
     */
    record ParameterRow(
            String key,
            String group,
            String title,
            String value,
            String unit,
            String range,
            String source,
            @Nullable Figure figure,
            String place) {}

    /** What may be changed here. @param unit 小时 or 分钟, empty for a plain figure */
    record Figure(long value, long min, long max, String unit) {}

    /** @param mayChange whether the person may change those that can be changed */
    record ParameterList(List<ParameterRow> rows, boolean mayChange) {}

    /** @param value null: as configured again */
    record ParameterChange(@Nullable Long value) {}

    /** @param value empty: as configured again */
    record ParameterHistory(String value, String by, LocalDateTime at) {}

    @GetMapping
    @Permit(Permission.SYSTEM_READ)
    ParameterList list(CurrentUser user) {
        installation.refuseUnlessRunBy(user, user.unit());
        return new ParameterList(inForce.rows(), user.may(Permission.SYSTEM_MANAGE));
    }

    @PutMapping("/{key}")
    @Permit(Permission.SYSTEM_MANAGE)
    ParameterList change(CurrentUser user, @PathVariable String key, @RequestBody ParameterChange asked) {
        installation.refuseUnlessRunBy(user, user.unit());
        var parameter = found(key);
        Long value = asked.value();
        if (value != null && (value < parameter.min() || value > parameter.max())) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "value",
                            "参数值",
                            value.toString(),
                            parameter.min() + " 到 " + parameter.max() + " 的整数",
                            "请改正参数值，或恢复为配置的值")));
        }
        String before = inForce.value(parameter);
        parameters.change(parameter, value, user.displayName());
        audit.note(user, "修改系统参数", key, "成功", before, inForce.value(parameter));
        return list(user);
    }

    @GetMapping("/{key}/history")
    @Permit(Permission.SYSTEM_READ)
    List<ParameterHistory> history(CurrentUser user, @PathVariable String key) {
        installation.refuseUnlessRunBy(user, user.unit());
        var parameter = found(key);
        return parameters.changes(parameter, CHANGES_MAX).stream()
                .map(change -> new ParameterHistory(
                        written(parameter, change.value()),
                        change.by(),
                        LocalDateTime.ofInstant(change.at(), units.zone(user.unit()))))
                .toList();
    }

    private static String written(Parameter parameter, @Nullable Long figure) {
        return figure == null ? "" : parameter.written(figure);
    }

    private static Parameter found(String key) {
        for (var parameter : Parameter.values()) {
            if (parameter.key().equals(key)) {
                return parameter;
            }
        }
        throw new Refused(404, "PARAMETER_NOT_FOUND", "没有这个可以在线修改的参数；请刷新列表");
    }
}
