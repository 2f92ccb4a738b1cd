/**
 * 邮件服务器 A real SMTP server with STARTTLS and sign-in that delivers to nobody: it keeps and shows what arrived.
 */
@NullMarked
package org.yipiao.sandbox.mail;

import org.jspecify.annotations.NullMarked;
