package org.yipiao.bill.verify;

import static org.yipiao.bill.verify.CheckList.require;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.verify.Verifier.Trust;

/** 受信机构 What the verifier trusts, and what it has already found out about certificates and seals. */
final class TrustedAuthorities {
    /** A hospital and its bureau use a handful of each; the bound only stops a flood of forged ones. */
    private static final int KNOWN_MAX = 1_000;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private final List<X509Certificate> roots;
    private final List<byte[]> supervisors;
    private final ConcurrentMap<X509Certificate, Boolean> trusted = new ConcurrentHashMap<>();
    private final ConcurrentMap<Seal, Boolean> madeByMaker = new ConcurrentHashMap<>();

    TrustedAuthorities(Trust trust) {
        roots = trust.roots().stream().map(Sm2::certificate).toList();
        supervisors = trust.supervisors().stream().map(byte[]::clone).toList();
        supervisors.forEach(Sm2::certificate);
    }

    boolean none() {
        return roots.isEmpty();
    }

    boolean supervisorsKnown() {
        return !supervisors.isEmpty();
    }

    boolean isSupervisor(byte[] certificate) {
        return supervisors.stream().anyMatch(known -> Arrays.equals(known, certificate));
    }

    /** Issued by a trusted authority, or one itself. Time is another check. */
    boolean trusts(X509Certificate certificate) {
        return remembered(trusted, certificate, c -> roots.stream().anyMatch(root -> leadsTo(root, c)));
    }

    boolean madeByItsMaker(Seal seal) {
        return remembered(madeByMaker, seal, Seal::makerSigned);
    }

    private static boolean leadsTo(X509Certificate root, X509Certificate certificate) {
        return root.equals(certificate)
                || (root.getBasicConstraints() >= 0
                        && root.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                        && Sm2.issued(root, certificate));
    }

    private static <T> boolean remembered(ConcurrentMap<T, Boolean> known, T subject, Predicate<T> find) {
        Boolean before = known.get(subject);
        if (before != null) {
            return before;
        }
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        boolean found = find.test(subject);
        known.put(subject, found);
        return found;
    }

    /** @throws IllegalArgumentException unless the certificate was valid at {@code time} and may sign */
    static void requireUsable(X509Certificate certificate, Instant time, String whose) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (time.isBefore(from) || time.isAfter(until)) {
            throw new IllegalArgumentException(
                    whose + "证书在 " + shown(time) + " 不在有效期内（" + shown(from) + " 至 " + shown(until) + "）");
        }
        boolean[] usage = certificate.getKeyUsage();
        require(usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION], whose + "证书的密钥用途不含数字签名");
    }

    static String shown(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time.atOffset(ZoneOffset.ofHours(8)));
    }
}
