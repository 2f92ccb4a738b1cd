package org.yipiao.intake;

import java.util.List;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 冲红报文 Reads the body of a reversal. Only what is text counts as text: {@code true} is no reason. */
final class OpenReversal {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REASON = "[^\\p{Cntrl}\\p{Cs}]{2,200}";
    private static final String OPERATOR = "[^\\p{Cntrl}\\p{Cs}]{0,60}";

    /** Fits neither rule. */
    private static final String NO_TEXT = "\0";

    private OpenReversal() {}

    /** @throws Refused 422 when the body is no object, or its reason or operator breaks the rules */
    static OpenHttp.Asked read(byte[] body) {
        var asked = parsed(body);
        if (!asked.reason().matches(REASON) || !asked.operator().matches(OPERATOR)) {
            throw new Refused(
                    422,
                    "FIELD_INVALID",
                    "冲红原因或经办人不符合规则",
                    List.of(new FieldError("reason", "冲红原因", "", "2 到 200 个字；经办人最多 60 个字；不含控制字符", "请改正后重新提交")));
        }
        return asked;
    }

    private static OpenHttp.Asked parsed(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.isObject()) {
                return new OpenHttp.Asked(text(tree, "reason"), text(tree, "operator"));
            }
        } catch (JacksonException notJson) {
            // Refused below like a body that is no object.
        }
        throw new Refused(422, "FIELD_INVALID", "请求体应为 JSON 对象；请按接口文档填写冲红原因和经办人");
    }

    private static String text(JsonNode tree, String name) {
        var value = tree.path(name);
        if (value.isString()) {
            return value.asString().strip();
        }
        return value.isMissingNode() || value.isNull() ? "" : NO_TEXT;
    }
}
