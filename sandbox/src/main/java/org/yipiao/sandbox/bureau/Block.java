package org.yipiao.sandbox.bureau;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** 票据数据块 The signed bytes of a bill with their character set; packed for the ledger. */
record Block(byte[] bytes, Charset charset) {
    /** Largest block: 5 000 list lines with long names. */
    static final int BYTES_MAX = 8 * 1024 * 1024;

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** @throws IllegalArgumentException when the bureau does not take this character set */
    static Charset charset(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "", "UTF-8", "UTF8" -> StandardCharsets.UTF_8;
            case "GB18030" -> GB18030;
            default -> throw new IllegalArgumentException("字符集只能是 UTF-8 或 GB18030");
        };
    }

    byte[] packed() {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[1 + bytes.length + bytes.length / 100 + 64];
            packed[0] = (byte) (charset.equals(GB18030) ? 1 : 0);
            int length = 1 + deflater.deflate(packed, 1, packed.length - 1);
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }

    static Block unpacked(byte[] packed) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed, 1, packed.length - 1);
            var out = new ByteArrayOutputStream(packed.length * 4);
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 && inflater.needsInput()) {
                    break;
                }
                out.write(buffer, 0, length);
            }
            return new Block(out.toByteArray(), packed[0] == 1 ? GB18030 : StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IllegalStateException("ledger holds a damaged block", e);
        } finally {
            inflater.end();
        }
    }
}
