package org.yipiao.offline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 离线配置 {@code yipiao.offline.*}
 *
 * @param blockCount 每段号码数
 * @param totalFenMax 每段累计金额上限
 * @param singleFenMax 单张金额上限
 * @param hoursMax 连续离线小时数上限
 * @param validity 号段有效期
 * @param platformWithin 平台停机或财政系统中断时开具的票据须在开具后多久内上传，单位没有另设时
 * @param networkWithin 网络中断、停电和其他原因时开具的票据须在开具后多久内上传，单位没有另设时
 * @param scanWithin 代理停用后多久内凭二维码补录，之后才可作废号码
 * @param silentAfter 多久未联系视为失联
 */
@ConfigurationProperties("yipiao.offline")
record OfflineConfigured(
        @DefaultValue("200") int blockCount,
        @DefaultValue("50000000") long totalFenMax,
        @DefaultValue("10000000") long singleFenMax,
        @DefaultValue("72") int hoursMax,
        @DefaultValue("7d") Duration validity,
        @DefaultValue("48h") Duration platformWithin,
        @DefaultValue("24h") Duration networkWithin,
        @DefaultValue("7d") Duration scanWithin,
        @DefaultValue("10m") Duration silentAfter) {
    OfflineConfigured {
        if (blockCount < 1 || blockCount > 5_000 || totalFenMax < 1 || singleFenMax < 1 || hoursMax < 1) {
            throw new IllegalArgumentException("yipiao.offline 的数量、金额和小时数必须为正数，每段最多 5000 个号码");
        }
    }
}
