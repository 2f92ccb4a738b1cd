/** 消息通知 Notices: what staff have to know, who has read it, on which ways it reaches them, and personal settings. */
@NullMarked
@ApplicationModule(
        displayName = "消息通知",
        allowedDependencies = {"shared", "access"})
package org.yipiao.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
