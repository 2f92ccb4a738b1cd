package org.yipiao.bill.ofd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** 容器 Writes the parts as a ZIP. Without clock times, so that the same parts always make the same bytes. */
final class Container {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final short VERSION = 20;
    private static final short DEFLATED = 8;

    /** 1 January 1980, the first day that a ZIP can name. */
    private static final short DAY = 0x21;

    /** The count stands in 16 bits. */
    private static final int PARTS_MAX = 0xffff;

    private Container() {}

    static byte[] of(List<Part> parts) {
        if (parts.size() > PARTS_MAX) {
            throw new IllegalArgumentException("too many parts: " + parts.size());
        }
        int length = END_SIZE;
        for (var part : parts) {
            length = Math.addExact(
                    length, LOCAL_SIZE + CENTRAL_SIZE + 2 * part.path().length() + part.packed().length);
        }
        var out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        var offsets = new int[parts.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = out.position();
            Part part = parts.get(i);
            out.putInt(LOCAL_HEADER);
            common(out, part);
            out.put(name(part)).put(part.packed());
        }
        int directory = out.position();
        for (int i = 0; i < offsets.length; i++) {
            Part part = parts.get(i);
            out.putInt(CENTRAL_HEADER).putShort(VERSION);
            common(out, part);
            out.putShort((short) 0).putShort((short) 0).putShort((short) 0); // comment, disk, kind
            out.putInt(0).putInt(offsets[i]);
            out.put(name(part));
        }
        int end = out.position();
        out.putInt(END).putShort((short) 0).putShort((short) 0);
        out.putShort((short) offsets.length).putShort((short) offsets.length);
        out.putInt(end - directory).putInt(directory).putShort((short) 0);
        return out.array();
    }

    /** The fields that the local and the central header share, up to the length of the extra field. */
    private static void common(ByteBuffer out, Part part) {
        out.putShort(VERSION).putShort((short) 0).putShort(part.deflated() ? DEFLATED : 0);
        out.putShort((short) 0).putShort(DAY);
        out.putInt(part.crc()).putInt(part.packed().length).putInt(part.size());
        out.putShort((short) part.path().length()).putShort((short) 0);
    }

    private static byte[] name(Part part) {
        return part.path().getBytes(StandardCharsets.US_ASCII);
    }
}
