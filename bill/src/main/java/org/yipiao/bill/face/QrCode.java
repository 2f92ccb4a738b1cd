package org.yipiao.bill.face;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** 二维码 The QR code of the face as a small picture. */
public final class QrCode {
    /** Characters of text at most: what one code of level M holds in any of our versions with room to spare. */
    public static final int TEXT_MAX = 1_000;

    /** White modules around the code. The face leaves white paper beside it, so two are enough. */
    private static final int QUIET_MODULES = 2;

    /** Enough for viewers that smooth when they enlarge; more would only add bytes. */
    private static final int PIXELS_PER_MODULE = 2;

    /** Trying all eight masks costs four times the rest of the encoding; every mask is readable. */
    private static final int MASK = 2;

    /** What does not pack grows by less than this. */
    private static final int PACKED_SLACK = 64;

    /** Expensive to make: kept for the threads that draw at a time. */
    private static final ArrayBlockingQueue<Deflater> PACKERS =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private QrCode() {}

    /**
     * A small one-bit PNG of the code; a seven-field bill text stays under 400 bytes.
     *
     * @throws IllegalArgumentException when the text is empty or longer than {@link #TEXT_MAX}
     */
    public static byte[] png(String text) {
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("二维码内容长度应为1至" + TEXT_MAX + "字: " + text.length());
        }
        return picture(modules(text));
    }

    private static ByteMatrix modules(String text) {
        var hints = Map.of(EncodeHintType.QR_MASK_PATTERN, MASK, EncodeHintType.CHARACTER_SET, charset(text));
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, hints).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("二维码内容过长: " + text.length(), tooLong);
        }
    }

    /** ASCII text carries no charset mark, as old scanners expect. */
    private static String charset(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        return ascii ? StandardCharsets.ISO_8859_1.name() : StandardCharsets.UTF_8.name();
    }

    private static byte[] picture(ByteMatrix modules) {
        int side = (modules.getWidth() + 2 * QUIET_MODULES) * PIXELS_PER_MODULE;
        var png = new ByteArrayOutputStream(512);
        png.writeBytes(PNG_HEAD);
        var header = new byte[13];
        putInt(header, 0, side);
        putInt(header, 4, side);
        header[8] = 1; // one bit a pixel, colour type 0: grey
        chunk(png, "IHDR", header);
        chunk(png, "IDAT", deflated(rows(modules, side)));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** Every row that repeats the one above is written as its difference, all zeros. */
    private static byte[] rows(ByteMatrix modules, int side) {
        int stride = 1 + (side + 7) / 8;
        var rows = new byte[side * stride];
        for (int y = 0; y < side; y++) {
            int row = y * stride;
            if (y > 0 && y % PIXELS_PER_MODULE != 0) {
                rows[row] = 2; // filter "up"
            } else {
                row(modules, y / PIXELS_PER_MODULE - QUIET_MODULES, rows, row + 1, side);
            }
        }
        return rows;
    }

    /** One row of pixels: white, then the dark modules. */
    private static void row(ByteMatrix modules, int y, byte[] rows, int start, int side) {
        for (int x = 0; x < side; x++) {
            rows[start + x / 8] |= (byte) (0x80 >> (x % 8));
        }
        if (y < 0 || y >= modules.getHeight()) {
            return;
        }
        byte[] row = modules.getArray()[y];
        for (int module = 0; module < row.length; module++) {
            if (row[module] == 1) {
                int from = (module + QUIET_MODULES) * PIXELS_PER_MODULE;
                for (int x = from; x < from + PIXELS_PER_MODULE; x++) {
                    rows[start + x / 8] &= (byte) ~(0x80 >> (x % 8));
                }
            }
        }
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater packer = PACKERS.poll();
        if (packer == null) {
            packer = new Deflater();
        }
        packer.setInput(bytes);
        packer.finish();
        byte[] packed = new byte[bytes.length + PACKED_SLACK];
        int length = packer.deflate(packed);
        packer.reset();
        if (!PACKERS.offer(packer)) {
            packer.end();
        }
        return Arrays.copyOf(packed, length);
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] body) {
        var number = new byte[4];
        putInt(number, 0, body.length);
        png.writeBytes(number);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        png.writeBytes(name);
        png.writeBytes(body);
        var crc = new CRC32();
        crc.update(name);
        crc.update(body);
        putInt(number, 0, (int) crc.getValue());
        png.writeBytes(number);
    }

    private static void putInt(byte[] into, int at, int value) {
        into[at] = (byte) (value >>> 24);
        into[at + 1] = (byte) (value >>> 16);
        into[at + 2] = (byte) (value >>> 8);
        into[at + 3] = (byte) value;
    }
}
