/** 预交金 Prepayment: vouchers for deposits, refunds, and what inpatient bills consumed; the balance per patient. */
@NullMarked
@ApplicationModule(
        displayName = "预交金",
        allowedDependencies = {"shared", "access", "masterdata", "issuing", "delivery"})
package org.yipiao.prepayment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
