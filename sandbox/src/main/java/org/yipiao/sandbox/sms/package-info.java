/**
 * 短信 A plain HTTP gateway; the same request number is sent once; shows what arrived.
 */
@NullMarked
package org.yipiao.sandbox.sms;

import org.jspecify.annotations.NullMarked;
