/** 签名 SM2/SM3 signatures, certificates and the two signatures of the bill XML. */
@NullMarked
package org.yipiao.bill.sign;

import org.jspecify.annotations.NullMarked;
