package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;

/** 本人 The own telephone number and devices. */
@RestController
@RequestMapping("/api/console/me")
class ProfileHttp {
    static final int DEVICES_MAX = 50;

    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern WECHAT = Pattern.compile("[A-Za-z0-9_-]{10,64}");
    private static final int MAIL_MAX = 100;

    private final UserStore users;
    private final UserBook book;
    private final People people;
    private final SignInStore signIns;
    private final Sessions sessions;
    private final RoleStore roles;
    private final WallClock clock;
    private final Audit audit;

    ProfileHttp(
            UserStore users,
            UserBook book,
            People people,
            SignInStore signIns,
            Sessions sessions,
            RoleStore roles,
            WallClock clock,
            Audit audit) {
        this.users = users;
        this.book = book;
        this.people = people;
        this.signIns = signIns;
        this.sessions = sessions;
        this.roles = roles;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param phone masked, as the others @param wechat openid of the unit's official account */
    record Profile(
            String username,
            String displayName,
            String department,
            String officeLabel,
            List<String> roles,
            String phone,
            String mail,
            String wechat) {}

    record PhoneChange(@Nullable String phone) {
        @Override
        public String toString() {
            return "PhoneChange[hidden]";
        }
    }

    record MailChange(@Nullable String mail) {
        @Override
        public String toString() {
            return "MailChange[hidden]";
        }
    }

    record WechatChange(@Nullable String wechat) {
        @Override
        public String toString() {
            return "WechatChange[hidden]";
        }
    }

    /** @param online 在线 @param own this browser */
    record DeviceRow(
            String id,
            String device,
            String address,
            String method,
            LocalDateTime at,
            @Nullable LocalDateTime seenAt,
            boolean online,
            boolean own) {}

    @GetMapping("/profile")
    @SignedIn("the own account")
    Profile profile(CurrentUser user) {
        var known = users.find(user.unit(), user.id()).orElseThrow(UserBook::notFound);
        return new Profile(
                known.username(),
                known.displayName(),
                known.department(),
                known.office().label(),
                roles.ofUnit(user.unit()).stream()
                        .filter(role -> known.rights().roles().contains(role.code()))
                        .map(RoleStore.Role::name)
                        .toList(),
                book.maskedPhone(known.phone()),
                people.mail(user.unit(), user.id())
                        .map(mail -> mail.charAt(0) + "***" + mail.substring(mail.indexOf('@')))
                        .orElse(""),
                people.wechat(user.unit(), user.id())
                        .map(openId -> openId.substring(0, 4) + "****" + openId.substring(openId.length() - 4))
                        .orElse(""));
    }

    @PutMapping("/phone")
    @SignedIn("the own telephone number")
    Profile phone(CurrentUser user, @RequestBody PhoneChange asked) {
        var faults = new Faults();
        if (asked.phone() == null) {
            // Nothing at all is no wish to have it cleared.
            faults.add("phone", "手机号", "", "必填", "请填写手机号；要清除时填空文本");
        }
        String phone = asked.phone() == null ? "" : asked.phone().strip();
        if (!phone.isEmpty() && !phone.matches("1[0-9]{10}")) {
            faults.add("phone", "手机号", "（不显示）", "11 位数字，以 1 开头", "请改正手机号，或留空");
        }
        faults.refuse();
        users.setPhone(user.id(), book.sealed(phone));
        audit.note(user, "修改手机号", user.username(), phone.isEmpty() ? "成功：已清除" : "成功");
        return profile(user);
    }

    @PutMapping("/mail")
    @SignedIn("the own mail box")
    Profile mail(CurrentUser user, @RequestBody MailChange asked) {
        String mail = asked.mail() == null ? "" : asked.mail().strip();
        var faults = new Faults();
        if (!mail.isEmpty() && (mail.length() > MAIL_MAX || !MAIL.matcher(mail).matches())) {
            faults.add("mail", "邮箱", "（不显示）", "邮箱地址，不超过 " + MAIL_MAX + " 个字符", "请改正邮箱，或留空");
        }
        faults.refuse();
        users.setMail(user.id(), book.sealed(UserBook.MAIL, mail));
        audit.note(user, "修改邮箱", user.username(), mail.isEmpty() ? "成功：已清除" : "成功");
        return profile(user);
    }

    @PutMapping("/wechat")
    @SignedIn("the own WeChat")
    Profile wechat(CurrentUser user, @RequestBody WechatChange asked) {
        String wechat = asked.wechat() == null ? "" : asked.wechat().strip();
        var faults = new Faults();
        if (!wechat.isEmpty() && !WECHAT.matcher(wechat).matches()) {
            faults.add("wechat", "微信 openid", "（不显示）", "10 到 64 位字母、数字、下划线或短横", "请向信息科核对本人在公众号的 openid，或留空");
        }
        faults.refuse();
        users.setWechat(user.id(), book.sealed(UserBook.WECHAT, wechat));
        audit.note(user, "修改微信", user.username(), wechat.isEmpty() ? "成功：已清除" : "成功");
        return profile(user);
    }

    @GetMapping("/devices")
    @SignedIn("the own devices")
    List<DeviceRow> devices(CurrentUser user, HttpServletRequest request) {
        UUID own = SessionFilter.present(request).map(Sessions.Present::signIn).orElseThrow(RouteGuard::notSignedIn);
        return signIns.devices(user.id(), DEVICES_MAX).stream()
                .map(row -> new DeviceRow(
                        row.id().toString(),
                        Devices.label(row.from().agent()),
                        row.from().address(),
                        row.method().label(),
                        clock.local(user.unit(), row.at()),
                        clock.localOrNull(user.unit(), row.seenAt()),
                        row.endedAt() == null,
                        row.id().equals(own)))
                .toList();
    }

    /** Signs one of the own devices out. */
    @DeleteMapping("/devices/{id}")
    @SignedIn("the own devices")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(CurrentUser user, @PathVariable String id) {
        var row = LoginsHttp.parsed(id)
                .flatMap(key -> signIns.find(user.unit(), key))
                .filter(known -> known.account() != null && known.account() == user.id())
                .orElseThrow(LoginsHttp::notFound);
        if (!sessions.end(user.unit(), row.id(), "本人在另一设备上退出")) {
            throw new Refused(409, "SESSION_OVER", "该设备已经退出，请刷新列表");
        }
        audit.note(user, "退出其他设备", user.username(), "成功");
    }
}
