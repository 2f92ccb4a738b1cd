package org.yipiao.bill.verify;

import java.util.List;

/** 验真 Runs the named checks in order, all of them, whatever failed before. Never throws for bad input. */
public final class Verifier {
    /** 信任 @param roots certificates of trusted authorities, DER; empty: chain checks do not apply */
    public record Trust(List<byte[]> roots) {}

    /** Largest file that is looked at. */
    public static final int BYTES_MAX = 20 * 1024 * 1024;

    public Verifier(Trust trust) {
        throw new UnsupportedOperationException();
    }

    /** Tells XML and OFD apart by their first bytes. */
    public List<Check> verify(byte[] file) {
        throw new UnsupportedOperationException();
    }

    /** True when no check failed and at least one signature was verified. */
    public static boolean genuine(List<Check> checks) {
        throw new UnsupportedOperationException();
    }
}
