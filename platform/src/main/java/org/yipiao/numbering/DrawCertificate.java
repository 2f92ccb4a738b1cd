package org.yipiao.numbering;

import java.time.LocalDate;
import java.util.List;

/**
 * 领用证 The unit's right to draw certain bills from its bureau.
 *
 * @param region 财政部门 that issued it
 * @param validUntil last day on which it counts
 * @param stopped 停用 or lost
 */
public record DrawCertificate(
        String no, String region, LocalDate validFrom, LocalDate validUntil, boolean stopped, List<Limit> kinds) {
    /**
     * 可领票种与限量
     *
     * @param subject first six digits of an electronic code, or a paper code
     * @param perDraw 单次限量; 0: no limit
     * @param perYear 年度限量; 0: no limit
     */
    public record Limit(String subject, long perDraw, long perYear) {}

    boolean validOn(LocalDate day) {
        return !stopped && !day.isBefore(validFrom) && !day.isAfter(validUntil);
    }
}
