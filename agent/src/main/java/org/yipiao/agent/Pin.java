package org.yipiao.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.yipiao.bill.sign.Sm2;

/**
 * 固定单位证书 The certificate this machine's unit signs number blocks with. The first one is kept. A renewed one is taken over
 * when the authority that issued the kept one issued it as well, to the same holder and later; any other is refused, whoever
 * sends it, until somebody on this machine has compared its digest.
 */
final class Pin {
    private static final System.Logger LOG = System.getLogger(Pin.class.getName());
    private static final String FILE = "unit.cer";
    private static final int SHOWN = 16;
    private static final int ISSUERS_MAX = 20;

    private final Path file;
    private final String allowed;
    private final InstantSource clock;

    /** @param allowed {@code unit-certificate}: SM3 digest of a new certificate that was compared; may be empty */
    Pin(Path home, String allowed, InstantSource clock) {
        this.file = home.resolve(FILE);
        this.allowed = allowed;
        this.clock = clock;
    }

    /**
     * @param issuers certificates of authorities, as the platform says; believed only where the kept certificate proves them
     * @throws IOException in Chinese, when it is not the unit's certificate as this machine knows it
     */
    void require(byte[] certificate, List<byte[]> issuers) throws IOException {
        String digest = Sm2.sm3Hex(certificate);
        if (Files.exists(file)) {
            byte[] kept = Files.readAllBytes(file);
            String known = Sm2.sm3Hex(kept);
            if (known.equals(digest)) {
                return;
            }
            if (!allowed.equalsIgnoreCase(digest)) {
                if (!renewed(kept, certificate, issuers)) {
                    throw new IOException("号段由另一张单位证书签发（SM3 " + shortened(digest) + "…，本机固定的是 " + shortened(known)
                            + "…），且不是同一发证机构为同一单位换发的，未收下。若单位确已更换证书，请与信息科核对后在 agent.properties 中写入 unit-certificate="
                            + digest + " 并重新启动窗口代理");
                }
                LOG.log(Level.INFO, "单位证书已换发，本机改为固定 SM3 {0}（原 {1}）", digest, known);
            }
        }
        Path part = file.resolveSibling(FILE + ".part");
        Files.write(part, certificate);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean renewed(byte[] kept, byte[] certificate, List<byte[]> issuers) {
        try {
            X509Certificate old = Sm2.certificate(kept);
            X509Certificate renewed = Sm2.certificate(certificate);
            return renewed.getSubjectX500Principal().equals(old.getSubjectX500Principal())
                    && !begin(renewed).isBefore(begin(old))
                    && isValid(renewed)
                    && issuers.stream().limit(ISSUERS_MAX).anyMatch(issuer -> issuedBoth(issuer, old, renewed));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The kept certificate proves the authority: nobody else has the key that signed it. */
    private static boolean issuedBoth(byte[] issuer, X509Certificate old, X509Certificate renewed) {
        X509Certificate authority;
        try {
            authority = Sm2.certificate(issuer);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
        return authority.getBasicConstraints() >= 0
                && authority.getSubjectX500Principal().equals(old.getIssuerX500Principal())
                && authority.getSubjectX500Principal().equals(renewed.getIssuerX500Principal())
                && Sm2.issued(authority, old)
                && Sm2.issued(authority, renewed);
    }

    private boolean isValid(X509Certificate certificate) {
        Instant now = clock.instant();
        return !now.isBefore(begin(certificate))
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static Instant begin(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    private static String shortened(String digest) {
        return digest.substring(0, SHOWN);
    }
}
