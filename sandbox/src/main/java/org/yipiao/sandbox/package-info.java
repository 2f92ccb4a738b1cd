/**
 * 沙箱 One program that plays all outside parties, faithful at the wire: finance bureau 财政, signature server 签名服务器,
 * WeChat 微信, SMS 短信 and a demo HIS 业务系统; each keeps its own ledger and goes wrong on demand.
 */
@NullMarked
package org.yipiao.sandbox;

import org.jspecify.annotations.NullMarked;
