package org.yipiao.console.basics;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.UnitForms;

/** 单位表单 Fill in, check, print, submit, follow. */
@RestController
@RequestMapping("/api/console/basics/forms")
class FormsHttp {
    private final UnitForms forms;
    private final Units units;
    private final Audit audit;

    FormsHttp(UnitForms forms, Units units, Audit audit) {
        this.forms = forms;
        this.units = units;
        this.audit = audit;
    }

    record Row(
            long id,
            String formNo,
            UnitForms.Kind kind,
            String title,
            UnitForms.State state,
            String stateLabel,
            String about,
            String createdBy,
            LocalDateTime createdAt,
            @Nullable LocalDateTime submittedAt,
            boolean sent,
            String opinion,
            String reviewer,
            @Nullable LocalDateTime decidedAt,
            @Nullable LocalDateTime syncedAt) {}

    record Step(LocalDateTime at, String by, String what) {}

    record Detail(Row form, UnitForms.Layout layout, Map<String, String> fields, List<Step> steps) {}

    /** @param known what is known beforehand, such as the code and name of a missing item */
    record Starting(UnitForms.@Nullable Kind kind, @Nullable Map<String, String> known) {}

    record Filled(@Nullable Map<String, String> fields) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    Page<Row> list(
            CurrentUser user,
            @RequestParam(required = false) UnitForms.@Nullable Kind kind,
            @RequestParam(required = false) UnitForms.@Nullable State state,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return forms.list(user.unit(), kind, state, Page.no(pageNo), Page.size(pageSize))
                .map(form -> row(user.unit(), form));
    }

    @GetMapping("/{id}")
    @Permit(Permission.BASICS_READ)
    Detail detail(CurrentUser user, @PathVariable long id) {
        return detail(user.unit(), forms.get(user.unit(), id));
    }

    @PostMapping
    @Permit(Permission.FORMS_MANAGE)
    Detail start(CurrentUser user, @RequestBody Starting starting) {
        var kind = starting.kind();
        if (kind == null) {
            throw new Refused(
                    400, "FIELD_INVALID", "请选择表单", List.of(new FieldError("kind", "表单", "", "必填", "请选择三种表单之一")));
        }
        if (!units.all().contains(user.unit())) {
            throw new Refused(409, "UNIT_NOT_SYNCED", "尚未取得财政的单位信息；请先在财政可用信息页同步");
        }
        var known = starting.known() == null ? Map.<String, String>of() : starting.known();
        var form = forms.save(user.unit(), kind, null, forms.blank(user.unit(), kind, known), user.displayName());
        audit.note(user, "新建" + kind.title(), form.formNo(), "成功");
        return detail(user.unit(), form);
    }

    @PutMapping("/{id}")
    @Permit(Permission.FORMS_MANAGE)
    Detail save(CurrentUser user, @PathVariable long id, @RequestBody Filled filled) {
        var old = forms.get(user.unit(), id);
        var fields = filled.fields() == null ? Map.<String, String>of() : filled.fields();
        return detail(user.unit(), forms.save(user.unit(), old.kind(), id, fields, user.displayName()));
    }

    @PostMapping("/{id}/submit")
    @Permit(Permission.FORMS_MANAGE)
    Detail submit(CurrentUser user, @PathVariable long id) {
        var form = forms.submit(user.unit(), id, user.displayName());
        audit.note(user, "提交" + form.kind().title(), form.formNo(), form.sent() ? "财政已收到" : "等待送达财政");
        return detail(user.unit(), form);
    }

    @PostMapping("/{id}/withdraw")
    @Permit(Permission.FORMS_MANAGE)
    Detail withdraw(CurrentUser user, @PathVariable long id) {
        var form = forms.withdraw(user.unit(), id, user.displayName());
        audit.note(user, "作废" + form.kind().title(), form.formNo(), "成功");
        return detail(user.unit(), form);
    }

    private Detail detail(UnitId unit, UnitForms.Form form) {
        return new Detail(
                row(unit, form),
                forms.layout(form.kind()),
                form.fields(),
                forms.steps(unit, form.id()).stream()
                        .map(step -> new Step(local(unit, step.at()), step.by(), step.what()))
                        .toList());
    }

    private Row row(UnitId unit, UnitForms.Form form) {
        return new Row(
                form.id(),
                form.formNo(),
                form.kind(),
                form.kind().title(),
                form.state(),
                form.state().label(),
                about(form),
                form.createdBy(),
                local(unit, form.createdAt()),
                localOrNull(unit, form.submittedAt()),
                form.sent(),
                form.opinion(),
                form.reviewer(),
                localOrNull(unit, form.decidedAt()),
                localOrNull(unit, form.syncedAt()));
    }

    /** What the form is about, in one line. */
    private static String about(UnitForms.Form form) {
        var fields = form.fields();
        return switch (form.kind()) {
            case UNIT -> fields.getOrDefault("name", "");
            case SEAL -> fields.getOrDefault("changeType", "") + " " + fields.getOrDefault("newSealName", "");
            case ITEM ->
                fields.getOrDefault("application", "") + " " + fields.getOrDefault("code", "") + " "
                        + fields.getOrDefault("name", "");
        };
    }

    private @Nullable LocalDateTime localOrNull(UnitId unit, @Nullable Instant at) {
        return at == null ? null : local(unit, at);
    }

    private LocalDateTime local(UnitId unit, Instant at) {
        return LocalDateTime.ofInstant(at, units.current(unit).zone()).truncatedTo(ChronoUnit.SECONDS);
    }
}
