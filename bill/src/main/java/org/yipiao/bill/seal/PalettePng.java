package org.yipiao.bill.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a PNG of one colour on a transparent ground, one bit for each dot, as small as the format allows. */
final class PalettePng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte PALETTE = 3;

    private PalettePng() {}

    /**
     * @param alpha row by row, zero where the ground shows
     */
    static byte[] of(int[] alpha, int width, int height, int rgb) {
        byte[] colour = {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb};
        byte[] colours = {colour[0], colour[1], colour[2], colour[0], colour[1], colour[2]};
        byte[] opacity = {0, (byte) 255};
        ByteArrayOutputStream png = new ByteArrayOutputStream(4096);
        png.writeBytes(SIGNATURE);
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 1)
                        .put(PALETTE)
                        .array());
        chunk(png, "PLTE", colours);
        chunk(png, "tRNS", opacity);
        chunk(png, "IDAT", smallest(rows(alpha, width, height), height));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] rows(int[] alpha, int width, int height) {
        int stride = (width + 7) / 8;
        byte[] rows = new byte[stride * height];
        for (int i = 0; i < width * height; i++) {
            if (alpha[i] != 0) {
                int x = i % width;
                rows[i / width * stride + x / 8] |= (byte) (0x80 >> x % 8);
            }
        }
        return rows;
    }

    /** Whether a row is smaller as it is or as its difference to the row above depends on the drawing. */
    private static byte[] smallest(byte[] rows, int height) {
        byte[] plain = deflated(rows, height, false);
        byte[] up = deflated(rows, height, true);
        return plain.length <= up.length ? plain : up;
    }

    private static byte[] deflated(byte[] rows, int height, boolean up) {
        int stride = rows.length / height;
        byte[] filtered = new byte[rows.length + height];
        for (int y = 0; y < height; y++) {
            filtered[y * (stride + 1)] = (byte) (up ? 2 : 0);
            for (int x = 0; x < stride; x++) {
                int above = up && y > 0 ? rows[(y - 1) * stride + x] : 0;
                filtered[y * (stride + 1) + 1 + x] = (byte) (rows[y * stride + x] - above);
            }
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(filtered);
        deflater.finish();
        byte[] out = new byte[filtered.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return java.util.Arrays.copyOf(out, length);
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        byte[] typed = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .put(content)
                .array();
        CRC32 check = new CRC32();
        check.update(typed);
        png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        png.writeBytes(typed);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }
}
