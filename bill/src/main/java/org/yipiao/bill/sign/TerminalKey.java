package org.yipiao.bill.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * 终端密钥 The key of one machine, with a certificate that it signs itself: whoever knows the machine keeps the certificate
 * and trusts that one only.
 */
public final class TerminalKey {
    private static final int YEARS = 20;

    private TerminalKey() {}

    /**
     * Opens the key kept in a PKCS#12 file, or makes and keeps a new one.
     *
     * @throws IllegalArgumentException when the file can not be opened with this password
     */
    public static SoftKey openOrCreate(Path file, char[] password, String name, Instant now) {
        try {
            if (!Files.exists(file)) {
                var pair = CertificateAuthority.newPair();
                var subject = CertificateAuthority.subject(name);
                var builder = CertificateAuthority.certificate(subject, subject, pair, now, YEARS);
                new KeyFile(pair.getPrivate(), CertificateAuthority.signed(builder, pair.getPrivate()))
                        .keep(file, password);
            }
            var kept = KeyFile.open(file, password);
            return new SoftKey(kept.key(), kept.certificate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("SM2 keys can not be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException("无法读写密钥文件 " + file, e);
        }
    }
}
