/** 窗口代理 The local component of a desktop HIS on a cashier's machine: passes calls on to the platform, and prints. */
@NullMarked
package org.yipiao.agent;

import org.jspecify.annotations.NullMarked;
