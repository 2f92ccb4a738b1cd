/** 文件中心 The files that the installation made or received for people, wherever they are kept, and who took them. */
@NullMarked
package org.yipiao.console.files;

import org.jspecify.annotations.NullMarked;
