/** 版式文件 Rendering: makes the OFD with both seals, and faces on demand. */
@NullMarked
@ApplicationModule(
        displayName = "版式",
        allowedDependencies = {
            "shared",
            "access",
            "masterdata",
            "issuing",
            "transit",
            "signing",
            "supervision",
            "archive"
        })
package org.yipiao.rendering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
