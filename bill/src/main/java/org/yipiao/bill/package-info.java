/** 财政票据 The fiscal bill: its values, its content and its XML record. Plain Java: no Spring, no SQL, no HTTP. */
@NullMarked
package org.yipiao.bill;

import org.jspecify.annotations.NullMarked;
