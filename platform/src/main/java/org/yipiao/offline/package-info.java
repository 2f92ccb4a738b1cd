/** 离线开票 Offline issuing: hands signed blocks of numbers to window agents and takes in what they issued meanwhile. */
@NullMarked
@ApplicationModule(
        displayName = "离线开票",
        allowedDependencies = {"shared", "access", "masterdata", "numbering", "issuing"})
package org.yipiao.offline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
