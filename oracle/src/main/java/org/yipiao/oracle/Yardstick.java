package org.yipiao.oracle;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.ofdrw.font.FontName;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.PageLayout;
import org.ofdrw.layout.VirtualPage;
import org.ofdrw.layout.edit.Attachment;
import org.ofdrw.layout.element.canvas.Canvas;
import org.ofdrw.layout.element.canvas.DrawContext;
import org.ofdrw.layout.element.canvas.FontSetting;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.NumberFormatAtomicSignID;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;

/**
 * 标尺 How fast ofdrw itself writes and seals a bill of the same size: the form is made once and read as its template, the
 * values are added per bill, then the XML, then two seals. One thread; fonts by name, as ours.
 */
final class Yardstick {
    private static final double WIDTH = 210;
    private static final double HEIGHT = 140;
    private static final int LABELS = 60;
    private static final int VALUES = 45;
    private static final byte[] XML = new byte[5_000];

    private final Path folder;
    private final Path template;
    private final SESeal seal;
    private final KeyPair key;
    private final X509Certificate certificate;

    /** @param sealed a finished file whose first seal is used */
    Yardstick(Path sealed) throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory("yardstick");
        Provider provider = new BouncyCastleProvider();
        var pairs = KeyPairGenerator.getInstance("EC", provider);
        pairs.initialize(new ECGenParameterSpec("sm2p256v1"));
        key = pairs.generateKeyPair();
        certificate = certificate(key, provider);
        try (var zip = new java.util.zip.ZipFile(sealed.toFile())) {
            seal = SESeal.getInstance(zip.getInputStream(zip.getEntry("Doc_0/Signs/Sign_0/Seal.esl"))
                    .readAllBytes());
        }
        template = folder.resolve("template.ofd");
        try (var document = new OFDDoc(template)) {
            document.setDefaultPageLayout(new PageLayout(WIDTH, HEIGHT));
            VirtualPage page = new VirtualPage(document.getPageLayout());
            page.add(texts(LABELS, "医疗收费票据栏目："));
            document.addVPage(page);
        }
    }

    private static X509Certificate certificate(KeyPair key, Provider provider) throws GeneralSecurityException {
        var name = new X500Name("CN=yardstick");
        Instant now = Instant.now();
        try {
            var signer = new JcaContentSignerBuilder("SM3withSM2")
                    .setProvider(provider)
                    .build(key.getPrivate());
            var built = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now),
                            Date.from(now.plus(1, ChronoUnit.DAYS)),
                            name,
                            key.getPublic())
                    .build(signer);
            return new JcaX509CertificateConverter().setProvider(provider).getCertificate(built);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Canvas texts(int count, String text) {
        Canvas canvas = new Canvas(0, 0, WIDTH, HEIGHT);
        canvas.setDrawer(context -> draw(context, count, text));
        return canvas;
    }

    private static void draw(DrawContext context, int count, String text) throws IOException {
        context.setFont(new FontSetting(3.2, FontName.SimSun.font()));
        for (int i = 0; i < count; i++) {
            context.fillText(text + i, 15 + i % 4 * 45, 20 + i / 4 * 6);
        }
    }

    /** One bill, written and sealed twice. */
    byte[] bill(int number) throws IOException, GeneralSecurityException {
        Path written = folder.resolve("written.ofd");
        try (var reader = new OFDReader(template);
                var document = new OFDDoc(reader, written)) {
            document.getAVPage(1).add(texts(VALUES, "示例内容" + number + "-"));
            Path xml = Files.write(folder.resolve("einvoice.xml"), XML);
            document.addAttachment(new Attachment("einvoice", xml));
        }
        Path once = folder.resolve("once.ofd");
        Path twice = folder.resolve("twice.ofd");
        sign(written, once, SignMode.ContinueSign);
        sign(once, twice, SignMode.ContinueSign);
        return Files.readAllBytes(twice);
    }

    private void sign(Path from, Path to, SignMode mode) throws IOException, GeneralSecurityException {
        try (var reader = new OFDReader(from);
                var signer = new OFDSigner(reader, to, new NumberFormatAtomicSignID())) {
            signer.setSignMode(mode);
            signer.setSignContainer(new SESV4Container(key.getPrivate(), seal, certificate));
            signer.addApPos(new NormalStampPos(1, 50, 50, 30, 30));
            signer.exeSign();
        }
    }

    void measure(double seconds, PrintStream out) throws IOException, GeneralSecurityException {
        byte[] last = {};
        for (String run : new String[] {"WARM", "RATE"}) {
            long from = System.nanoTime();
            int done = 0;
            while (System.nanoTime() - from < seconds * 1e9) {
                last = bill(++done);
            }
            out.printf("%s %.2f%n", run, done / ((System.nanoTime() - from) / 1e9));
        }
        out.println("BYTES " + last.length);
    }
}
