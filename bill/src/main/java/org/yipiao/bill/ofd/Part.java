package org.yipiao.bill.ofd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
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
 * @param sm3 of the plain bytes; empty for a part that no signature lists
 */
record Part(String path, int size, int crc, boolean deflated, byte[] packed, byte[] sm3) {
    /** Level of the parts that differ from bill to bill: nearly as small as the default, and half its time. */
    private static final int LEVEL = 3;

    /** What is the same for many bills is packed once. */
    private static final int LEVEL_OF_FIXED_PARTS = Deflater.BEST_COMPRESSION;

    /** Packers take a quarter of a megabyte outside the heap: kept for the threads that write at a time, not for each one. */
    private static final ArrayBlockingQueue<Deflater> PACKERS =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private static final byte[] UNLISTED = {};

    /** For what does not pack, such as seals, signatures and pictures. */
    static Part stored(String path, byte[] plain) {
        return new Part(path, plain.length, crc(plain), false, plain, Sm2.sm3(plain));
    }

    /** As {@link #stored}, for a part that no signature lists. */
    static Part unlisted(String path, byte[] plain) {
        return new Part(path, plain.length, crc(plain), false, plain, UNLISTED);
    }

    /** A part that is the same for many bills. */
    static Part fixed(String path, CharSequence text) {
        return fixed(path, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Part fixed(String path, byte[] plain) {
        Deflater packer = new Deflater(LEVEL_OF_FIXED_PARTS, true);
        try {
            return packed(path, plain, packer, Sm2.sm3(plain));
        } finally {
            packer.end();
        }
    }

    /** A part of one bill. */
    static Part deflated(String path, byte[] plain) {
        return deflated(path, plain, Sm2.sm3(plain));
    }

    /** As {@link #deflated}, for a part that no signature lists. */
    static Part unlistedDeflated(String path, byte[] plain) {
        return deflated(path, plain, UNLISTED);
    }

    /** A part of one bill whose SM3 is known. */
    static Part deflated(String path, byte[] plain, byte[] sm3) {
        Deflater packer = PACKERS.poll();
        if (packer == null) {
            packer = new Deflater(LEVEL, true);
        }
        Part part = packed(path, plain, packer, sm3);
        packer.reset();
        if (!PACKERS.offer(packer)) {
            packer.end();
        }
        return part;
    }

    private static Part packed(String path, byte[] plain, Deflater packer, byte[] sm3) {
        packer.setInput(plain);
        packer.finish();
        byte[] buffer = new byte[plain.length];
        int length = packer.deflate(buffer);
        boolean smaller = packer.finished();
        return new Part(path, plain.length, crc(plain), smaller, smaller ? Arrays.copyOf(buffer, length) : plain, sm3);
    }

    /** The SM3 in base64, as a signature lists it. */
    String digest() {
        if (sm3.length == 0) {
            throw new IllegalStateException(path + " is listed by no signature");
        }
        return Base64.getEncoder().encodeToString(sm3);
    }

    /** The same part in another place. */
    Part at(String otherPath) {
        return new Part(otherPath, size, crc, deflated, packed, sm3);
    }

    private static int crc(byte[] plain) {
        var crc = new CRC32();
        crc.update(plain);
        return (int) crc.getValue();
    }
}
