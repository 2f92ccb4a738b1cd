package org.yipiao.console;

import java.time.LocalDateTime;
import org.yipiao.bill.BillKind;
import org.yipiao.issuing.BillState;

/**
 * 票据列表行
 *
 * @param id as text, because numbers of a page's language lose digits
 * @param payerName masked
 * @param offline 离线开具
 * @param archived 已归档
 * @param delivered 已交付
 */
record BillRow(
        String id,
        BillKind kind,
        String kindLabel,
        String code,
        String number,
        String payerName,
        long totalFen,
        String point,
        String pointName,
        String busNo,
        BillState state,
        String stateLabel,
        LocalDateTime issuedAt,
        boolean red,
        boolean offline,
        boolean archived,
        boolean delivered) {}
