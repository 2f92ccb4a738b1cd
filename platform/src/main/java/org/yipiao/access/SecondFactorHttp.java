package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;

/** 双因素 of the own account. */
@RestController
@RequestMapping("/api/console/me/second-factor")
class SecondFactorHttp {
    private static final String OFFERED = "offeredSecret";
    private static final String CONTEXT = "access.offered-secret";

    private final SecondFactor factor;
    private final Vault vault;

    SecondFactorHttp(SecondFactor factor, Vault vault) {
        this.factor = factor;
        this.vault = vault;
    }

    /** @param demanded 角色要求 @param recoveryLeft 剩余恢复码 */
    record State(boolean enrolled, boolean demanded, int recoveryLeft) {}

    record Code(@Nullable String code) {
        @Override
        public String toString() {
            return "Code[hidden]";
        }
    }

    record Enrolled(List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "Enrolled[hidden]";
        }
    }

    @GetMapping
    @SignedIn("tells about the own second factor")
    State state(CurrentUser user) {
        return new State(factor.enrolled(user.id()), factor.demanded(user.id()), factor.recoveryLeft(user.id()));
    }

    /** The secret waits in the session, sealed, until a code proves that the phone has it. */
    @PostMapping("/offer")
    @SignedIn("begins the own enrolment")
    SecondFactor.Offer offer(CurrentUser user, HttpServletRequest request) {
        if (factor.enrolled(user.id())) {
            throw new Refused(409, "SECOND_FACTOR_ENROLLED", "已绑定双因素，如需更换请先解绑");
        }
        byte[] secret = factor.newSecret();
        request.getSession(true).setAttribute(OFFERED, vault.seal(CONTEXT, secret));
        return factor.offer(user, secret);
    }

    @PostMapping
    @SignedIn("ends the own enrolment")
    Enrolled enrol(CurrentUser user, @RequestBody Code typed, HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(OFFERED) instanceof byte[] sealed)) {
            throw new Refused(409, "SECOND_FACTOR_NOT_OFFERED", "绑定已超时，请重新开始绑定");
        }
        var codes = factor.enrol(user, vault.open(CONTEXT, sealed), typed.code() == null ? "" : typed.code());
        session.removeAttribute(OFFERED);
        return new Enrolled(codes);
    }

    @DeleteMapping
    @SignedIn("ends the own second factor, shown once more")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void leave(CurrentUser user, @RequestBody Code typed) {
        factor.leave(user, typed.code() == null ? "" : typed.code());
    }
}
