package org.yipiao.bill.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yipiao.bill.SignedBill;

/**
 * 验真 Runs the named checks in order, all of them, whatever failed before. Never throws for bad input. Thread-safe; one
 * verifier remembers the certificates and seals it has seen, so keep it where many bills are verified.
 *
 * <p>For an OFD: {@code PACKAGE}, {@code PACKAGE_DIGESTS}, {@code DATA_HASH}, {@code SEAL_SIGNATURE_VALUE}, {@code
 * SIGNER_IN_SEAL}, {@code SEAL_MAKER_SIGNATURE}, {@code SEAL_VALIDITY}, {@code CERTIFICATE_CHAIN}, {@code TWO_SEALS}, {@code
 * XML_ATTACHED}, then those of the XML, then {@code SEAL_REGISTERED} and {@code FACE_EQUALS_XML}. For an XML: {@code
 * XML_READABLE}, {@code XML_UNIT_SIGNATURE}, {@code XML_SUPERVISORY_SIGNATURE}, {@code XML_CERTIFICATES}. Both end with {@code
 * SUPERVISOR_KNOWN} and {@code BUREAU_STATE}.
 */
public final class Verifier {
    /** Largest file that is looked at. */
    public static final int BYTES_MAX = 20 * 1024 * 1024;

    /** One of these has to have passed before a file is called genuine. */
    private static final Set<String> SIGNATURE_CHECKS =
            Set.of("SEAL_SIGNATURE_VALUE", "XML_UNIT_SIGNATURE", "XML_SUPERVISORY_SIGNATURE");

    private final TrustedAuthorities authorities;

    /**
     * 信任
     *
     * @param roots certificates of trusted authorities, DER; empty: chain checks do not apply
     * @param supervisors certificates of the finance bureaus that may countersign, DER; empty: whoever a trusted authority
     *     knows may
     */
    public record Trust(List<byte[]> roots, List<byte[]> supervisors) {
        public Trust(List<byte[]> roots) {
            this(roots, List.of());
        }

        /** By the bytes of the certificates. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Trust trust && same(roots, trust.roots) && same(supervisors, trust.supervisors);
        }

        private static boolean same(List<byte[]> some, List<byte[]> others) {
            return Arrays.deepEquals(some.toArray(), others.toArray());
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.deepHashCode(roots.toArray()) + Arrays.deepHashCode(supervisors.toArray());
        }
    }

    /** @throws IllegalArgumentException when the trust holds bytes that are no certificate */
    public Verifier(Trust trust) {
        authorities = new TrustedAuthorities(trust);
    }

    /**
     * 检验结果
     *
     * @param checks as of {@link #verify}
     * @param files of a readable package by path; empty for anything else
     * @param attached the bill inside a layout file, when it could be read
     */
    public record Inspection(List<Check> checks, Map<String, byte[]> files, Optional<Attached> attached) {}

    /** 所附票据 @param xml its bytes as they stand in the package */
    public record Attached(byte[] xml, SignedBill bill) {}

    /** Tells XML and OFD apart by their first bytes. */
    public List<Check> verify(byte[] file) {
        return inspect(file).checks();
    }

    /** Verifies, and hands out the files that were read on the way. */
    public Inspection inspect(byte[] file) {
        CheckList checks = new CheckList();
        if (file.length > BYTES_MAX) {
            checks.failed("FILE", "文件", "文件超过 " + BYTES_MAX / 1024 / 1024 + " MB");
        } else if (file.length > 1 && file[0] == 'P' && file[1] == 'K') {
            OfdChecks ofd = new OfdChecks(checks, authorities);
            ofd.run(file);
            return new Inspection(checks.done(), ofd.files(), ofd.attached());
        } else if (file.length > 0 && (file[0] == '<' || (file[0] & 0xff) == 0xef)) {
            new XmlChecks(checks, authorities).run(file);
        } else {
            checks.failed("FILE", "文件", "不是 OFD 文件，也不是票据 XML");
        }
        return new Inspection(checks.done(), Map.of(), Optional.empty());
    }

    /** True when no check failed and at least one signature was verified. */
    public static boolean genuine(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.result() == Check.Result.FAILED)
                && checks.stream()
                        .anyMatch(check ->
                                check.result() == Check.Result.PASSED && SIGNATURE_CHECKS.contains(check.name()));
    }
}
