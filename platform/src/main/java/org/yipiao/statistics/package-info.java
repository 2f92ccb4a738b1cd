/** 统计报表 Statistics: sums kept as bills are issued, reports by day, month and year, peaks, and the proof that they are the bills' own sums. */
@NullMarked
@ApplicationModule(
        displayName = "统计",
        allowedDependencies = {"shared", "access", "masterdata", "issuing"})
package org.yipiao.statistics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
