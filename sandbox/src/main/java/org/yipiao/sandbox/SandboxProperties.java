package org.yipiao.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 沙箱配置 Everything that can be set. Empty secrets are generated at the first start, kept under {@code home} and shown once.
 *
 * @param home where ledger, keys and generated secrets are kept
 * @param agency 单位识别码 the one hospital that is connected
 * @param agencyKey key of the bureau's request signature
 * @param signerPin 密钥口令 of key 1 in the signature server
 * @param ukeyPin 介质口令 of the soft keys that stand for people's USB keys
 * @param ssoSecret 客户端密钥 of the platform at the identity provider
 * @param ldapPort 域目录端口 0: any that is free
 * @param province 省名 on the bill's title and the supervisory seal
 * @param unit 开票单位
 * @param second 第二家单位, there when its key is given
 * @param numberReview 审核时长 how long a request for numbers stays PENDING
 */
@ConfigurationProperties("sandbox")
public record SandboxProperties(
        Path home,
        @DefaultValue("990001") String agency,
        @DefaultValue("") String agencyKey,
        @DefaultValue("") String signerPin,
        @DefaultValue("") String ukeyPin,
        @DefaultValue("") String ssoSecret,
        @DefaultValue("0") int ldapPort,
        @DefaultValue("示例省") String province,
        @DefaultValue Unit unit,
        @DefaultValue Second second,
        @DefaultValue("0s") Duration numberReview,
        @DefaultValue Wechat wechat,
        @DefaultValue Sms sms,
        @DefaultValue Mail mail,
        @DefaultValue His his) {

    /** 开票单位 The hospital as the bureau knows it. */
    public record Unit(
            @DefaultValue("12990000000000000X") String creditCode,
            @DefaultValue("示例医院") String name,
            @DefaultValue("990100") String areaCode,
            @DefaultValue("示例医院") String payeeName,
            @DefaultValue("9900000000000000001") String payeeAccount,
            @DefaultValue("示例银行示例支行") String payeeBank) {}

    /** 第二家开票单位 So that a demonstration shows two hospitals beside each other from the start. */
    public record Second(
            @DefaultValue("990002") String agency,
            @DefaultValue("129900000000000026") String creditCode,
            @DefaultValue("示例医院二") String name,
            @DefaultValue("") String key,
            @DefaultValue("") String pin) {
        @Override
        public String toString() {
            return "Second[" + agency + "]";
        }
    }

    /**
     * 微信
     *
     * @param template 模板编号; empty accepts any
     * @param tokenLife how long a token lives; the old one is still good during the last part of the next one's first minutes
     */
    public record Wechat(
            @DefaultValue("wx9900000000000001") String appid,
            @DefaultValue("") String secret,
            @DefaultValue("") String template,
            @DefaultValue("7200s") Duration tokenLife) {}

    /** 短信 @param account 账号; empty accepts any */
    public record Sms(
            @DefaultValue("") String account,
            @DefaultValue("") String key) {}

    /**
     * 邮件服务器
     *
     * @param port 0: any that is free
     * @param account who may send
     * @param keystore PKCS 12 file with the key and certificate for STARTTLS; empty: without, and nobody signs in
     */
    public record Mail(
            @DefaultValue("0") int port,
            @DefaultValue("bill@example.cn") String account,
            @DefaultValue("") String password,
            @DefaultValue("") String keystore,
            @DefaultValue("") String keystorePassword) {
        @Override
        public String toString() {
            return "Mail[port=" + port + ", account=" + account + "]";
        }
    }

    /**
     * 演示业务系统
     *
     * @param platformUrl address of the platform
     * @param service first part of the path
     * @param ratePerMinute settlements sent each minute from the start; 0: none until asked
     */
    public record His(
            @DefaultValue("http://localhost:8080") String platformUrl,
            @DefaultValue("medical-web") String service,
            @DefaultValue("DEMOHIS") String appid,
            @DefaultValue("") String key,
            @DefaultValue("0") double ratePerMinute) {}
}
