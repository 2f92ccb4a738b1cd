/** 签名签章 Signing: the unit signature over the frozen XML, by the signature server. */
@NullMarked
@ApplicationModule(
        displayName = "签名签章",
        allowedDependencies = {"shared", "access", "masterdata", "issuing", "transit"})
package org.yipiao.signing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
