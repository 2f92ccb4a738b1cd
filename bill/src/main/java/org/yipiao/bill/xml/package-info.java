/** 有界XML Reads XML of strangers into small trees: no DTD, no entities, named limits. */
@NullMarked
package org.yipiao.bill.xml;

import org.jspecify.annotations.NullMarked;
