/** 网页与错误 Web: serves the pages, and turns every failure into a problem in Chinese without a stack trace. */
@NullMarked
@ApplicationModule(
        displayName = "网页与错误",
        allowedDependencies = {"shared", "access"})
package org.yipiao.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
