package org.yipiao.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 票据详情 Everything about one bill on one page.
 *
 * @param row what the list shows of it
 * @param checkCode 校验码
 * @param medical 业务扩展 label and value pairs in the order of the face; empty texts are left out
 * @param reverses the blue bill of a red bill
 * @param reversedBy the red bill of a reversed blue bill
 * @param offline 离线开具 null for a bill that the platform numbered
 * @param facePages 票面页数; 0 while the face can not be drawn
 * @param link 取票链接 the payer's page
 * @param delivery 交付记录
 * @param timeline 全程 in time order
 */
record BillDetail(
        @JsonUnwrapped BillRow row,
        String checkCode,
        String busType,
        LocalDateTime busAt,
        String title,
        Payer payer,
        List<Item> items,
        List<AuxItem> auxItems,
        List<Pair> medical,
        String handlingPerson,
        String checker,
        String remark,
        @Nullable Other reverses,
        @Nullable Other reversedBy,
        @Nullable Offline offline,
        int facePages,
        String link,
        List<Delivered> delivery,
        List<Step> timeline) {
    /** 交款人 @param type 1 person, 2 organisation @param code masked */
    record Payer(String type, String code, String name) {}

    record Item(
            String code,
            String name,
            BigDecimal quantity,
            String unit,
            BigDecimal price,
            long amountFen,
            String remark) {}

    /** 收费明细 @param amount yuan, up to six decimals */
    record AuxItem(
            String itemCode,
            String itemName,
            String code,
            String name,
            String specification,
            BigDecimal quantity,
            String unit,
            BigDecimal price,
            BigDecimal amount,
            String grade,
            String remark) {}

    record Pair(String label, String value) {}

    /** @param agent 窗口代理编号 @param arrivedAt 上传时间 */
    record Offline(String agent, LocalDateTime arrivedAt) {}

    record Other(String id, String code, String number) {}

    /** @param to masked */
    record Delivered(String channel, String to, LocalDateTime at, String result) {}

    /** @param tookMs of the last try */
    record Step(
            String stage,
            String label,
            String party,
            boolean done,
            @Nullable String faultLabel,
            String detail,
            int times,
            LocalDateTime firstAt,
            LocalDateTime lastAt,
            long tookMs) {}
}
