package org.yipiao.access;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 单点登录方式 By whom somebody is vouched for who did not type a password of ours. */
enum SignOnWay {
    OIDC(SignInStore.Method.OIDC),
    CAS(SignInStore.Method.CAS),
    LDAP(SignInStore.Method.LDAP);

    private final SignInStore.Method method;

    SignOnWay(SignInStore.Method method) {
        this.method = method;
    }

    SignInStore.Method method() {
        return method;
    }

    static Optional<SignOnWay> named(@Nullable String word) {
        for (var way : values()) {
            if (way.name().equals(word == null ? "" : word.toUpperCase(Locale.ROOT))) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }
}
