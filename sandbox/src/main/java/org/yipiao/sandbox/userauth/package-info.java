/**
 * 用户认证服务器 The user authentication server: challenges, checks of a person's certificate for chain, validity and
 * revocation, and soft keys in place of USB keys behind the interface of the local middleware.
 */
@NullMarked
package org.yipiao.sandbox.userauth;

import org.jspecify.annotations.NullMarked;
