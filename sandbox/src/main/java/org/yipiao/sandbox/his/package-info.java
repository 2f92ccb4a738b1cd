/**
 * 演示业务系统 A demo HIS that posts synthetic settlements of all kinds through the market protocol.
 */
@NullMarked
package org.yipiao.sandbox.his;

import org.jspecify.annotations.NullMarked;
