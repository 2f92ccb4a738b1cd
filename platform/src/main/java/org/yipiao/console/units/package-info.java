/** 单位 Units on the console: opening a hospital step by step, its access to bureau and signature server, stopping it. */
@NullMarked
package org.yipiao.console.units;

import org.jspecify.annotations.NullMarked;
