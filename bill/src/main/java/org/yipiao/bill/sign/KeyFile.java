package org.yipiao.bill.sign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** 密钥文件 A key with its certificate, kept as PKCS#12 in a file that only its owner may read. */
record KeyFile(PrivateKey key, X509Certificate certificate) {
    private static final String ALIAS = "sm2";

    /** Rounds of the password function; the launcher's passwords are long random texts. */
    private static final int ROUNDS = 20_000;

    static KeyFile open(Path file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12", Sm2.BC);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        } catch (IOException e) {
            throw new IllegalArgumentException("密钥文件 " + file + " 无法打开：口令不对或文件已损坏", e);
        }
        if (store.getKey(ALIAS, password) instanceof PrivateKey key
                && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
            return new KeyFile(key, Sm2.certificate(certificate.getEncoded()));
        }
        throw new IllegalArgumentException("密钥文件 " + file + " 里没有 SM2 密钥和证书");
    }

    /** Written beside and moved, so that a crash leaves either no file or a whole one. */
    void keep(Path file, char[] password) throws GeneralSecurityException, OperatorCreationException, IOException {
        byte[] bytes = pkcs12(password);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (SeekableByteChannel out = Files.newByteChannel(
                beside,
                Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
                ownerOnly(file))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The key store class of the provider asks for 600 000 rounds, a second of each start for each key. */
    private byte[] pkcs12(char[] password) throws GeneralSecurityException, OperatorCreationException, IOException {
        var keyBag = new JcaPKCS12SafeBagBuilder(key, encryptor(NISTObjectIdentifiers.id_aes256_CBC, password));
        var certificateBag = new JcaPKCS12SafeBagBuilder(certificate);
        var keyId = new JcaX509ExtensionUtils().createSubjectKeyIdentifier(certificate.getPublicKey());
        for (PKCS12SafeBagBuilder bag : new PKCS12SafeBagBuilder[] {keyBag, certificateBag}) {
            bag.addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, new DERBMPString(ALIAS));
            bag.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, keyId);
        }
        try {
            return new PKCS12PfxPduBuilder()
                    .addData(keyBag.build())
                    .addEncryptedData(
                            encryptor(NISTObjectIdentifiers.id_aes256_CBC, password),
                            new PKCS12SafeBag[] {certificateBag.build()})
                    .build(
                            new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                    .setProvider(Sm2.BC)
                                    .setIterationCount(ROUNDS),
                            password)
                    .getEncoded();
        } catch (PKCSException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static OutputEncryptor encryptor(ASN1ObjectIdentifier cipher, char[] password)
            throws OperatorCreationException {
        return new JcePKCSPBEOutputEncryptorBuilder(cipher)
                .setProvider(Sm2.BC)
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .setIterationCount(ROUNDS)
                .build(password);
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
