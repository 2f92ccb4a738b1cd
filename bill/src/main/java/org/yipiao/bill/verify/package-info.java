/** 验真 The verifier: an ordered list of named checks for XML and OFD, and its command. */
@NullMarked
package org.yipiao.bill.verify;

import org.jspecify.annotations.NullMarked;
