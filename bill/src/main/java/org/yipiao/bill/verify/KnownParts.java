package org.yipiao.bill.verify;

import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.xml.BoundedXml;
import org.yipiao.bill.xml.Element;

/**
 * 常见部件 Files that stand in bill after bill: forms, resources, seals. What was found out about such a file once (its plain
 * bytes, its SM3, its tree) holds for every file with the same bytes, and all bytes are compared. A file is kept when it comes
 * the second time, so that what one bill alone has does not fill the memory.
 */
final class KnownParts {
    private static final int KEPT_MAX = 256;
    private static final int KEPT_BYTES_MAX = 32 * 1024;

    /** A power of two. */
    private static final int SEEN_MAX = 4_096;

    private static final ConcurrentMap<Key, PackagePart> KEPT = new ConcurrentHashMap<>();
    private static final AtomicLongArray SEEN = new AtomicLongArray(SEEN_MAX);

    /** What the directory says of a file, and its bytes as they stand in the package. Not to be changed. */
    record Key(int method, int crc, int size, byte[] packed) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && method == key.method
                    && crc == key.crc
                    && size == key.size
                    && Arrays.equals(packed, key.packed);
        }

        @Override
        public int hashCode() {
            return crc * 31 + size;
        }

        private long mark() {
            return ((long) crc << Integer.SIZE) | ((size ^ packed.length) & 0xffff_ffffL);
        }
    }

    private KnownParts() {}

    static @Nullable PackagePart of(Key key) {
        return KEPT.get(key);
    }

    /** @param part whose bytes are exactly what {@code key} packs */
    static void met(Key key, PackagePart part) {
        if (part.content().length > KEPT_BYTES_MAX || key.packed().length > KEPT_BYTES_MAX) {
            return;
        }
        long mark = key.mark();
        int place = key.hashCode() & (SEEN_MAX - 1);
        if (SEEN.getAndSet(place, mark) == mark) {
            if (KEPT.size() >= KEPT_MAX) {
                KEPT.clear();
            }
            KEPT.put(key, part);
        }
    }

    /** 部件 One file of a package and what is known of it; made once each, by whoever asks first. */
    static final class PackagePart {
        private final byte[] content;
        private volatile byte @Nullable [] sm3;
        private volatile @Nullable String digest;
        private volatile @Nullable Element xml;

        PackagePart(byte[] content) {
            this.content = content;
        }

        /** Not to be changed. */
        byte[] content() {
            return content;
        }

        /** Not to be changed. */
        byte[] sm3() {
            byte[] known = sm3;
            if (known == null) {
                known = Sm2.sm3(content);
                sm3 = known;
            }
            return known;
        }

        /** SM3 in base64, as a CheckValue says it. */
        String digest() {
            String known = digest;
            if (known == null) {
                known = Base64.getEncoder().encodeToString(sm3());
                digest = known;
            }
            return known;
        }

        /** @throws IllegalArgumentException as {@link BoundedXml#read} */
        Element xml() {
            Element known = xml;
            if (known == null) {
                known = BoundedXml.read(content);
                xml = known;
            }
            return known;
        }
    }
}
