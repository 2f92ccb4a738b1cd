package org.yipiao.issuing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Money;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * 票据内容的存储形式 The stored form of a bill's content: JSON with the names of the record, amounts as fen, empty texts left
 * out. Names are part of the stored record and stay.
 */
final class ContentJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(Money.class, AsFen.class)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .withConfigOverride(
                    String.class, override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(
                    List.class, override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            // 1E+7 of a double stays a number that every reader understands.
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private interface AsFen {
        @JsonValue
        long fen();

        @JsonCreator
        static Money ofFen(long fen) {
            return Money.ofFen(fen);
        }
    }

    private ContentJson() {}

    static String write(Object content) {
        return MAPPER.writeValueAsString(content);
    }

    static BillContent read(String json) {
        return MAPPER.readValue(json, BillContent.class);
    }

    static Contact readContact(byte[] json) {
        return MAPPER.readValue(json, Contact.class);
    }

    /** True when the text is one JSON object. */
    static boolean isObject(String json) {
        try {
            return MAPPER.readTree(json).isObject();
        } catch (tools.jackson.core.JacksonException e) {
            return false;
        }
    }

    static byte[] sm3(byte[] bytes) {
        var digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }
}
