package org.yipiao.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.seal.SealPicture;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;

/**
 * 证书与印章 The example province's authority, the bureau's key with its oval seal 财政监制章, and each hospital's key with its
 * round seal, all seals made by the seal maker 制章者. Made when first needed, kept in files that only their owner can read.
 */
@Component
public class Keys {
    private static final int SEAL_YEARS = 5;
    private static final int UNIT_SEAL_MM = 38;
    private static final int SUPERVISORY_SEAL_WIDTH_MM = 35;
    private static final int SUPERVISORY_SEAL_HEIGHT_MM = 25;

    private final Path directory;
    private final char[] password;
    private final CertificateAuthority authority;
    private final Agencies agencies;
    private final InstantSource clock;
    private final Map<String, Held> units = new ConcurrentHashMap<>();
    private final byte[] root;
    private final SoftKey bureau;
    private final Seal supervisorySeal;
    private final SoftKey maker;
    private final RandomGenerator random;
    private final X509Certificate rootCertificate;
    private final X509Certificate bureauCertificate;

    /** 单位密钥 A hospital's key with the seal it began with. */
    private record Held(SoftKey key, Seal seal) {}

    Keys(Home home, SandboxProperties properties, Agencies agencies, RandomGenerator random, InstantSource clock) {
        this.agencies = agencies;
        this.random = random;
        this.clock = clock;
        this.directory = home.directory("keys");
        this.password = password(directory.resolve("password"), random);
        Instant now = clock.instant();
        String province = properties.province();
        this.authority =
                CertificateAuthority.openOrCreate(directory.resolve("root.p12"), password, province + "测试根", now);
        this.root = authority.certificate();
        this.bureau = authority.key(directory.resolve("bureau.p12"), password, province + "财政电子票据监制", now);
        this.maker = authority.key(directory.resolve("seal-maker.p12"), password, province + "测试制章者", now);
        this.supervisorySeal = seal(
                directory.resolve("supervisory.esl"),
                () -> Seal.make(
                        sealId(random),
                        province + "财政票据监制章",
                        bureau.certificate(),
                        SealPicture.supervisory(province),
                        SUPERVISORY_SEAL_WIDTH_MM,
                        SUPERVISORY_SEAL_HEIGHT_MM,
                        now.truncatedTo(ChronoUnit.SECONDS),
                        years(now),
                        maker));
        held(properties.agency());
        protect(directory);
        this.rootCertificate = Sm2.certificate(root);
        this.bureauCertificate = Sm2.certificate(bureau.certificate());
    }

    /** The root certificate that clients are told to trust, DER. */
    public byte[] root() {
        return root.clone();
    }

    public X509Certificate rootCertificate() {
        return rootCertificate;
    }

    public SoftKey bureau() {
        return bureau;
    }

    public X509Certificate bureauCertificate() {
        return bureauCertificate;
    }

    private Held held(String agency) {
        return units.computeIfAbsent(agency, this::make);
    }

    private Held make(String agency) {
        String hospital = agencies.find(agency)
                .orElseThrow(() -> new IllegalArgumentException("单位识别码不存在：" + agency))
                .name();
        Instant now = clock.instant();
        SoftKey key = authority.key(directory.resolve("unit-" + agency + ".p12"), password, hospital, now);
        Seal seal = seal(directory.resolve("unit-" + agency + ".esl"), () -> sealOf(key, hospital, "电子票据专用章", now));
        Home.ownerOnly(directory.resolve("unit-" + agency + ".p12"));
        return new Held(key, seal);
    }

    private Seal sealOf(SoftKey key, String owner, String type, Instant from) {
        return Seal.make(
                sealId(random),
                owner + type,
                key.certificate(),
                SealPicture.unit(owner, type),
                UNIT_SEAL_MM,
                UNIT_SEAL_MM,
                from.truncatedTo(ChronoUnit.SECONDS),
                years(from),
                maker);
    }

    /** The hospital's key, as the signature server holds it. */
    public SoftKey unit(String agency) {
        return held(agency).key();
    }

    String certificateSerial(String agency) {
        return Sm2.certificate(unit(agency).certificate()).getSerialNumber().toString(16);
    }

    public Seal supervisorySeal() {
        return supervisorySeal;
    }

    /** The hospital's seal as registered 备案 at the bureau. */
    public Seal unitSeal(String agency) {
        return held(agency).seal();
    }

    /** A further seal of the hospital, good for five years. @param type words under the star */
    public Seal newUnitSeal(String agency, String owner, String type, Instant from) {
        return sealOf(unit(agency), owner, type, from);
    }

    private static Instant years(Instant from) {
        return from.truncatedTo(ChronoUnit.SECONDS).plus(365L * SEAL_YEARS, ChronoUnit.DAYS);
    }

    private static String sealId(RandomGenerator random) {
        return hex(random, 16);
    }

    private static char[] password(Path file, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                Home.write(file, hex(random, 24));
            }
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Seal seal(Path file, Supplier<Seal> make) {
        try {
            if (Files.exists(file)) {
                return Seal.parse(Files.readAllBytes(file));
            }
            Seal seal = make.get();
            Home.write(file, seal.bytes());
            return seal;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void protect(Path directory) {
        try (var files = Files.list(directory)) {
            files.forEach(Home::ownerOnly);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static String hex(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
