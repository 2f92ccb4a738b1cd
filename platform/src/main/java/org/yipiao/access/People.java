package org.yipiao.access;

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

    /** 手机号 unmasked, for sending only; empty when none is known. */
    Optional<String> phone(UnitId unit, long account);
}
