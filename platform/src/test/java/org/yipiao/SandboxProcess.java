package org.yipiao;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 沙箱 All outside parties, as a process of its own that tests of one run share. Its classes are never on our class path,
 * where the platform would scan them in.
 */
public final class SandboxProcess {
    public static final String AGENCY = "990001";
    public static final String AGENCY_KEY = "test-agency-key";
    public static final String PIN = "test-pin";
    public static final String APPID = "wx9900000000000001";
    public static final String SECRET = "test-wechat-secret";
    public static final String SMS_KEY = "test-sms-key";
    public static final String MAIL_ACCOUNT = "bill@example.cn";
    public static final String MAIL_PASSWORD = "test-mail-password";

    /** What configures itself when it is found, and the sandbox does not use. */
    private static final Pattern OURS_ALONE = Pattern.compile(
            "/(spring-boot-(jdbc|sql|flyway|security|session|actuator|health|micrometer|data|test|starter-)"
                    + "|spring-security|spring-session|spring-modulith|springdoc|swagger)[^/]*[.]jar$");

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static SandboxProcess shared;
    private static RuntimeException failure;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port;
    private final String mailCertificate;

    private SandboxProcess(int port, String mailCertificate) {
        this.port = port;
        this.mailCertificate = mailCertificate;
    }

    /** The sandbox of this run; started by the first who asks, ended with the JVM. */
    public static synchronized SandboxProcess shared() {
        if (failure != null) {
            throw failure;
        }
        if (shared == null) {
            try {
                shared = start();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return shared;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int mailPort() {
        return get("/sandbox/mail/server").path("port").asInt();
    }

    /** SHA-256 of the mail server's certificate. */
    public String mailCertificate() {
        return mailCertificate;
    }

    /** The mail server's key and certificate, made as the launcher makes them. @return the fingerprint */
    private static String makeMailCertificate(Path keystore) throws IOException {
        var made = new ProcessBuilder(
                        (Path.of(System.getProperty("java.home"), "bin", "keytool") + " -genkeypair -alias"
                                        + " mail -keyalg EC -groupname secp256r1 -dname CN=mail.example.cn -validity 3650"
                                        + " -storetype PKCS12 -storepass " + MAIL_PASSWORD + " -keystore " + keystore)
                                .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (made.waitFor() != 0) {
                throw new IllegalStateException("keytool did not make a certificate");
            }
            var keys = KeyStore.getInstance(keystore.toFile(), MAIL_PASSWORD.toCharArray());
            byte[] certificate = keys.getCertificate("mail").getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SandboxProcess start() {
        try {
            Path classes = Path.of("..", "sandbox", "target", "classes")
                    .toAbsolutePath()
                    .normalize();
            if (!Files.isDirectory(classes)) {
                throw new IllegalStateException("build the sandbox first: mvn -pl platform -am test");
            }
            String ours = Path.of("target").toAbsolutePath().normalize().toString();
            String classPath = classes
                    + File.pathSeparator
                    + Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .filter(entry -> !entry.startsWith(ours)
                                    && !OURS_ALONE.matcher(entry).find())
                            .collect(Collectors.joining(File.pathSeparator));
            Path home = Files.createTempDirectory("sandbox");
            Path log = home.resolve("sandbox.log");
            int port = freePort();
            String mailCertificate = makeMailCertificate(home.resolve("mail.p12"));
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "org.yipiao.sandbox.SandboxApplication",
                            "--server.port=" + port,
                            "--sandbox.home=" + home,
                            "--sandbox.agency=" + AGENCY,
                            "--sandbox.agency-key=" + AGENCY_KEY,
                            "--sandbox.signer-pin=" + PIN,
                            "--sandbox.wechat.appid=" + APPID,
                            "--sandbox.wechat.secret=" + SECRET,
                            "--sandbox.sms.key=" + SMS_KEY,
                            "--sandbox.mail.account=" + MAIL_ACCOUNT,
                            "--sandbox.mail.password=" + MAIL_PASSWORD,
                            "--sandbox.mail.keystore=" + home.resolve("mail.p12"),
                            "--sandbox.mail.keystore-password=" + MAIL_PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("CLASSPATH", classPath);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var sandbox = new SandboxProcess(port, mailCertificate);
            sandbox.awaitStart(process, log);
            return sandbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitStart(Process process, Path log) throws IOException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                get("/sandbox/status");
                return;
            } catch (UncheckedIOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        throw new IllegalStateException("the sandbox did not start:\n" + Files.readString(log));
    }

    public JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).GET());
    }

    public JsonNode post(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** A further hospital at bureau and signature server; its credentials. */
    public JsonNode register(String agency, String creditCode, String name) {
        return send(HttpRequest.newBuilder(URI.create(url() + "/sandbox/agencies"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(
                        java.util.Map.of("agency", agency, "creditCode", creditCode, "name", name)))));
    }

    /** Sets a party's faults, such as {@code {"lostShare":1}}; parties: bureau, signer, wechat, sms, mail. */
    public void fault(String party, String json) {
        send(HttpRequest.newBuilder(URI.create(url() + "/sandbox/faults/" + party))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** How the bureau decides from now on, such as {@code {"result":"PARTIAL","share":0.8,"delaySeconds":0}}. */
    public void review(String json) {
        send(HttpRequest.newBuilder(URI.create(url() + "/sandbox/bureau/review"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    public void healthy() {
        for (String party : List.of("bureau", "signer", "wechat", "sms", "mail")) {
            send(HttpRequest.newBuilder(URI.create(url() + "/sandbox/faults/" + party))
                    .DELETE());
        }
    }

    /** One entry per countersigned bill. */
    public List<JsonNode> ledger() {
        return text(HttpRequest.newBuilder(URI.create(url() + "/sandbox/bureau/ledger"))
                        .GET())
                .lines()
                .<JsonNode>map(JSON::readTree)
                .toList();
    }

    private JsonNode send(HttpRequest.Builder request) {
        return JSON.readTree(text(request));
    }

    private String text(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
