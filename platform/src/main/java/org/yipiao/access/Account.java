package org.yipiao.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 账户 A person who may sign in.
 *
 * @param passwordHash argon2id
 * @param active 启用
 * @param mustChange 首次登录须改密
 * @param validUntil 有效期至; null without end
 * @param passwordAt 口令设定时间: sessions begun before it are over
 */
record Account(
        long id,
        UnitId unit,
        String username,
        String displayName,
        String passwordHash,
        boolean active,
        boolean mustChange,
        @Nullable Instant validUntil,
        Instant passwordAt) {
    boolean usable(Instant now) {
        return active && (validUntil == null || now.isBefore(validUntil));
    }

    @Override
    public String toString() {
        return "Account[" + username + "]";
    }
}
