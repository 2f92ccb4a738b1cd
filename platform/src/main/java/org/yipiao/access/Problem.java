package org.yipiao.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import tools.jackson.databind.json.JsonMapper;

/**
 * 问题说明 What every refused or failed request of the console and payer pages answers with (RFC 9457).
 *
 * @param type {@code urn:yipiao:} and the code
 * @param title 标题 in Chinese
 * @param status HTTP status
 * @param code stable name such as {@code BILL_NOT_FOUND}
 * @param detail one sentence in Chinese: what is wrong and what to do now
 * @param errors one entry per wrong field
 */
public record Problem(String type, String title, int status, String code, String detail, List<FieldError> errors) {
    public Problem(int status, String code, String detail, List<FieldError> errors) {
        this("urn:yipiao:" + code, title(status), status, code, detail, List.copyOf(errors));
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    public static Problem of(Refused refused) {
        String detail = refused.getMessage();
        return new Problem(refused.status(), refused.code(), detail == null ? "" : detail, refused.errors());
    }

    /** For filters, which stand before the controllers. Does nothing once an answer has begun. */
    public void write(HttpServletResponse response, JsonMapper json) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getOutputStream().write(json.writeValueAsBytes(this));
    }

    private static String title(int status) {
        return switch (status) {
            case 400, 422 -> "请求有误";
            case 401 -> "需要登录";
            case 403 -> "没有权限";
            case 404 -> "没有找到";
            case 405 -> "方法不对";
            case 406, 415 -> "格式不支持";
            case 409 -> "有冲突";
            case 413 -> "内容过大";
            case 423 -> "账户锁定";
            case 429 -> "请求过于频繁";
            case 503 -> "暂时不可用";
            default -> status < 500 ? "请求被拒绝" : "系统故障";
        };
    }
}
