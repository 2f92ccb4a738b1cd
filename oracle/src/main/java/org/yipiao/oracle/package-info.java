/** 第二双眼睛 An independent OFD reader that looks at what we write. Tests run it as a process of its own. */
@NullMarked
package org.yipiao.oracle;

import org.jspecify.annotations.NullMarked;
