/** 医票 The platform: issues, signs, has countersigned, archives, delivers and verifies medical fiscal e-bills. */
@NullMarked
package org.yipiao;

import org.jspecify.annotations.NullMarked;
