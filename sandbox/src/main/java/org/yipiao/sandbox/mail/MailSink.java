package org.yipiao.sandbox.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import org.yipiao.sandbox.Inbox;
import org.yipiao.sandbox.SandboxProperties;
import org.yipiao.sandbox.Secrets;
import org.yipiao.sandbox.faults.Faults;
import org.yipiao.sandbox.faults.Party;

/**
 * 收信 With a certificate it offers STARTTLS, and takes mail only from who has signed in over it. Addresses at
 * {@code nobody.example.cn} do not exist.
 */
@Component
class MailSink implements SmartLifecycle {
    static final String NOBODY = "@nobody.example.cn";

    private static final int SIZE_MAX = 1_000_000;
    private static final int RECIPIENTS_MAX = 50;
    private static final int TEXT_MAX = 4_000;

    private final SandboxProperties.Mail settings;
    private final String password;
    private final Inbox.Box<Mail> inbox;
    private final Faults faults;
    private final InstantSource clock;
    private @Nullable SMTPServer server;

    MailSink(SandboxProperties properties, Secrets secrets, Inbox inbox, Faults faults, InstantSource clock) {
        this.settings = properties.mail();
        this.password = secrets.mailPassword();
        this.inbox = inbox.box("mail", Mail.class);
        this.faults = faults;
        this.clock = clock;
    }

    /** 邮件 as received. @param requestId as the sender wrote it in {@code X-Request-Id} @param encrypted over TLS */
    record Mail(
            String id,
            String at,
            String from,
            List<String> to,
            String subject,
            String text,
            String requestId,
            boolean encrypted) {}

    List<Mail> newest(int limit, String to) {
        return inbox.newest(limit, mail -> to.isEmpty() || mail.to().contains(to));
    }

    long count() {
        return inbox.count();
    }

    int port() {
        var present = server;
        return present == null ? 0 : present.getPortAllocated();
    }

    @Override
    public synchronized void start() {
        var builder = SMTPServer.port(settings.port())
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mail.example.cn")
                .maxMessageSize(SIZE_MAX)
                .maxRecipients(RECIPIENTS_MAX)
                .messageHandlerFactory(context -> new Handler());
        if (!settings.keystore().isEmpty()) {
            builder.startTlsSocketFactory(tls())
                    .enableTLS()
                    .requireTLS()
                    .requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::signIn));
        }
        var fresh = builder.build();
        fresh.start();
        server = fresh;
    }

    private void signIn(String username, String typed, MessageContext context) throws LoginFailedException {
        boolean right = settings.account().equals(username)
                && MessageDigest.isEqual(
                        password.getBytes(StandardCharsets.UTF_8), typed.getBytes(StandardCharsets.UTF_8));
        if (!right) {
            throw new LoginFailedException();
        }
    }

    private SSLContext tls() {
        try (var file = Files.newInputStream(Path.of(settings.keystore()))) {
            char[] opens = settings.keystorePassword().toCharArray();
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(file, opens);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, opens);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("邮件服务器的证书文件不能读取：" + settings.keystore(), e);
        }
    }

    @Override
    public synchronized void stop() {
        var present = server;
        server = null;
        if (present != null) {
            present.stop();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** One message on its way in. */
    private final class Handler implements MessageHandler {
        private final List<String> to = new ArrayList<>();
        private final long startedAt = clock.millis();
        private String from = "";
        private Faults.Fate fate = Faults.Fate.DONE;

        @Override
        public void from(String sender) throws RejectException {
            from = sender;
            fate = faults.decide(Party.MAIL);
            if (fate == Faults.Fate.OUT) {
                throw new DropConnectionException(421, "Service not available");
            }
            delay(faults.of(Party.MAIL).delayMs());
            if (fate == Faults.Fate.TOO_OFTEN) {
                throw new RejectException(450, Party.MAIL.tooOften());
            }
            if (fate == Faults.Fate.BUSY) {
                throw new RejectException(451, Party.MAIL.busy());
            }
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            if (fate == Faults.Fate.WRONG || recipient.endsWith(NOBODY)) {
                throw new RejectException(550, "No such user here");
            }
            to.add(recipient);
        }

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            var bytes = data.readAllBytes();
            keep(bytes);
            if (fate == Faults.Fate.LOST) {
                throw new DropConnectionException(421, "Connection lost");
            }
            return "kept";
        }

        private void keep(byte[] bytes) throws RejectException {
            try {
                var mime = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
                String text = mime.getContent() instanceof String plain ? plain.strip() : "";
                String request = Optional.ofNullable(mime.getHeader("X-Request-Id", null))
                        .orElse("");
                String subject = Optional.ofNullable(mime.getSubject()).orElse("");
                // With a certificate nothing is taken in the clear.
                boolean encrypted = !settings.keystore().isEmpty();
                inbox.add(
                        Optional.empty(),
                        id -> new Mail(
                                "M" + id,
                                clock.instant().toString(),
                                from,
                                List.copyOf(to),
                                subject,
                                text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX),
                                request,
                                encrypted));
            } catch (MessagingException | IOException e) {
                throw new RejectException(554, "Message can not be read");
            }
        }

        @Override
        public void done() {
            faults.took(Party.MAIL, clock.millis() - startedAt);
        }
    }

    private static void delay(long millis) {
        if (millis == 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
