package org.yipiao.sandbox.userauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.sandbox.Home;
import org.yipiao.sandbox.Secrets;

/** 用户证书 An authority for persons, the soft keys it gave out, and its list of revoked ones. */
@Component
class UserCertificates {
    private static final List<String> PEOPLE = List.of("finance", "cashier", "secadmin", "auditor");

    private final X509Certificate root;
    private final Map<String, SoftKey> keys = new LinkedHashMap<>();
    private final SoftKey server;
    private final Path revokedFile;
    private final Set<String> revoked = new ConcurrentSkipListSet<>();
    private final InstantSource clock;

    UserCertificates(Home home, Secrets secrets, InstantSource clock) {
        this.clock = clock;
        Path directory = home.directory("user-keys");
        char[] password = secrets.ukeyPin().toCharArray();
        Instant now = clock.instant();
        var authority = CertificateAuthority.openOrCreate(directory.resolve("root.p12"), password, "示例用户测试根", now);
        this.root = Sm2.certificate(authority.certificate());
        this.server = authority.key(directory.resolve("server.p12"), password, "示例用户认证服务器", now);
        for (String person : PEOPLE) {
            keys.put(person, authority.key(directory.resolve(person + ".p12"), password, person, now));
        }
        this.revokedFile = directory.resolve("revoked");
        read();
    }

    private void read() {
        try {
            if (Files.exists(revokedFile)) {
                revoked.addAll(Files.readAllLines(revokedFile));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + revokedFile, e);
        }
    }

    Map<String, SoftKey> keys() {
        return Map.copyOf(keys);
    }

    SoftKey server() {
        return server;
    }

    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
    }

    boolean isRevoked(X509Certificate certificate) {
        return revoked.contains(serial(certificate));
    }

    /** 吊销 Also takes it back, for the next try. */
    void revoke(String serial, boolean gone) {
        if (gone) {
            revoked.add(serial);
        } else {
            revoked.remove(serial);
        }
        try {
            Files.write(revokedFile, revoked);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + revokedFile, e);
        }
    }

    /** @return why the certificate does not count now, in the words of the server; empty when it does */
    Optional<String> fault(X509Certificate certificate) {
        if (!Sm2.issued(root, certificate)) {
            return Optional.of("证书链无效：不是本认证机构签发");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() >= 0 || usage == null || !usage[0]) {
            return Optional.of("证书用途不含数字签名");
        }
        Instant now = clock.instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("证书尚未生效");
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("证书已过期");
        }
        return isRevoked(certificate) ? Optional.of("证书已吊销") : Optional.empty();
    }
}
