/**
 * 签名服务器 The hospital's signature server, GM/T 0029 over HTTP in the two forms that are in use.
 */
@NullMarked
package org.yipiao.sandbox.signer;

import org.jspecify.annotations.NullMarked;
