/** 演示 Demonstration: fills two example hospitals with master data and numbers; active only with {@code yipiao.demo=true}. */
@NullMarked
@ApplicationModule(
        displayName = "演示",
        allowedDependencies = {
            "shared",
            "database",
            "access",
            "masterdata",
            "numbering",
            "issuing",
            "signing",
            "supervision"
        })
package org.yipiao.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
