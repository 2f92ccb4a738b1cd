package org.yipiao.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.yipiao.bill.sign.Sm2;

/**
 * 固定单位证书 The certificate this machine's unit signs number blocks with. The first one is kept; a block that another one
 * signed is not taken, whoever sends it, until somebody on this machine has compared the new certificate's digest.
 */
final class Pin {
    private static final String FILE = "unit.cer";
    private static final int SHOWN = 16;

    private final Path file;
    private final String allowed;

    /** @param allowed {@code unit-certificate}: SM3 digest of a new certificate that was compared; may be empty */
    Pin(Path home, String allowed) {
        this.file = home.resolve(FILE);
        this.allowed = allowed;
    }

    /** @throws IOException in Chinese, when it is not the unit's certificate as this machine knows it */
    void require(byte[] certificate) throws IOException {
        String digest = Sm2.sm3Hex(certificate);
        if (Files.exists(file)) {
            String known = Sm2.sm3Hex(Files.readAllBytes(file));
            if (known.equals(digest)) {
                return;
            }
            if (!allowed.equalsIgnoreCase(digest)) {
                throw new IOException("号段由另一张单位证书签发（SM3 " + shortened(digest) + "…，本机固定的是 " + shortened(known)
                        + "…），未收下。若单位确已更换证书，请与信息科核对后在 agent.properties 中写入 unit-certificate=" + digest
                        + " 并重新启动窗口代理");
            }
        }
        Path part = file.resolveSibling(FILE + ".part");
        Files.write(part, certificate);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String shortened(String digest) {
        return digest.substring(0, SHOWN);
    }
}
