/** 印章 Electronic seals of GB/T 38540 (V4) and GM/T 0031 (V1): seal, seal signature, drawn pictures. */
@NullMarked
package org.yipiao.bill.seal;

import org.jspecify.annotations.NullMarked;
