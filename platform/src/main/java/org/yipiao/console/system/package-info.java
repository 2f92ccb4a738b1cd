/** 系统 The installation itself: its settings in force with where each comes from, and what this instance remembers. */
@NullMarked
package org.yipiao.console.system;

import org.jspecify.annotations.NullMarked;
