package org.yipiao.intake;

import java.util.Map;

/**
 * 处理结果 What a method answers, before it is put into the envelope.
 *
 * @param result S0000 is success, anything else failure
 * @param message JSON object text or plain text on success, plain text on failure
 */
record Reply(String result, String message) {
    static final String SUCCESS = "S0000";

    static Reply text(String message) {
        return new Reply(SUCCESS, message);
    }

    static Reply fields(Map<String, ?> fields) {
        return new Reply(SUCCESS, Json.text(fields));
    }

    static Reply of(Refusal refusal) {
        return new Reply(refusal.result(), refusal.text());
    }

    boolean isSuccess() {
        return result.equals(SUCCESS);
    }
}
