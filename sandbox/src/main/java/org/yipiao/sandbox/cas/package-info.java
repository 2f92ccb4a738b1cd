/** CAS 服务器 A hospital's CAS server (protocol 3.0): its own sign-in page, tickets that count once, answers that are wrong on demand. */
@NullMarked
package org.yipiao.sandbox.cas;

import org.jspecify.annotations.NullMarked;
