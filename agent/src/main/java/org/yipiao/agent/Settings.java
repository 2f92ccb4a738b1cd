package org.yipiao.agent;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * 代理设置 {@code agent.properties} in the agent's folder; everything has a default.
 *
 * @param port {@code port}, 13526 as desktop HIS programs expect
 * @param platform {@code platform}: the only address that a HIS may start the agent with; empty: whatever it says
 * @param origins {@code origins}: web pages that may call, separated by blanks; desktop programs need no entry
 * @param printing {@code printer}: a printer's name, empty for the machine's default, {@code folder} for {@code print/}
 * @param byKind {@code printer.<moduleId>}: the printer of one kind of bill
 * @param terminal {@code terminal}: this window's name on the console page 打印校准, whose shift its sheets get; empty: none
 * @param home the agent's folder: its key and the offline journal stand there
 * @param enrolment {@code enrolment}: 登记码 from the console page 离线开票; with {@code platform} it lets this machine issue offline
 * @param unitCertificate {@code unit-certificate}: SM3 digest of the unit's new certificate, once it was compared; usually empty
 * @param probe {@code probe-ms}: how often the platform is looked for
 */
record Settings(
        int port,
        Optional<URI> platform,
        Set<String> origins,
        Printing printing,
        Map<String, Printing> byKind,
        String terminal,
        Path home,
        String enrolment,
        String unitCertificate,
        Duration probe) {
    private static final long PROBE_MS = 5_000;

    static final int PORT = 13526;
    private static final String FOLDER = "folder";
    private static final String OF_KIND = "printer.";

    Settings {
        origins = Set.copyOf(origins);
        byKind = Map.copyOf(byKind);
    }

    /** Of a machine that does not issue offline. */
    Settings(int port, Optional<URI> platform, Set<String> origins, Printing printing, Map<String, Printing> byKind) {
        this(port, platform, origins, printing, byKind, "", Path.of(""), "", "", Duration.ofMillis(PROBE_MS));
    }

    /** @throws IllegalArgumentException in Chinese, when a setting is wrong */
    static Settings read(Path home) throws IOException {
        Properties properties = new Properties();
        Path file = home.resolve("agent.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        Map<String, Printing> byKind = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(OF_KIND)) {
                byKind.put(name.substring(OF_KIND.length()), printing(properties.getProperty(name), home));
            }
        }
        Set<String> origins = new HashSet<>(Set.of(text(properties, "origins").split("\\s+")));
        origins.remove("");
        String platform = text(properties, "platform");
        return new Settings(
                port(text(properties, "port")),
                platform.isEmpty() ? Optional.empty() : Optional.of(service(platform)),
                origins,
                printing(text(properties, "printer"), home),
                byKind,
                text(properties, "terminal"),
                home,
                text(properties, "enrolment"),
                digest(text(properties, "unit-certificate")),
                Duration.ofMillis(probe(text(properties, "probe-ms"))));
    }

    private static String text(Properties properties, String name) {
        return properties.getProperty(name, "").strip();
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return PORT;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("agent.properties 中 port 应为 0 至 65535 的端口号：" + text);
        }
        return Integer.parseInt(text);
    }

    private static String digest(String text) {
        if (!text.matches("[0-9a-fA-F]{64}|")) {
            throw new IllegalArgumentException("agent.properties 中 unit-certificate 应为 64 位的证书 SM3 摘要：" + text);
        }
        return text;
    }

    private static long probe(String text) {
        if (text.isEmpty()) {
            return PROBE_MS;
        }
        if (!text.matches("[0-9]{2,6}") || Long.parseLong(text) < 50) {
            throw new IllegalArgumentException("agent.properties 中 probe-ms 应为 50 至 999999 的毫秒数：" + text);
        }
        return Long.parseLong(text);
    }

    private static Printing printing(String printer, Path home) {
        return printer.equals(FOLDER) ? new Printing.Folder(home.resolve("print")) : new Printing.Printer(printer);
    }

    /** An address of the platform's market interface. @throws IllegalArgumentException in Chinese, when it is none */
    static URI service(String text) {
        try {
            URI service = URI.create(text.strip());
            if (("http".equals(service.getScheme()) || "https".equals(service.getScheme()))
                    && service.getHost() != null) {
                return service;
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw new IllegalArgumentException("平台地址应形如 http://10.0.0.1:8080/medical-web：" + text);
    }
}
