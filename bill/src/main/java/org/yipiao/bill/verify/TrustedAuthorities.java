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
import java.util.function.Function;
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
    private final ConcurrentMap<X509Certificate, Usage> usages = new ConcurrentHashMap<>();
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

    private static <T, F> F remembered(ConcurrentMap<T, F> known, T subject, Function<T, F> find) {
        F before = known.get(subject);
        if (before != null) {
            return before;
        }
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        F found = find.apply(subject);
        known.put(subject, found);
        return found;
    }

    /** 证书所载有效期与用途 Read once: certificates are slow to say when they are valid. */
    private record Usage(Instant from, Instant until, boolean signs) {
        static Usage of(X509Certificate certificate) {
            boolean[] usage = certificate.getKeyUsage();
            return new Usage(
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]);
        }
    }

    /** @throws IllegalArgumentException unless the certificate was valid at {@code time} and may sign */
    void requireUsable(X509Certificate certificate, Instant time, String whose) {
        Usage usage = remembered(usages, certificate, Usage::of);
        if (time.isBefore(usage.from()) || time.isAfter(usage.until())) {
            throw new IllegalArgumentException(whose + "证书在 " + shown(time) + " 不在有效期内（" + shown(usage.from()) + " 至 "
                    + shown(usage.until()) + "）");
        }
        require(usage.signs(), whose + "证书的密钥用途不含数字签名");
    }

    static String shown(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time.atOffset(ZoneOffset.ofHours(8)));
    }
}
