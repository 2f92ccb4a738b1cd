package org.yipiao.delivery;

import java.time.LocalDateTime;
import org.yipiao.bill.Money;

/**
 * 交付消息 What a payer is told: hospital, kind, amount and link. Never a diagnosis, never an item.
 *
 * @param requestId the same for every attempt of one bill on one channel, at most 32 letters, digits or dashes
 * @param event 开具 or 冲红
 */
record Message(
        String requestId,
        String hospital,
        String event,
        String title,
        Money total,
        LocalDateTime issuedAt,
        String link) {}
