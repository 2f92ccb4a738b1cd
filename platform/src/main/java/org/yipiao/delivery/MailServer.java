package org.yipiao.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;

/** 邮件服务器 One account at one SMTP server. */
final class MailServer {
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 10_000;
    /** From here on an SMTP answer is for good. */
    private static final int FOR_GOOD = 500;

    private final MailSettings settings;
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    MailServer(MailSettings settings) {
        this.settings = settings;
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
        if (settings.certificate().isEmpty()) {
            properties.put("mail.smtp.ssl.checkserveridentity", true);
        } else {
            // The certificate itself is known: what it is called and who signed it says no more.
            properties.put("mail.smtp.ssl.checkserveridentity", false);
            properties.put("mail.smtp.ssl.socketFactory", PinnedCertificate.sockets(settings.certificate()));
        }
        if (!settings.username().isBlank()) {
            properties.put("mail.smtp.auth", true);
            sender.setUsername(settings.username());
            sender.setPassword(settings.password());
        }
        sender.setJavaMailProperties(properties);
    }

    MailSettings settings() {
        return settings;
    }

    /** @throws CallFailed for a passing fault */
    Told send(String address, String subject, String text, String requestId) throws MessagingException {
        var mime = sender.createMimeMessage();
        try {
            var mail = new MimeMessageHelper(mime, StandardCharsets.UTF_8.name());
            mail.setFrom(settings.from());
            mail.setTo(address);
            mail.setSubject(subject);
            mail.setText(text);
            mime.setHeader("X-Request-Id", requestId);
        } catch (AddressException e) {
            return new Told.Unreachable("邮箱地址无效");
        }
        try {
            sender.send(mime);
            String id = mime.getMessageID();
            return new Told.Sent(id == null ? "" : id);
        } catch (MailAuthenticationException e) {
            throw new CallFailed(Fault.REFUSED, "邮件服务器拒绝登录，请核对账号和口令");
        } catch (MailSendException e) {
            return answer(e);
        } catch (MailException e) {
            throw new CallFailed(Fault.REFUSED, "邮件服务器拒绝");
        }
    }

    /** Says nothing of the address, which the server likes to repeat. */
    private static Told answer(MailSendException sending) {
        Exception failure = sending.getFailedMessages().values().stream()
                .findFirst()
                .orElseGet(() -> sending.getCause() instanceof Exception cause ? cause : sending);
        if (found(failure, SSLHandshakeException.class) != null) {
            throw new CallFailed(Fault.REFUSED, "不认可邮件服务器的证书，请核对加密方式、服务器名称或证书指纹");
        }
        var recipient = found(failure, SMTPAddressFailedException.class);
        if (recipient != null) {
            if (recipient.getReturnCode() >= FOR_GOOD) {
                return new Told.Unreachable("邮件服务器不接受该邮箱地址（" + recipient.getReturnCode() + "）");
            }
            throw new CallFailed(Fault.BUSY, "邮件服务器暂不接收（" + recipient.getReturnCode() + "）");
        }
        var refused = found(failure, SMTPSendFailedException.class);
        if (refused != null && refused.getReturnCode() > 0) {
            boolean forGood = refused.getReturnCode() >= FOR_GOOD;
            throw new CallFailed(
                    forGood ? Fault.REFUSED : Fault.BUSY,
                    "邮件服务器" + (forGood ? "拒绝" : "暂不接收") + "（" + refused.getReturnCode() + "）");
        }
        if (found(failure, SendFailedException.class) != null) {
            return new Told.Unreachable("邮件服务器不接受该邮箱地址");
        }
        throw new CallFailed(Fault.UNREACHABLE, "连接不上邮件服务器");
    }

    private static <T extends Exception> @Nullable T found(Exception failure, Class<T> wanted) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (wanted.isInstance(at)) {
                return wanted.cast(at);
            }
            if (at instanceof MessagingException chained && chained.getNextException() != null) {
                at = chained.getNextException();
            } else {
                at = at.getCause();
            }
        }
        return null;
    }
}
