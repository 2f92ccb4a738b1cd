/** 版式文件 OFD (GB/T 33190) by template: static parts prepared once, per bill only what changes. */
@NullMarked
package org.yipiao.bill.ofd;

import org.jspecify.annotations.NullMarked;
