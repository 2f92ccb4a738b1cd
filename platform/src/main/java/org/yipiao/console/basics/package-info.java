/** 基础信息 Basic information on the console: records with checks, history, spreadsheets, code mapping. */
@NullMarked
package org.yipiao.console.basics;

import org.jspecify.annotations.NullMarked;
