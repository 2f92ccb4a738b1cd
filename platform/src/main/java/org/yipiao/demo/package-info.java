/** 演示 Demonstration: fills one example hospital with master data and numbers; active only with {@code yipiao.demo=true}. */
@NullMarked
@ApplicationModule(
        displayName = "演示",
        allowedDependencies = {"shared", "database", "access", "masterdata", "numbering", "issuing"})
package org.yipiao.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
