/** 财政监管 Supervision: the finance bureau: numbers, countersigning, status, totals, supervisory seals. */
@NullMarked
@ApplicationModule(
        displayName = "财政监管",
        allowedDependencies = {
            "shared",
            "database",
            "access",
            "notices",
            "masterdata",
            "numbering",
            "issuing",
            "transit",
            "signing"
        })
package org.yipiao.supervision;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
