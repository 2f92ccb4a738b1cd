package org.yipiao.supervision;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.shared.UnitId;

/**
 * 财政票据系统配置 {@code yipiao.bureau.*}: the account of the unit that the installation was made for, and what holds for all units.
 *
 * @param url address of the bureau's interface
 * @param agency 单位识别码 given by the bureau; it is our {@link UnitId}
 * @param key 接口密钥 for the HMAC-SM3 of every request
 * @param syncEvery how often the configuration is fetched again
 * @param messageDays how long the message log is kept
 */
@ConfigurationProperties("yipiao.bureau")
record BureauSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String agency,
        @DefaultValue("") String key,
        @DefaultValue("5m") Duration syncEvery,
        @DefaultValue("180") int messageDays) {
    @Override
    public String toString() {
        return "BureauSettings[url=" + url + ", agency=" + agency + "]";
    }
}
