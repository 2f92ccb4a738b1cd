package org.yipiao.bill.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;

/** The ASN.1 that seals and their signatures share; every wrong shape is an {@link IllegalArgumentException}. */
final class SealAsn1 {
    /** A seal with a 3 kB picture is some 5 kB; foreign ones carry pictures of 100 kB and more. */
    static final int BYTES_MAX = 1024 * 1024;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int BIT_STRING = 0x03;
    private static final int LONG_LENGTH = 0x80;
    private static final int BYTE = 8;
    private static final byte[] NO_UNUSED_BITS = {0};

    private SealAsn1() {}

    static ASN1Sequence sequence(byte[] der) {
        if (der.length > BYTES_MAX) {
            throw new IllegalArgumentException("印章或签章数据超过 " + BYTES_MAX / 1024 + " kB");
        }
        try (ASN1InputStream in = new ASN1InputStream(der)) {
            ASN1Primitive first = in.readObject();
            if (first == null || in.read() >= 0) {
                throw new IllegalArgumentException("印章或签章数据为空，或其后还有多余字节");
            }
            return sequence(first);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("不是 ASN.1 编码的印章或签章数据", e);
        }
    }

    static ASN1Sequence sequence(ASN1Encodable value) {
        return as(ASN1Sequence.class, value);
    }

    static int integer(ASN1Encodable value) {
        try {
            return as(ASN1Integer.class, value).intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("印章数据中的整数过大", e);
        }
    }

    static String text(ASN1Encodable value) {
        if (value.toASN1Primitive() instanceof ASN1String text) {
            return text.getString();
        }
        throw wrong("字符串", value);
    }

    static String ia5(ASN1Encodable value) {
        return as(ASN1IA5String.class, value).getString();
    }

    static byte[] octets(ASN1Encodable value) {
        return as(ASN1OctetString.class, value).getOctets();
    }

    static String oid(ASN1Encodable value) {
        return as(ASN1ObjectIdentifier.class, value).getId();
    }

    /** Bytes of a BIT STRING; some makers write OCTET STRING in its place. */
    static byte[] bits(ASN1Encodable value) {
        if (value.toASN1Primitive() instanceof ASN1OctetString octets) {
            return octets.getOctets();
        }
        ASN1BitString bits = as(ASN1BitString.class, value);
        if (bits.getPadBits() != 0) {
            throw new IllegalArgumentException("印章数据中的位串不是整字节");
        }
        return bits.getOctets();
    }

    /** GeneralizedTime or UTCTime; V1 wraps it in a BIT STRING, as DER or as plain characters. */
    static Instant time(ASN1Encodable value) {
        try {
            return switch (value.toASN1Primitive()) {
                case ASN1GeneralizedTime time -> generalized(time);
                case ASN1UTCTime time -> time.getAdjustedDate().toInstant();
                case ASN1BitString bits -> wrapped(bits(bits));
                default -> throw wrong("时间", value);
            };
        } catch (java.text.ParseException | DateTimeException e) {
            throw new IllegalArgumentException("印章数据中的时间不正确", e);
        }
    }

    private static Instant generalized(ASN1GeneralizedTime time) throws java.text.ParseException {
        String text = time.getTimeString();
        if (text.length() != "yyyyMMddHHmmssZ".length() || !text.endsWith("Z")) {
            return time.getDate().toInstant();
        }
        int[] parts = {0, 4, 6, 8, 10, 12, 14};
        for (int i = 0; i < parts.length - 1; i++) {
            parts[i] = Integer.parseInt(text, parts[i], parts[i + 1], 10);
        }
        return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
                .toInstant(ZoneOffset.UTC);
    }

    private static Instant wrapped(byte[] bytes) {
        try {
            ASN1Primitive inner = ASN1Primitive.fromByteArray(bytes);
            if (inner instanceof ASN1UTCTime || inner instanceof ASN1GeneralizedTime) {
                return time(inner);
            }
        } catch (IOException e) {
            // Not DER: plain characters, read below.
        }
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        String pattern = text.length() == 13 ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'";
        return LocalDateTime.parse(text, DateTimeFormatter.ofPattern(pattern, Locale.ROOT))
                .toInstant(ZoneOffset.UTC);
    }

    static DERGeneralizedTime time(Instant time) {
        return new DERGeneralizedTime(TIME.format(time));
    }

    static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException(e); // Nothing is written outside memory.
        }
    }

    static DERSequence sequenceOf(ASN1Encodable... values) {
        return new DERSequence(values);
    }

    /** The DER of a sequence whose members are DER already: copied, not built again. */
    static byte[] derSequence(byte[]... members) {
        return tagged(SEQUENCE, members);
    }

    static byte[] derOctets(byte[] octets) {
        return tagged(OCTET_STRING, octets);
    }

    static byte[] derBits(byte[] bits) {
        return tagged(BIT_STRING, NO_UNUSED_BITS, bits);
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        int lengthBytes = 0;
        for (int rest = length; length >= LONG_LENGTH && rest > 0; rest >>>= BYTE) {
            lengthBytes++;
        }
        byte[] value = new byte[2 + lengthBytes + length];
        ByteBuffer out = ByteBuffer.wrap(value).put((byte) tag);
        out.put((byte) (lengthBytes == 0 ? length : LONG_LENGTH | lengthBytes));
        for (int shift = BYTE * (lengthBytes - 1); shift >= 0; shift -= BYTE) {
            out.put((byte) (length >>> shift));
        }
        for (byte[] content : contents) {
            out.put(content);
        }
        return value;
    }

    static ASN1Encodable at(ASN1Sequence sequence, int index) {
        if (index >= sequence.size()) {
            throw new IllegalArgumentException("印章或签章数据缺少第 " + (index + 1) + " 项");
        }
        return sequence.getObjectAt(index);
    }

    private static <T extends ASN1Object> T as(Class<T> type, ASN1Encodable value) {
        ASN1Primitive primitive = value.toASN1Primitive();
        if (!type.isInstance(primitive)) {
            throw wrong(type.getSimpleName(), value);
        }
        return type.cast(primitive);
    }

    private static IllegalArgumentException wrong(String wanted, ASN1Encodable value) {
        return new IllegalArgumentException("印章数据结构不符：应为 " + wanted + "，实为 "
                + value.toASN1Primitive().getClass().getSimpleName());
    }
}
