package org.yipiao.bill.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** 测试CA Makes SM2 keys and certificates for the sandbox and for tests; never for production. */
public final class CertificateAuthority {
    private static final int ROOT_YEARS = 20;
    private static final int LEAF_YEARS = 5;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate root;

    private CertificateAuthority(KeyFile kept) {
        this.key = kept.key();
        this.root = kept.certificate();
    }

    /**
     * Opens the authority kept in a PKCS#12 file, or makes and keeps a new one, valid for 20 years.
     *
     * @param now the start of a new root's validity
     * @throws IllegalArgumentException when the file can not be opened with this password
     */
    public static CertificateAuthority openOrCreate(Path file, char[] password, String name, Instant now) {
        try {
            if (Files.exists(file)) {
                return new CertificateAuthority(KeyFile.open(file, password));
            }
            KeyPair pair = newPair();
            X500Name subject = subject(name);
            X509v3CertificateBuilder builder = certificate(subject, subject, pair, now, ROOT_YEARS);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            KeyFile kept = new KeyFile(pair.getPrivate(), signed(builder, pair.getPrivate()));
            kept.keep(file, password);
            return new CertificateAuthority(kept);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("SM2 certificates can not be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException("无法读写密钥文件 " + file, e);
        }
    }

    /** The root certificate, DER. */
    public byte[] certificate() {
        try {
            return root.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A key and certificate for {@code commonName}, kept in {@code file} and read back on later calls; valid for five years
     * from {@code now}, the moment of the first call.
     *
     * @throws IllegalArgumentException when the file can not be opened with this password, or is of another authority
     */
    public SoftKey key(Path file, char[] password, String commonName, Instant now) {
        try {
            KeyFile kept = Files.exists(file) ? KeyFile.open(file, password) : create(file, password, commonName, now);
            if (!Sm2.issued(root, kept.certificate())) {
                throw new IllegalArgumentException("密钥文件 " + file + " 不是本机构签发的，请删除后重新生成");
            }
            return new SoftKey(kept.key(), kept.certificate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("SM2 certificates can not be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException("无法读写密钥文件 " + file, e);
        }
    }

    private KeyFile create(Path file, char[] password, String commonName, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair pair = newPair();
        X500Name issuer = new JcaX509CertificateHolder(root).getSubject();
        X509v3CertificateBuilder builder = certificate(issuer, subject(commonName), pair, now, LEAF_YEARS);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.getPublicKey()));
        KeyFile kept = new KeyFile(pair.getPrivate(), signed(builder, key));
        kept.keep(file, password);
        return kept;
    }

    static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Sm2.BC);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"), RANDOM);
        return generator.generateKeyPair();
    }

    static X500Name subject(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "CN")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    static X509v3CertificateBuilder certificate(
            X500Name issuer, X500Name subject, KeyPair pair, Instant from, int years)
            throws GeneralSecurityException, IOException {
        Instant until = from.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
        var builder = new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(127, RANDOM), Date.from(from), Date.from(until), subject, pair.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        return builder;
    }

    static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey issuer)
            throws OperatorCreationException, IOException {
        var signer =
                new JcaContentSignerBuilder(Sm2.SIGNATURE).setProvider(Sm2.BC).build(issuer);
        return Sm2.certificate(builder.build(signer).getEncoded());
    }
}
