/**
 * 身份提供方 A hospital's identity provider (OpenID Connect): its own sign-in page, codes, tokens, keys that turn over, and
 * tokens that are wrong on demand.
 */
@NullMarked
package org.yipiao.sandbox.oidc;

import org.jspecify.annotations.NullMarked;
