package org.yipiao.archive;

import java.util.Collection;
import java.util.Optional;

/** 文件存储 Port: bytes by the SM3 of themselves. The same bytes are kept once; nothing is ever overwritten. */
interface BlobStore {
    /** Returns after all are durable. Safe to repeat and to run in several instances at once. */
    void put(Collection<Blob> blobs);

    /** @return as stored; the caller compares the hash */
    Optional<byte[]> get(String sm3);

    /** @param sm3 lower-case hexadecimal of the bytes' SM3 */
    record Blob(String sm3, byte[] bytes) {}
}
