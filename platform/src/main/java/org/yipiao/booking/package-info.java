/** 入账 Booking: sheets that sum up bills for the hospital's accounts, their registration, and what payers have booked. */
@NullMarked
@ApplicationModule(
        displayName = "入账",
        allowedDependencies = {"shared", "access", "masterdata", "issuing"})
package org.yipiao.booking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
