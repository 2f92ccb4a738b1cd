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
 * @param validFrom 有效期自; null from the beginning
 * @param validUntil 有效期至; null without end
 * @param passwordAt 口令设定时间: sessions begun before it are over
 * @param office 岗位类别
 * @param reach 数据权限 UNIT, CAMPUS, POINT or OWN
 * @param operatorName 业务系统中的收款人姓名
 * @param oneTimeUntil 一次性口令失效时间; null for a password of the person's own
 */
record Account(
        long id,
        UnitId unit,
        String username,
        String displayName,
        String passwordHash,
        boolean active,
        boolean mustChange,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        Instant passwordAt,
        Office office,
        String reach,
        String operatorName,
        @Nullable Instant oneTimeUntil) {
    boolean usable(Instant now) {
        return active
                && (validFrom == null || !now.isBefore(validFrom))
                && (validUntil == null || now.isBefore(validUntil));
    }

    @Override
    public String toString() {
        return "Account[" + username + "]";
    }
}
