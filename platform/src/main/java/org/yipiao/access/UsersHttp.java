package org.yipiao.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 用户 Accounts of the own unit. */
@RestController
@RequestMapping("/api/console/users")
class UsersHttp {
    private static final int TEXT_MAX = 50;
    private static final int PLACES_MAX = 500;
    private static final int ROLES_MAX = 20;
    private static final Set<String> REACHES = Set.of("UNIT", "CAMPUS", "POINT", "OWN");

    private final UserBook book;
    private final UserStore users;
    private final ObjectProvider<Places> places;
    private final WallClock clock;

    UsersHttp(UserBook book, UserStore users, ObjectProvider<Places> places, WallClock clock) {
        this.book = book;
        this.users = users;
        this.places = places;
        this.clock = clock;
    }

    /**
     * @param state 启用, 停用, 锁定, 未生效 or 已过期
     * @param phone masked
     * @param validUntil 有效期至, the last day
     */
    record UserRow(
            String id,
            String username,
            String displayName,
            boolean active,
            boolean locked,
            String state,
            Office office,
            String officeLabel,
            String department,
            String phone,
            List<String> roles,
            String reach,
            List<String> campuses,
            List<String> points,
            String operatorName,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil,
            boolean mustChangePassword,
            @Nullable LocalDateTime lastLoginAt,
            LocalDateTime createdAt) {}

    /** @param phone null leaves it as it is, empty removes it @param username only when the account is made */
    record UserFacts(
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String department,
            @Nullable String phone,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil) {}

    /** @param oneTimePassword 一次性口令, shown this once */
    record NewUser(UserRow user, String oneTimePassword) {}

    record StateChange(@Nullable Boolean active, @Nullable String reason) {}

    record OneTimePassword(String oneTimePassword, LocalDateTime validUntil) {
        @Override
        public String toString() {
            return "OneTimePassword[hidden]";
        }
    }

    record UserRights(
            @Nullable List<String> roles,
            @Nullable String reach,
            @Nullable List<String> campuses,
            @Nullable List<String> points,
            @Nullable String operatorName) {}

    record PlaceRow(String code, String name, String campus, String campusName) {}

    @GetMapping
    @Permit(Permission.USERS_READ)
    Page<UserRow> list(
            CurrentUser user,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable Office office,
            @RequestParam(required = false) @Nullable Boolean active,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var filter = new UserStore.Filter(
                bounded(text), office, active, role == null || role.isBlank() ? null : bounded(role));
        return users.list(user.unit(), filter, Page.no(pageNo), Page.size(pageSize))
                .map(this::row);
    }

    /** 院区与开票点 that a data scope can name. */
    @GetMapping("/places")
    @Permit(Permission.USERS_READ)
    List<PlaceRow> places(CurrentUser user) {
        var known = places.getIfAvailable();
        return known == null
                ? List.of()
                : known.places(user.unit()).stream()
                        .map(place -> new PlaceRow(place.code(), place.name(), place.campus(), place.campusName()))
                        .toList();
    }

    @GetMapping("/{id}")
    @Permit(Permission.USERS_READ)
    UserRow user(CurrentUser user, @PathVariable String id) {
        return row(book.find(user, id(id)));
    }

    @PostMapping
    @Permit(Permission.USERS_MANAGE)
    NewUser create(CurrentUser user, @RequestBody UserFacts asked) {
        var faults = new Faults();
        String username =
                asked.username() == null ? "" : asked.username().strip().toLowerCase(Locale.ROOT);
        if (!username.matches("[a-z0-9][a-z0-9._-]{1,49}")) {
            faults.add("username", "登录名", asked.username(), "2 到 50 个小写字母、数字或 . _ -，以字母或数字开头", "请改正登录名，例如工号");
        }
        var facts = facts(user.unit(), asked, null, faults);
        faults.refuse();
        var made = book.create(user, username, facts);
        return new NewUser(row(made.user()), made.password());
    }

    @PutMapping("/{id}")
    @Permit(Permission.USERS_MANAGE)
    UserRow change(CurrentUser user, @PathVariable String id, @RequestBody UserFacts asked) {
        var before = book.find(user, id(id));
        var faults = new Faults();
        var facts = facts(user.unit(), asked, before.phone(), faults);
        faults.refuse();
        return row(book.change(user, id(id), facts));
    }

    private UserStore.Facts facts(UnitId unit, UserFacts asked, byte @Nullable [] phone, Faults faults) {
        String name = faults.text("displayName", "姓名", asked.displayName(), 1, 50);
        String department = faults.text("department", "部门", asked.department(), 0, 50);
        String newPhone = asked.phone() == null ? "" : asked.phone().strip();
        boolean phoneWrong = !newPhone.isEmpty() && !newPhone.matches("1[0-9]{10}");
        if (phoneWrong) {
            faults.add("phone", "手机号", "（不显示）", "11 位数字，以 1 开头", "请改正手机号，或留空");
        }
        LocalDate from = asked.validFrom();
        LocalDate until = asked.validUntil();
        if (from != null && until != null && until.isBefore(from)) {
            faults.add("validUntil", "有效期至", until.toString(), "不早于有效期自", "请调整有效期");
        }
        for (LocalDate day : new LocalDate[] {from, until}) {
            if (day != null && (day.getYear() < 2000 || day.getYear() > 2100)) {
                faults.add("validUntil", "有效期", day.toString(), "2000 年至 2100 年之间", "请调整有效期");
                return new UserStore.Facts(name, department, phone, null, null);
            }
        }
        return new UserStore.Facts(
                name,
                department,
                asked.phone() == null || phoneWrong ? phone : book.sealed(newPhone),
                from == null ? null : clock.startOf(unit, from),
                until == null ? null : clock.startOf(unit, until.plusDays(1)));
    }

    @PutMapping("/{id}/state")
    @Permit(Permission.USERS_MANAGE)
    UserRow state(CurrentUser user, @PathVariable String id, @RequestBody StateChange asked) {
        book.find(user, id(id));
        var faults = new Faults();
        if (asked.active() == null) {
            faults.add("active", "状态", "", "必填", "请选择启用或停用");
        }
        String reason = faults.text("reason", "原因", asked.reason(), 2, 100);
        faults.refuse();
        return row(book.setActive(user, id(id), Boolean.TRUE.equals(asked.active()), reason));
    }

    @PostMapping("/{id}/unlock")
    @Permit(Permission.USERS_MANAGE)
    UserRow unlock(CurrentUser user, @PathVariable String id) {
        return row(book.unlock(user, id(id)));
    }

    @PostMapping("/{id}/password")
    @Permit(Permission.USERS_RESET)
    OneTimePassword resetPassword(CurrentUser user, @PathVariable String id) {
        Instant until = clock.now().plus(UserBook.RESET_PASSWORD_LASTS);
        return new OneTimePassword(book.resetPassword(user, id(id)), clock.local(user.unit(), until));
    }

    @DeleteMapping("/{id}/second-factor")
    @Permit(Permission.USERS_RESET)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetSecondFactor(CurrentUser user, @PathVariable String id) {
        book.resetSecondFactor(user, id(id));
    }

    @PutMapping("/{id}/rights")
    @Permit(Permission.ROLES_GRANT)
    UserRow grant(CurrentUser user, @PathVariable String id, @RequestBody UserRights asked) {
        book.find(user, id(id));
        var faults = new Faults();
        List<String> roles = asked.roles() == null ? List.of() : List.copyOf(Set.copyOf(asked.roles()));
        List<String> campuses = asked.campuses() == null ? List.of() : List.copyOf(Set.copyOf(asked.campuses()));
        List<String> points = asked.points() == null ? List.of() : List.copyOf(Set.copyOf(asked.points()));
        String reach = asked.reach() == null ? "" : asked.reach();
        faults.size("roles", "角色", roles, ROLES_MAX);
        faults.size("campuses", "院区", campuses, PLACES_MAX);
        faults.size("points", "开票点", points, PLACES_MAX);
        if (!REACHES.contains(reach)) {
            faults.add("reach", "数据权限", reach, "应为单位、院区、开票点或本人", "请选择数据权限");
        }
        String operator = faults.text("operatorName", "收款人姓名", asked.operatorName(), "OWN".equals(reach) ? 1 : 0, 50);
        faults.refuse();
        return row(book.grant(user, id(id), new UserStore.Rights(roles, reach, campuses, points, operator)));
    }

    private UserRow row(UserStore.User user) {
        Instant now = clock.now();
        boolean locked = user.lockedUntil() != null && now.isBefore(user.lockedUntil());
        var rights = user.rights();
        return new UserRow(
                Long.toString(user.id()),
                user.username(),
                user.displayName(),
                user.active(),
                locked,
                state(user, locked, now),
                user.office(),
                rights.roles().isEmpty() ? "未授权" : user.office().label(),
                user.department(),
                book.maskedPhone(user.phone()),
                rights.roles(),
                rights.reach(),
                rights.campuses(),
                rights.points(),
                rights.operatorName(),
                user.validFrom() == null ? null : clock.day(user.unit(), user.validFrom()),
                user.validUntil() == null
                        ? null
                        : clock.day(user.unit(), user.validUntil()).minusDays(1),
                user.mustChange(),
                clock.localOrNull(user.unit(), user.lastLoginAt()),
                clock.local(user.unit(), user.createdAt()));
    }

    private static String state(UserStore.User user, boolean locked, Instant now) {
        if (!user.active()) {
            return "停用";
        }
        if (locked) {
            return "锁定";
        }
        if (user.validFrom() != null && now.isBefore(user.validFrom())) {
            return "未生效";
        }
        return user.validUntil() != null && !now.isBefore(user.validUntil()) ? "已过期" : "启用";
    }

    static long id(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw UserBook.notFound();
        }
        return Long.parseLong(text);
    }

    static String bounded(String text) {
        String clean = text.replace("\0", "").strip();
        if (clean.length() > TEXT_MAX) {
            throw new Refused(400, "FIELD_INVALID", "查找内容不超过 " + TEXT_MAX + " 个字符，请缩短");
        }
        return clean;
    }
}
