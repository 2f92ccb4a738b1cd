package org.yipiao.bill.ofd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.yipiao.bill.sign.Sm2;

/**
 * 包内文件 One file of the package, ready to be written and to be listed by a signature.
 *
 * @param path inside the package, without the slash in front
 * @param size of the plain bytes
 * @param crc of the plain bytes
 * @param deflated false: {@code packed} are the plain bytes
 * @param packed bytes as they stand in the package
 * @param digest SM3 of the plain bytes, base64
 */
record Part(String path, int size, int crc, boolean deflated, byte[] packed, String digest) {
    /** Level of the parts that differ from bill to bill: nearly as small as the default, and half its time. */
    private static final int LEVEL = 3;

    /** For what does not pack, such as seals, signatures and pictures. */
    static Part stored(String path, byte[] plain) {
        return new Part(path, plain.length, crc(plain), false, plain, digest(plain));
    }

    static Part xml(String path, CharSequence text) {
        return deflated(path, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Part xml(String path, CharSequence text, Deflater deflater) {
        return deflated(path, text.toString().getBytes(StandardCharsets.UTF_8), deflater);
    }

    static Part deflated(String path, byte[] plain) {
        Deflater deflater = deflater();
        try {
            return deflated(path, plain, deflater);
        } finally {
            deflater.end();
        }
    }

    /** As the others, with a packer that the caller opened with {@link #deflater} and ends. */
    static Part deflated(String path, byte[] plain, Deflater deflater) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        var buffer = new byte[plain.length + 64];
        int length = deflater.deflate(buffer);
        if (!deflater.finished()) {
            return stored(path, plain); // does not get smaller
        }
        var packed = new byte[length];
        System.arraycopy(buffer, 0, packed, 0, length);
        return new Part(path, plain.length, crc(plain), true, packed, digest(plain));
    }

    static Deflater deflater() {
        return new Deflater(LEVEL, true);
    }

    private static int crc(byte[] plain) {
        var crc = new CRC32();
        crc.update(plain);
        return (int) crc.getValue();
    }

    private static String digest(byte[] plain) {
        return Base64.getEncoder().encodeToString(Sm2.sm3(plain));
    }
}
