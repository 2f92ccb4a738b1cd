package org.yipiao.access;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** 角色 Roles and the matrix of what each may do. */
@RestController
@RequestMapping("/api/console/roles")
class RolesHttp {
    private final RoleBook book;

    RolesHttp(RoleBook book) {
        this.book = book;
    }

    /** @param permissions names of {@link Permission}, sorted */
    record RoleRow(
            String code,
            String name,
            Office office,
            String officeLabel,
            String note,
            boolean builtIn,
            boolean secondFactor,
            int version,
            List<String> permissions,
            long users) {}

    /** @param menu 菜单, else 按钮 @param offices whose roles may hold it; empty is every office */
    record PermissionRow(String code, String group, String label, boolean menu, List<Office> offices) {}

    record Matrix(List<RoleRow> roles, List<PermissionRow> permissions) {}

    /** @param office and {@code version}: the first when made, the second when changed */
    record RoleDraft(
            @Nullable String name,
            @Nullable Office office,
            @Nullable String note,
            @Nullable List<String> permissions,
            @Nullable Integer version) {}

    @GetMapping
    @Permit(Permission.ROLES_READ)
    Matrix matrix(CurrentUser user) {
        return new Matrix(
                book.all(user).stream().map(RolesHttp::row).toList(),
                Arrays.stream(Permission.values())
                        .map(permission -> new PermissionRow(
                                permission.name(),
                                permission.group(),
                                permission.label(),
                                permission.isMenu(),
                                permission.only().stream().sorted().toList()))
                        .toList());
    }

    @PostMapping
    @Permit(Permission.ROLES_MANAGE)
    RoleRow create(CurrentUser user, @RequestBody RoleDraft asked) {
        var faults = new Faults();
        Office office = asked.office();
        if (office == null || office == Office.DEMO) {
            faults.add("office", "岗位类别", office == null ? "" : office.name(), "应为业务、系统管理、安全管理或安全审计", "请选择岗位类别");
        }
        var draft = draft(asked, office == null ? Office.BUSINESS : office, faults);
        faults.refuse();
        return row(book.create(user, draft));
    }

    @PutMapping("/{code}")
    @Permit(Permission.ROLES_MANAGE)
    RoleRow change(CurrentUser user, @PathVariable String code, @RequestBody RoleDraft asked) {
        var before = book.find(user, code);
        var faults = new Faults();
        int version = faults.number("version", "版本", asked.version(), 1, Integer.MAX_VALUE);
        var draft = draft(asked, before.office(), faults);
        faults.refuse();
        return row(book.change(user, code, draft, version));
    }

    record SecondFactorDemand(@Nullable Boolean demanded) {}

    @PutMapping("/{code}/second-factor")
    @Permit(Permission.ROLES_MANAGE)
    RoleRow secondFactor(CurrentUser user, @PathVariable String code, @RequestBody SecondFactorDemand asked) {
        return row(book.demandSecondFactor(user, code, Boolean.TRUE.equals(asked.demanded())));
    }

    @DeleteMapping("/{code}")
    @Permit(Permission.ROLES_MANAGE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(CurrentUser user, @PathVariable String code) {
        book.remove(user, code);
    }

    private static RoleStore.Draft draft(RoleDraft asked, Office office, Faults faults) {
        Set<Permission> permissions = new HashSet<>();
        for (String name : asked.permissions() == null ? List.<String>of() : asked.permissions()) {
            var known = Arrays.stream(Permission.values())
                    .filter(permission -> permission.name().equals(name))
                    .findFirst();
            if (known.isEmpty()) {
                faults.add("permissions", "权限", name, "应为本系统的权限", "请从列表中选择权限");
                break;
            }
            permissions.add(known.get());
        }
        return new RoleStore.Draft(
                faults.text("name", "角色名", asked.name(), 2, 30),
                office,
                faults.text("note", "说明", asked.note(), 0, 200),
                permissions);
    }

    private static RoleRow row(RoleStore.Role role) {
        return new RoleRow(
                role.code(),
                role.name(),
                role.office(),
                role.office().label(),
                role.note(),
                role.builtIn(),
                role.secondFactor(),
                role.version(),
                role.permissions().stream().map(Enum::name).sorted().toList(),
                role.users());
    }
}
