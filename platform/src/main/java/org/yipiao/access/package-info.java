/** 账户与权限 Access: users, roles, permissions on every route, sessions, keys of the installation. */
@NullMarked
@ApplicationModule(
        displayName = "账户与权限",
        allowedDependencies = {"shared"})
package org.yipiao.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
