/** 工作台 Console: the pages of the hospital's staff over all modules; stands on top and owns no facts, only how people like lists to look. */
@NullMarked
@ApplicationModule(
        displayName = "工作台",
        allowedDependencies = {
            "shared",
            "access",
            "masterdata",
            "numbering",
            "issuing",
            "transit",
            "signing",
            "supervision",
            "archive",
            "rendering",
            "delivery",
            "intake",
            "paper",
            "prepayment",
            "booking",
            "statistics",
            "notices"
        })
package org.yipiao.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
