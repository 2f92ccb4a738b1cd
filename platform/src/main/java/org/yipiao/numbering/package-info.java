/** 票源与票号 Number stock: draws ranges from the bureau, distributes them to points, hands out each number once. */
@NullMarked
@ApplicationModule(
        displayName = "票号",
        allowedDependencies = {"shared", "database", "access", "masterdata"})
package org.yipiao.numbering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
