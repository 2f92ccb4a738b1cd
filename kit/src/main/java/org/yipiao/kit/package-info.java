/** 工具箱 Load and latency benchmark through the market protocol, beside the machine's own ceilings. */
@NullMarked
package org.yipiao.kit;

import org.jspecify.annotations.NullMarked;
