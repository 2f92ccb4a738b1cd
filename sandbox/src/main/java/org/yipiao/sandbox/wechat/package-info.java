/**
 * 微信 Tokens and template messages, with the error codes clients depend on; shows what arrived.
 */
@NullMarked
package org.yipiao.sandbox.wechat;

import org.jspecify.annotations.NullMarked;
