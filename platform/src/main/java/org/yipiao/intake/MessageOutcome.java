package org.yipiao.intake;

import java.time.Instant;
import java.util.UUID;

/**
 * 处理结果 What became of one message.
 *
 * @param unit empty when the account is not known
 * @param message the refusal's text; empty on success, because answers may hold personal data
 * @param answer the decoded answer text, sealed at rest
 * @param replayedBy 重放人, empty for the first handling
 */
record MessageOutcome(
        UUID messageId,
        Instant at,
        String unit,
        String caller,
        String method,
        String busNo,
        String result,
        String message,
        String answer,
        int tookMs,
        String replayedBy) {}
