package org.yipiao.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyCalls;

/** 邮件 A notice by mail: who issued what, and the link. */
@Component
class Mail {
    static final String PARTY = "邮件";

    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 10_000;

    private final MailSettings settings;
    private final PartyCalls calls;
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    Mail(MailSettings settings, PartyCalls calls) {
        this.settings = settings;
        this.calls = calls;
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        var properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", CONNECT_MS);
        properties.put("mail.smtp.timeout", READ_MS);
        properties.put("mail.smtp.writetimeout", READ_MS);
        properties.put("mail.smtp.starttls.enable", settings.security().equals("starttls"));
        properties.put("mail.smtp.starttls.required", settings.security().equals("starttls"));
        properties.put("mail.smtp.ssl.enable", settings.security().equals("ssl"));
        properties.put("mail.smtp.ssl.checkserveridentity", true);
        if (!settings.username().isBlank()) {
            properties.put("mail.smtp.auth", true);
            sender.setUsername(settings.username());
            sender.setPassword(settings.password());
        }
        sender.setJavaMailProperties(properties);
    }

    boolean configured() {
        return settings.configured();
    }

    /** @throws CallFailed for a passing fault */
    Told send(String address, Message message) {
        try {
            return calls.call(PARTY, () -> sent(address, message));
        } catch (CallFailed | PartyCalls.PartyDown passing) {
            throw passing;
        } catch (Exception e) {
            throw new CallFailed(Fault.UNREACHABLE, "邮件服务器没有应答");
        }
    }

    private Told sent(String address, Message message) throws MessagingException {
        var mime = sender.createMimeMessage();
        try {
            var mail = new MimeMessageHelper(mime, StandardCharsets.UTF_8.name());
            mail.setFrom(settings.from());
            mail.setTo(address);
            mail.setSubject(message.hospital() + " 电子票据" + message.event() + "通知");
            mail.setText(message.hospital() + "为您" + message.event() + "了" + message.title() + "，金额 "
                    + message.total().plain() + " 元。\n查看与下载：" + message.link() + "\n本邮件由系统发出，请勿回复。");
            mime.setHeader("X-Request-Id", message.requestId());
        } catch (AddressException e) {
            return new Told.Unreachable("邮箱地址无效");
        }
        try {
            sender.send(mime);
            String id = mime.getMessageID();
            return new Told.Sent(id == null ? "" : id);
        } catch (MailAuthenticationException e) {
            return new Told.Rejected("邮件服务器拒绝登录，请核对 yipiao.mail 的账号");
        } catch (MailSendException e) {
            boolean refused = e.getFailedMessages().values().stream().anyMatch(SendFailedException.class::isInstance);
            if (refused) {
                return new Told.Unreachable("邮件服务器不接受该邮箱地址");
            }
            throw new CallFailed(Fault.UNREACHABLE, "连接不上邮件服务器");
        } catch (MailException e) {
            throw new CallFailed(Fault.REFUSED, "邮件服务器拒绝");
        }
    }
}
