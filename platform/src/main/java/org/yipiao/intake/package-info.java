/** 业务系统接入 Intake: the market HIS protocol; stores the raw message before it is understood. */
@NullMarked
@ApplicationModule(
        displayName = "业务系统接入",
        allowedDependencies = {
            "shared",
            "access",
            "masterdata",
            "numbering",
            "issuing",
            "delivery",
            "paper",
            "prepayment",
            "booking",
            "offline"
        })
package org.yipiao.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
