package org.yipiao.console.units;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** Says all that is wrong with what was typed at once; never repeats a secret. */
final class UnitFields {
    private static final Set<String> SECRETS = Set.of("key", "pin");
    private static final int ADDRESS_MAX = 200;
    private final List<FieldError> errors = new ArrayList<>();

    String text(String path, String label, @Nullable String value, int min, int max) {
        String text = value == null ? "" : value.strip();
        if (text.length() < min || text.length() > max || text.codePoints().anyMatch(Character::isISOControl)) {
            fault(
                    path,
                    label,
                    SECRETS.contains(path) ? "（不显示）" : text,
                    (min == 0 ? "不超过 " : "必填，不超过 ") + max + " 个字符，不含控制字符",
                    "请改正" + label);
            return "";
        }
        return text;
    }

    String address(String path, String label, @Nullable String value) {
        String url = text(path, label, value, 1, ADDRESS_MAX).replaceAll("/+$", "");
        if (!url.isEmpty() && !url.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            fault(path, label, url, "应以 http:// 或 https:// 开头，不含参数", "例如 https://sign.example.gov.cn:9443");
        }
        return url;
    }

    void fault(String path, String label, String value, String rule, String hint) {
        errors.add(new FieldError(path, label, value.length() > 60 ? value.substring(0, 60) + "…" : value, rule, hint));
    }

    void refuse() {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有 " + errors.size() + " 处不符合规则，请按提示修改", errors);
        }
    }
}
