/** 归档 Archive: originals by content hash, four-property check on arrival. */
@NullMarked
@ApplicationModule(
        displayName = "归档",
        allowedDependencies = {"shared", "access", "issuing", "transit", "signing", "supervision"})
package org.yipiao.archive;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
