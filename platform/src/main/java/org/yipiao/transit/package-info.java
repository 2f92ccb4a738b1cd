/** 在途 In transit: the road after issuing; which bill waits for which stage, attempts, next try, repair. */
@NullMarked
@ApplicationModule(
        displayName = "在途",
        allowedDependencies = {"shared", "access", "issuing"})
package org.yipiao.transit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
