package org.yipiao.access;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 人员 Who works in a unit, for modules that have something to tell them. */
public interface People {
    record Person(long id, String username, String displayName) {}

    /** Active accounts that may do this. */
    List<Person> who(UnitId unit, Permission permission);

    /** Active accounts. */
    List<Person> all(UnitId unit);

    Optional<Person> find(UnitId unit, long account);

    /** 用户 As who may see the accounts finds one. @param createdAt in the unit's time */
    record Colleague(String username, String displayName, String department, boolean active, LocalDateTime createdAt) {}

    /** Accounts of the unit, active or not, whose login name, name or department holds the text. */
    List<Colleague> matching(UnitId unit, String text, int max);

    /** 手机号 unmasked, for sending only; empty when none is known. */
    Optional<String> phone(UnitId unit, long account);

    /** 邮箱 as above. */
    Optional<String> mail(UnitId unit, long account);

    /** 微信 The person as the unit's official account knows it, as above. */
    Optional<String> wechat(UnitId unit, long account);
}
