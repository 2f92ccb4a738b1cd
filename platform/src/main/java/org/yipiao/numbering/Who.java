package org.yipiao.numbering;

import org.yipiao.access.CurrentUser;

/** 经办人 @param account 登录名; empty for the platform itself @param name as shown on documents */
record Who(String account, String name) {
    static Who of(CurrentUser user) {
        return new Who(user.username(), user.displayName());
    }

    /** Not a person: a timed job or another module. */
    static Who system(String name) {
        return new Who("", name);
    }
}
