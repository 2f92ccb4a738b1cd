package org.yipiao.bill.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.TestKeys;

class SealTest {
    private static final String ID = "00112233445566778899aabbccddeeff";
    private static final String PATH = "/Doc_0/Signs/Sign_0/Signature.xml";
    private static final Instant UNTIL = Instant.parse("2030-12-31T00:00:00Z");
    private static final byte[] PICTURE = SealPicture.unit("示例医院", "财务专用章");
    private static final Seal SEAL = Seal.make(
            ID, "示例医院财务专用章", TestKeys.UNIT.certificate(), PICTURE, 28, 28, TestKeys.MADE, UNTIL, TestKeys.MAKER);
    private static final byte[] XML = "<Signature/>".getBytes(UTF_8);

    @Test
    void a_seal_is_read_back_as_it_was_made() {
        Seal read = Seal.parse(SEAL.bytes());
        assertThat(read).isEqualTo(SEAL);
        assertThat(read.version()).isEqualTo(4);
        assertThat(read.ref().id()).isEqualTo(ID);
        assertThat(read.ref().name()).isEqualTo("示例医院财务专用章");
        assertThat(read.ref().hash()).isEqualTo(Sm2.sm3Hex(SEAL.bytes()));
        assertThat(read.picture()).isEqualTo(PICTURE);
        assertThat(read.widthMm()).isEqualTo(28);
        assertThat(read.from()).isEqualTo(TestKeys.MADE);
        assertThat(read.until()).isEqualTo(UNTIL);
        assertThat(read.makerCertificate()).isEqualTo(TestKeys.MAKER.certificate());
        assertThat(read.makerSigned()).isTrue();
        assertThat(read.admits(TestKeys.UNIT.certificate())).isTrue();
        assertThat(read.admits(TestKeys.BUREAU.certificate())).isFalse();
    }

    @Test
    void a_seal_with_any_changed_byte_is_not_as_its_maker_signed_it() {
        byte[] der = SEAL.bytes();
        int accepted = 0;
        for (int i = 0; i < der.length; i++) {
            byte[] changed = der.clone();
            changed[i] ^= 1;
            try {
                Seal read = Seal.parse(changed);
                // The maker's certificate is not signed along in version 4; its chain tells whether it is genuine.
                boolean sameMaker = Arrays.equals(read.makerCertificate(), SEAL.makerCertificate());
                accepted += sameMaker && read.makerSigned() ? 1 : 0;
            } catch (IllegalArgumentException e) {
                // Refused at once is as good.
            }
        }
        assertThat(accepted).isZero();
    }

    @Test
    void a_seal_signature_verifies_and_binds_the_data_the_seal_and_the_time() {
        byte[] toSign = SealSignature.toSign(SEAL, TestKeys.NOW, XML, PATH);
        byte[] value = SealSignature.assemble(toSign, TestKeys.UNIT.certificate(), TestKeys.UNIT.sign(toSign));
        SealSignature read = SealSignature.parse(value);
        assertThat(read.verifies()).isTrue();
        assertThat(read.version()).isEqualTo(4);
        assertThat(read.seal()).isEqualTo(SEAL);
        assertThat(read.time()).isEqualTo(TestKeys.NOW);
        assertThat(read.dataHash()).isEqualTo(Sm2.sm3(XML));
        assertThat(read.propertyInfo()).isEqualTo(PATH);
        assertThat(read.certificate()).isEqualTo(TestKeys.UNIT.certificate());
        assertThat(read.signed()).isEqualTo(toSign);
        byte[] others = SealSignature.assemble(toSign, TestKeys.BUREAU.certificate(), TestKeys.UNIT.sign(toSign));
        assertThat(SealSignature.parse(others).verifies()).isFalse();
    }

    @Test
    void what_is_put_together_from_ready_pieces_is_the_library_s_own_encoding() throws Exception {
        byte[] toSign = SealSignature.toSign(SEAL, TestKeys.NOW, XML, PATH);
        byte[] value = SealSignature.assemble(toSign, TestKeys.UNIT.certificate(), TestKeys.UNIT.sign(toSign));
        for (byte[] der : List.of(toSign, value)) {
            assertThat(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER))
                    .isEqualTo(der);
        }
        var parts = ASN1Sequence.getInstance(toSign);
        assertThat(parts.getObjectAt(1).toASN1Primitive().getEncoded()).isEqualTo(SEAL.bytes());
        assertThat(parts.getObjectAt(3)).isEqualTo(new DERBitString(Sm2.sm3(XML)));
        for (int length : new int[] {0, 1, 126, 127, 128, 255, 256, 65_535, 65_536}) {
            byte[] octets = new byte[length];
            assertThat(SealAsn1.derOctets(octets)).isEqualTo(new DEROctetString(octets).getEncoded());
            assertThat(SealAsn1.derBits(octets)).isEqualTo(new DERBitString(octets).getEncoded());
        }
    }

    @Test
    void a_version_1_seal_and_signature_are_read() {
        byte[] v1 = SealV1.seal(ID, "示例医院财务专用章", TestKeys.UNIT, PICTURE, TestKeys.MADE, UNTIL, TestKeys.MAKER);
        Seal seal = Seal.parse(v1);
        assertThat(seal.version()).isEqualTo(1);
        assertThat(seal.makerSigned()).isTrue();
        assertThat(seal.admits(TestKeys.UNIT.certificate())).isTrue();
        assertThat(seal.from()).isEqualTo(TestKeys.MADE);
        assertThat(seal.until()).isEqualTo(UNTIL);
        assertThat(seal.picture()).isEqualTo(PICTURE);
        for (boolean plainTime : new boolean[] {true, false}) {
            SealSignature read =
                    SealSignature.parse(SealV1.signedValue(v1, TestKeys.NOW, XML, PATH, TestKeys.UNIT, plainTime));
            assertThat(read.version()).isEqualTo(1);
            assertThat(read.verifies()).isTrue();
            assertThat(read.time()).isEqualTo(TestKeys.NOW);
            assertThat(read.dataHash()).isEqualTo(Sm2.sm3(XML));
            assertThat(read.seal()).isEqualTo(seal);
        }
    }

    @Test
    void other_bytes_are_no_seal() {
        byte[] der = SEAL.bytes();
        byte[] nested = new byte[200_000];
        Arrays.fill(nested, (byte) 0x30);
        for (byte[] wrong : new byte[][] {
            {},
            {0x30, 0},
            "text".getBytes(UTF_8),
            Arrays.copyOf(der, der.length - 1),
            Arrays.copyOf(der, der.length + 1),
            nested,
            new byte[2 * 1024 * 1024]
        }) {
            assertThatThrownBy(() -> Seal.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SealSignature.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void an_id_or_a_picture_outside_the_rule_is_refused() {
        assertThatThrownBy(() -> Seal.make(
                        "1", "x", TestKeys.UNIT.certificate(), PICTURE, 1, 1, TestKeys.MADE, UNTIL, TestKeys.MAKER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Seal.make(
                        ID,
                        "x",
                        TestKeys.UNIT.certificate(),
                        new byte[3073],
                        1,
                        1,
                        TestKeys.MADE,
                        UNTIL,
                        TestKeys.MAKER))
                .hasMessageContaining("3072");
    }
}
