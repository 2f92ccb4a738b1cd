/** 结算报文 What the platform and a window agent both hold of a settlement of the market protocol: fields, limits, lines, codes. */
@NullMarked
package org.yipiao.bill.settlement;

import org.jspecify.annotations.NullMarked;
