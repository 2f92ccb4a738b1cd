package org.yipiao.bill.verify;

import java.util.List;
import java.util.Set;

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
    }

    /** @throws IllegalArgumentException when the trust holds bytes that are no certificate */
    public Verifier(Trust trust) {
        authorities = new TrustedAuthorities(trust);
    }

    /** Tells XML and OFD apart by their first bytes. */
    public List<Check> verify(byte[] file) {
        CheckList checks = new CheckList();
        if (file.length > BYTES_MAX) {
            checks.failed("FILE", "文件", "文件超过 " + BYTES_MAX / 1024 / 1024 + " MB");
        } else if (file.length > 1 && file[0] == 'P' && file[1] == 'K') {
            new OfdChecks(checks, authorities).run(file);
        } else if (file.length > 0 && (file[0] == '<' || (file[0] & 0xff) == 0xef)) {
            new XmlChecks(checks, authorities).run(file);
        } else {
            checks.failed("FILE", "文件", "不是 OFD 文件，也不是票据 XML");
        }
        return checks.done();
    }

    /** True when no check failed and at least one signature was verified. */
    public static boolean genuine(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.result() == Check.Result.FAILED)
                && checks.stream()
                        .anyMatch(check ->
                                check.result() == Check.Result.PASSED && SIGNATURE_CHECKS.contains(check.name()));
    }
}
