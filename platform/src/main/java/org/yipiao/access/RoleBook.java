package org.yipiao.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.shared.Refused;

/** 角色管理 Built-in roles stay as they are; a unit copies one and changes the copy. */
@Service
class RoleBook {
    private final RoleStore roles;
    private final Audit audit;

    RoleBook(RoleStore roles, Audit audit) {
        this.roles = roles;
        this.audit = audit;
    }

    List<RoleStore.Role> all(CurrentUser by) {
        return roles.ofUnit(by.unit()).stream()
                .filter(role -> role.office() != Office.DEMO || by.office() == Office.DEMO)
                .toList();
    }

    RoleStore.Role find(CurrentUser by, String code) {
        return roles.ofUnit(by.unit()).stream()
                .filter(role -> role.code().equals(code))
                .findFirst()
                .orElseThrow(RoleBook::notFound);
    }

    @Transactional
    public RoleStore.Role create(CurrentUser by, RoleStore.Draft draft) {
        requireOneOffice(draft);
        String code = "R-" + UUID.randomUUID().toString().substring(0, 18);
        if (!roles.add(by.unit(), code, draft)) {
            throw nameTaken(draft);
        }
        audit.note(by, "新建角色", draft.name(), "成功", "", text(draft.permissions()));
        return find(by, code);
    }

    @Transactional
    public RoleStore.Role change(CurrentUser by, String code, RoleStore.Draft draft, int version) {
        var before = find(by, code);
        requireOwn(before);
        requireOneOffice(draft);
        if (roles.ofUnit(by.unit()).stream()
                .anyMatch(other -> !other.code().equals(code) && other.name().equals(draft.name()))) {
            throw nameTaken(draft);
        }
        if (!roles.change(by.unit(), code, draft, version)) {
            throw new Refused(409, "CHANGED_MEANWHILE", "角色刚刚已被他人修改，请刷新后重新修改");
        }
        audit.note(
                by,
                "修改角色",
                before.name().equals(draft.name()) ? draft.name() : before.name() + " → " + draft.name(),
                "成功：" + difference(before.permissions(), draft.permissions()),
                text(before.permissions()),
                text(draft.permissions()));
        return find(by, code);
    }

    @Transactional
    public void remove(CurrentUser by, String code) {
        var role = find(by, code);
        requireOwn(role);
        if (!roles.remove(by.unit(), code)) {
            throw new Refused(409, "ROLE_IN_USE", "还有 " + role.users() + " 个用户使用这个角色，请先改授其他角色");
        }
        audit.note(by, "删除角色", role.name(), "成功", text(role.permissions()), "");
    }

    private static void requireOwn(RoleStore.Role role) {
        if (role.builtIn()) {
            throw new Refused(409, "ROLE_BUILT_IN", "内置角色不可修改，请复制后修改副本");
        }
    }

    private static void requireOneOffice(RoleStore.Draft draft) {
        var foreign = draft.permissions().stream()
                .filter(permission -> !permission.isFor(draft.office()))
                .toList();
        if (!foreign.isEmpty()) {
            var faults = new Faults();
            foreign.forEach(permission -> faults.add(
                    "permissions",
                    permission.group() + "·" + permission.label(),
                    permission.name(),
                    "只能由"
                            + permission.only().stream()
                                    .map(Office::label)
                                    .sorted()
                                    .collect(Collectors.joining("、")) + "岗位的角色持有，管理员与业务岗位互相分立",
                    "请去掉这项权限"));
            faults.refuse();
        }
    }

    /** 差异 in words. */
    static String difference(Set<Permission> before, Set<Permission> after) {
        var added = EnumSet.noneOf(Permission.class);
        added.addAll(after);
        added.removeAll(before);
        var removed = EnumSet.noneOf(Permission.class);
        removed.addAll(before);
        removed.removeAll(after);
        if (added.isEmpty() && removed.isEmpty()) {
            return "权限不变";
        }
        return (added.isEmpty() ? "" : "增加 " + labels(added))
                + (added.isEmpty() || removed.isEmpty() ? "" : "；")
                + (removed.isEmpty() ? "" : "减少 " + labels(removed));
    }

    private static String labels(Set<Permission> permissions) {
        return permissions.stream().map(Permission::label).collect(Collectors.joining("、"));
    }

    private static String text(Set<Permission> permissions) {
        return new TreeSet<>(permissions).stream().map(Permission::name).collect(Collectors.joining(" "));
    }

    /** 双因素要求 Counts at the next sign-in of everybody who holds the role. */
    RoleStore.Role demandSecondFactor(CurrentUser by, String code, boolean demanded) {
        var role = find(by, code);
        if (roles.demandSecondFactor(by.unit(), code, demanded)) {
            audit.note(by, demanded ? "要求双因素登录" : "取消双因素要求", role.name(), "成功");
        }
        return find(by, code);
    }

    private static Refused nameTaken(RoleStore.Draft draft) {
        return new Refused(409, "ROLE_NAME_TAKEN", "角色名“" + draft.name() + "”已被使用，请换一个");
    }

    static Refused notFound() {
        return new Refused(404, "ROLE_NOT_FOUND", "没有这个角色，或不属于本单位，请刷新列表");
    }
}
