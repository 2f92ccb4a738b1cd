/** 共用值 Shared values: ids, field errors, findings, paging; and the thread of whoever looks again and again. No Spring beans, no SQL. */
@NullMarked
@ApplicationModule(
        displayName = "共用值",
        allowedDependencies = {})
package org.yipiao.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
