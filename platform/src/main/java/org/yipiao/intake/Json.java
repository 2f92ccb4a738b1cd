package org.yipiao.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what business systems call JSON, within limits, keeping numbers as the text they came as: amounts must not pass
 * through a double. Tolerates what hand-made writers of old clients produce: raw control characters inside texts, numbers
 * such as {@code .5} and {@code 007}.
 */
final class Json {
    /** 最大嵌套层数 */
    static final int DEPTH_MAX = 32;
    /** 列表最大行数 */
    static final int LIST_MAX = 5_000;
    /** Values of one message; a full list of {@link #LIST_MAX} lines has about 120 000. */
    static final int VALUES_MAX = 400_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(100)
                    .maxNameLength(200)
                    .build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .build();
    private static final JsonMapper WRITER = JsonMapper.builder().build();

    private final JsonParser parser;
    private int values;

    private Json(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * @param what 中文名称 of the text for the refusal, such as 业务参数
     * @throws Refusal when the text is no JSON object or breaks a limit
     */
    static Fields object(String text, String what) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.general(what + "不是JSON对象；请按接口规范组织报文");
            }
            return new Json(parser).members();
        } catch (StreamConstraintsException e) {
            throw Refusal.general(what + "超出限制：嵌套最多" + DEPTH_MAX + "层，数字最多100位，名称最多200字符；请检查报文");
        } catch (JacksonException e) {
            var where = e.getLocation();
            throw Refusal.general(what + "不是合法的JSON"
                    + (where == null ? "" : "（第" + where.getLineNr() + "行第" + where.getColumnNr() + "列附近）")
                    + "；请检查引号、逗号和转义");
        }
    }

    private Fields members() {
        var members = new LinkedHashMap<String, Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(name);
            if (value != null) {
                members.put(name, value);
            }
        }
        return new Fields(members);
    }

    private @Nullable Object value(String name) {
        if (++values > VALUES_MAX) {
            throw Refusal.general("报文内容过多：最多" + VALUES_MAX + "个值；请拆分后再发送");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> members();
            case START_ARRAY -> {
                var rows = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (rows.size() == LIST_MAX) {
                        throw Refusal.method("列表(" + name + ")超过" + LIST_MAX + "行：最多" + LIST_MAX + "行；请合并明细或拆分为多张票据");
                    }
                    Object row = value(name);
                    if (row != null) {
                        rows.add(row);
                    }
                }
                yield rows;
            }
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    /** Compact JSON; keys in the order of the map. */
    static String text(Map<String, ?> members) {
        return WRITER.writeValueAsString(members);
    }

    /** The fields as compact JSON; every scalar is a text, as it was read. */
    static String compact(Fields fields) {
        return WRITER.writeValueAsString(plain(fields));
    }

    /** For people to read. */
    static String pretty(Fields fields) {
        return WRITER.writerWithDefaultPrettyPrinter().writeValueAsString(plain(fields));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> {
                var members = new LinkedHashMap<String, @Nullable Object>();
                fields.members().forEach((name, member) -> members.put(name, plain(member)));
                yield members;
            }
            case List<?> rows -> rows.stream().map(Json::plain).toList();
            case null, default -> value;
        };
    }
}
