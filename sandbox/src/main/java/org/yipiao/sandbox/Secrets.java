package org.yipiao.sandbox;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** 密钥与口令 Shared secrets as configured; what is not configured is generated once, kept and shown once. None is built in. */
@Component
public class Secrets {
    private static final Logger log = LoggerFactory.getLogger(Secrets.class);

    private final Path file;
    private final RandomGenerator random;
    private final Properties kept = new Properties();
    private final String agencyKey;
    private final String signerPin;
    private final String wechatSecret;
    private final String smsKey;
    private final String hisKey;
    private final String ukeyPin;
    private final String ssoSecret;
    private final String mailPassword;

    Secrets(Home home, SandboxProperties properties, RandomGenerator random) {
        this.file = home.file("secrets.properties");
        this.random = random;
        read();
        this.agencyKey = given("sandbox.agency-key", properties.agencyKey());
        this.signerPin = given("sandbox.signer-pin", properties.signerPin());
        this.wechatSecret = given("sandbox.wechat.secret", properties.wechat().secret());
        this.smsKey = given("sandbox.sms.key", properties.sms().key());
        this.hisKey = given("sandbox.his.key", properties.his().key());
        this.ukeyPin = given("sandbox.ukey-pin", properties.ukeyPin());
        this.ssoSecret = given("sandbox.sso-secret", properties.ssoSecret());
        this.mailPassword = given("sandbox.mail.password", properties.mail().password());
    }

    public String agencyKey() {
        return agencyKey;
    }

    public String signerPin() {
        return signerPin;
    }

    public String wechatSecret() {
        return wechatSecret;
    }

    public String smsKey() {
        return smsKey;
    }

    public String hisKey() {
        return hisKey;
    }

    /** 介质口令 of the soft keys that stand for USB keys. */
    public String ukeyPin() {
        return ukeyPin;
    }

    /** 客户端密钥 of the platform at the identity provider. */
    public String ssoSecret() {
        return ssoSecret;
    }

    /** 口令 of the account at the mail server. */
    public String mailPassword() {
        return mailPassword;
    }

    private String given(String name, String configured) {
        if (!configured.isBlank()) {
            return configured;
        }
        String earlier = kept.getProperty(name);
        if (earlier != null) {
            return earlier;
        }
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String fresh = HexFormat.of().formatHex(bytes);
        kept.setProperty(name, fresh);
        save();
        log.info("已生成 {}={} （仅显示这一次，保存于 {}）", name, fresh, file);
        return fresh;
    }

    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            kept.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void save() {
        var text = new StringWriter();
        try {
            kept.store(text, "generated at the first start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Home.write(file, text.toString());
    }
}
