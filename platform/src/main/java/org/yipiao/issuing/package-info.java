/** 票据开具与冲红 Issuing: turns a settlement into a numbered bill, once, and reverses it. */
@NullMarked
@ApplicationModule(
        displayName = "开票",
        allowedDependencies = {"shared", "access", "masterdata", "numbering"})
package org.yipiao.issuing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
