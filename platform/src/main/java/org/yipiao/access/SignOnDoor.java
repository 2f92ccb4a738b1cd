package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;

/** 凭证明进门 Whom somebody outside vouched for comes in by an account that is there and usable; every refusal is noted. */
@Component
class SignOnDoor {
    private final SignIn signIn;
    private final WallClock clock;

    SignOnDoor(SignIn signIn, WallClock clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    /** @param provider what the button says @throws Refused 403 without an account, or with one that is not in force */
    Account require(
            Optional<Account> account, SignOnWay way, String provider, String subject, HttpServletRequest request) {
        if (account.isEmpty()) {
            signIn.refusedIdentity(Optional.empty(), way.method(), subject, "拒绝：身份未关联账户", Devices.from(request));
            throw new Refused(
                    403,
                    "IDENTITY_UNKNOWN",
                    "您在“" + provider + "”的身份还没有关联医票账户，请"
                            + (way == SignOnWay.OIDC ? "用口令登录后在个人设置中关联，或联系系统管理员" : "联系系统管理员在用户列表中关联"));
        }
        if (!account.get().usable(clock.now())) {
            signIn.refusedIdentity(account, way.method(), subject, "拒绝：账户停用或过期", Devices.from(request));
            throw new Refused(403, "ACCOUNT_DISABLED", "账户已停用或不在有效期内，请联系系统管理员");
        }
        return account.get();
    }

    /** What was brought was worth nothing. */
    void failed(SignOnWay way, String provider, Refused refused, HttpServletRequest request) {
        signIn.refusedIdentity(Optional.empty(), way.method(), provider, "失败：" + refused.code(), Devices.from(request));
    }
}
