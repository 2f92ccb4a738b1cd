/** 换开与打印 Paper: which sheet was given for which bill, reserve, print, confirm, and how often it was printed. */
@NullMarked
@ApplicationModule(
        displayName = "纸质票据",
        allowedDependencies = {"shared", "access", "masterdata", "numbering", "issuing"})
package org.yipiao.paper;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
