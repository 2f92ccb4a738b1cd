/** 交付 Delivery: notices to the payer, payer pages, public check. */
@NullMarked
@ApplicationModule(
        displayName = "交付",
        allowedDependencies = {
            "shared",
            "access",
            "notices",
            "masterdata",
            "issuing",
            "transit",
            "signing",
            "rendering",
            "archive",
            "supervision"
        })
package org.yipiao.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
