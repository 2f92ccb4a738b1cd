/** 离线票据 What a window agent and the platform exchange about bills issued without the network: blocks, bills, QR codes. */
@NullMarked
package org.yipiao.bill.offline;

import org.jspecify.annotations.NullMarked;
