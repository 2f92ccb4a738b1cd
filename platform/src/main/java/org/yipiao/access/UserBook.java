package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 用户管理 Who makes accounts does not give them rights, and nobody changes the own account: a new administrator takes two
 * people.
 */
@Service
class UserBook {
    /** A first password waits for the first day at work, a reset one only for the person at the telephone. */
    static final Duration FIRST_PASSWORD_LASTS = Duration.ofDays(7);

    static final Duration RESET_PASSWORD_LASTS = Duration.ofHours(24);
    static final String PHONE = "access.phone";
    static final String MAIL = "access.mail";
    static final String WECHAT = "access.wechat";

    private final UserStore users;
    private final AccessStore accounts;
    private final RoleStore roles;
    private final Passwords passwords;
    private final Sessions sessions;
    private final SecondFactor factor;
    private final Vault vault;
    private final ObjectProvider<Places> places;
    private final WallClock clock;
    private final Audit audit;

    UserBook(
            UserStore users,
            AccessStore accounts,
            RoleStore roles,
            Passwords passwords,
            Sessions sessions,
            SecondFactor factor,
            Vault vault,
            ObjectProvider<Places> places,
            WallClock clock,
            Audit audit) {
        this.users = users;
        this.accounts = accounts;
        this.roles = roles;
        this.passwords = passwords;
        this.sessions = sessions;
        this.factor = factor;
        this.vault = vault;
        this.places = places;
        this.clock = clock;
        this.audit = audit;
    }

    UserStore.User find(CurrentUser by, long id) {
        return users.find(by.unit(), id).orElseThrow(UserBook::notFound);
    }

    /** @param password 一次性口令 shown once */
    record Made(UserStore.User user, String password) {}

    Made create(CurrentUser by, String username, UserStore.Facts facts) {
        Instant now = clock.now();
        String password = passwords.first();
        long id = users.add(by.unit(), username, facts, passwords.hash(password), now.plus(FIRST_PASSWORD_LASTS), now)
                .orElseThrow(() -> new Refused(409, "USERNAME_TAKEN", "登录名“" + username + "”已被使用，请换一个"));
        audit.note(by, "新建用户", username, "成功", "", text(facts));
        return new Made(find(by, id), password);
    }

    UserStore.User change(CurrentUser by, long id, UserStore.Facts facts) {
        var before = find(by, id);
        users.change(by.unit(), id, facts);
        audit.note(
                by,
                "修改用户",
                before.username(),
                "成功",
                text(new UserStore.Facts(
                        before.displayName(),
                        before.department(),
                        before.phone(),
                        before.validFrom(),
                        before.validUntil())),
                text(facts));
        return find(by, id);
    }

    private String text(UserStore.Facts facts) {
        return "姓名 " + facts.displayName() + "，部门 " + facts.department() + "，手机 " + (facts.phone() == null ? "无" : "有")
                + "，有效期 " + (facts.validFrom() == null ? "即日" : facts.validFrom()) + " 至 "
                + (facts.validUntil() == null ? "长期" : facts.validUntil());
    }

    /** 启用、停用 A disabled account is out at its next request. */
    UserStore.User setActive(CurrentUser by, long id, boolean active, String reason) {
        var user = find(by, id);
        requireOther(by, id, "停用或启用自己的账户");
        if (!active && user.office() != Office.BUSINESS && users.activeIn(by.unit(), user.office()) <= 1) {
            throw new Refused(
                    409, "LAST_ADMINISTRATOR", "这是最后一个" + user.office().label() + "账户，停用后无人可接替，请先另设一人");
        }
        if (users.setActive(by.unit(), id, active) && !active) {
            sessions.endAll(id, null, "账户已停用");
        }
        audit.note(by, active ? "启用用户" : "停用用户", user.username(), "成功：" + reason);
        return find(by, id);
    }

    /** 解锁 */
    UserStore.User unlock(CurrentUser by, long id) {
        var user = find(by, id);
        accounts.forgetTries(user.username());
        audit.note(by, "解锁用户", user.username(), "成功");
        return find(by, id);
    }

    /**
     * 重置口令 Administrators of other offices are left to their own kind: whoever could reset the password of a security
     * administrator could become one.
     */
    String resetPassword(CurrentUser by, long id) {
        var user = find(by, id);
        requireOther(by, id, "重置自己的口令");
        requireOwnKind(by, user, "重置口令");
        Instant now = clock.now();
        String password = passwords.first();
        users.resetPassword(by.unit(), id, passwords.hash(password), now.plus(RESET_PASSWORD_LASTS), now);
        accounts.forgetTries(user.username());
        sessions.endAll(id, null, "口令已重置");
        audit.note(by, "重置口令", user.username(), "成功");
        return password;
    }

    /** 重置双因素 for a person whose phone and recovery codes are gone. */
    void resetSecondFactor(CurrentUser by, long id) {
        var user = find(by, id);
        requireOther(by, id, "重置自己的双因素");
        requireOwnKind(by, user, "重置双因素");
        factor.reset(by, user);
        sessions.endAll(id, null, "双因素已重置");
    }

    /** A person whose ways of signing in this administrator may change. */
    UserStore.User requireResettable(CurrentUser by, long id, String act) {
        var user = find(by, id);
        requireOther(by, id, act + "到自己的账户");
        requireOwnKind(by, user, act);
        return user;
    }

    private void requireOwnKind(CurrentUser by, UserStore.User user, String act) {
        boolean allowed = by.office() == Office.DEMO
                || by.office() == user.office()
                || (by.office() == Office.SYSTEM && user.office() == Office.BUSINESS);
        if (!allowed) {
            audit.note(by, act, user.username(), "拒绝：不同类管理员");
            throw new Refused(
                    403,
                    "OTHER_OFFICE",
                    "这是" + user.office().label() + "账户，只能由另一位" + user.office().label() + "人员重置");
        }
    }

    /** 授权 Roles and rows at once; both count at the person's next request. */
    @Transactional
    UserStore.User grant(CurrentUser by, long id, UserStore.Rights rights) {
        var before = find(by, id);
        requireOther(by, id, "给自己授权");
        var faults = new Faults();
        var known = roles.ofUnit(by.unit());
        var chosen = known.stream()
                .filter(role -> rights.roles().contains(role.code()))
                .toList();
        if (chosen.size() != Set.copyOf(rights.roles()).size()) {
            faults.add("roles", "角色", String.join(" ", rights.roles()), "应为本单位的角色", "请从列表中选择角色");
        }
        var offices = chosen.stream().map(RoleStore.Role::office).collect(Collectors.toSet());
        if (offices.size() > 1) {
            faults.add(
                    "roles",
                    "角色",
                    chosen.stream().map(RoleStore.Role::name).collect(Collectors.joining("、")),
                    "系统、安全、审计三类管理员与业务岗位互相分立，一个账户只能属于一类",
                    "请只保留一类角色");
        }
        if (offices.contains(Office.DEMO) && by.office() != Office.DEMO) {
            faults.add("roles", "角色", "演示全权", "只在演示系统中使用", "请选择其他角色");
        }
        requirePlaces(by.unit(), rights, faults);
        faults.refuse();
        accounts.setRoles(id, rights.roles());
        users.setReach(by.unit(), id, rights);
        audit.note(by, "用户授权", before.username(), "成功", text(before.rights()), text(rights));
        return find(by, id);
    }

    private void requirePlaces(UnitId unit, UserStore.Rights rights, Faults faults) {
        var book = places.getIfAvailable();
        List<Places.Place> known = book == null ? List.of() : book.places(unit);
        require(
                "points",
                "开票点",
                rights.points(),
                known.stream().map(Places.Place::code).toList(),
                faults);
        require(
                "campuses",
                "院区",
                rights.campuses(),
                known.stream().map(Places.Place::campus).toList(),
                faults);
        if ("POINT".equals(rights.reach()) && rights.points().isEmpty()) {
            faults.add("points", "开票点", "", "数据权限为“开票点”时至少选一个", "请选择开票点");
        }
        if ("CAMPUS".equals(rights.reach()) && rights.campuses().isEmpty()) {
            faults.add("campuses", "院区", "", "数据权限为“院区”时至少选一个", "请选择院区");
        }
    }

    private static void require(String path, String label, List<String> asked, List<String> known, Faults faults) {
        var strange = new HashSet<>(asked);
        known.forEach(strange::remove);
        if (!strange.isEmpty() || asked.contains("")) {
            faults.add(path, label, String.join(" ", strange), "应为本单位的" + label, "请从列表中选择" + label);
        }
    }

    private static String text(UserStore.Rights rights) {
        return "角色 " + String.join(" ", rights.roles()) + "，数据权限 " + rights.reach() + "，院区 "
                + String.join(" ", rights.campuses()) + "，开票点 " + String.join(" ", rights.points()) + "，收款人姓名 "
                + rights.operatorName();
    }

    byte @Nullable [] sealed(String phone) {
        return sealed(PHONE, phone);
    }

    byte @Nullable [] sealed(String context, String text) {
        return text.isEmpty() ? null : vault.seal(context, text.getBytes(UTF_8));
    }

    /** 138****0000 */
    String maskedPhone(byte @Nullable [] sealed) {
        if (sealed == null) {
            return "";
        }
        String phone = new String(vault.open(PHONE, sealed), UTF_8);
        return phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }

    private static void requireOther(CurrentUser by, long id, String what) {
        if (by.id() == id) {
            throw new Refused(409, "OWN_ACCOUNT", "不能" + what + "，请由另一位管理员办理");
        }
    }

    static Refused notFound() {
        return new Refused(404, "USER_NOT_FOUND", "没有这个用户，或不属于本单位，请刷新列表");
    }
}
