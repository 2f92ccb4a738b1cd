/** 基础信息 Master data: units, issuing points, charge items, pay channels, bill kinds, code mapping. */
@NullMarked
@ApplicationModule(
        displayName = "基础信息",
        allowedDependencies = {"shared", "access"})
package org.yipiao.masterdata;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
