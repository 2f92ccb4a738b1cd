/** 票面 One face model in millimetres feeds every renderer: SVG, PDF, PNG and the OFD writer. */
@NullMarked
package org.yipiao.bill.face;

import org.jspecify.annotations.NullMarked;
