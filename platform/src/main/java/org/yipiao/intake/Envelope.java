package org.yipiao.intake;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.yipiao.masterdata.Callers.Caller;

/**
 * 信封 The outer message of the market protocol: account, base64 data, noise and sign. The header's content type says
 * nothing: some kiosk pages send a form body under a JSON header, so the body itself is looked at.
 *
 * @param data 业务参数 base64, exactly as signed
 * @param noise 随机标识; not checked for repeats, because one client always sends the same
 * @param region 区划, only with units under one application; then it is signed too
 * @param deptcode 单位编码, as {@code region}
 */
record Envelope(String appid, String data, String noise, String version, String sign, String region, String deptcode) {
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();
    /** The version that answers are signed with; it does not stand in the answer. */
    private static final String ANSWER_VERSION = "1.0";

    /** @throws Refusal when the body is neither a JSON object nor a form */
    static Envelope read(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        int start = 0;
        while (start < text.length() && (text.charAt(start) <= ' ' || text.charAt(start) == '\uFEFF')) {
            start++;
        }
        if (start == text.length()) {
            throw Refusal.general("请求体为空；请以POST发送含 appid、data、noise、version、sign 的报文");
        }
        var fields =
                text.charAt(start) == '{' ? Json.object(text.substring(start), "请求报文") : form(text.substring(start));
        return new Envelope(
                fields.text("appid"),
                fields.text("data"),
                fields.text("noise"),
                fields.text("version"),
                fields.text("sign"),
                fields.text("region"),
                fields.text("deptcode"));
    }

    private static Fields form(String text) {
        if (text.indexOf('=') < 0) {
            throw Refusal.general("请求体既不是JSON对象也不是表单；请检查报文格式");
        }
        var members = new LinkedHashMap<String, Object>();
        for (String pair : text.strip().split("&", 50)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                members.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new Fields(members);
    }

    /** No field of the envelope holds a space, so a raw plus is a plus of the base64 alphabet. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace(' ', '+');
        } catch (IllegalArgumentException e) {
            throw Refusal.general("表单编码有误；请检查百分号编码");
        }
    }

    /** 验签 Upper or lower case, in constant time; the form without ampersands only where the account allows it. */
    boolean signedBy(Caller caller) {
        if (sign.isEmpty()) {
            return false;
        }
        String shortForm = signed("&", appid, data, noise, caller.key(), version);
        boolean right = same(shortForm);
        if (!region.isEmpty() || !deptcode.isEmpty()) {
            right |= same("region=" + region + "&deptcode=" + deptcode + "&" + shortForm);
        }
        if (caller.looseSign()) {
            right |= same(signed("", appid, data, noise, caller.key(), version));
        }
        return right;
    }

    private boolean same(String text) {
        return MessageDigest.isEqual(
                md5(text).getBytes(StandardCharsets.UTF_8),
                sign.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(String and, String appid, String data, String noise, String key, String version) {
        return "appid=" + appid + and + "data=" + data + and + "noise=" + noise + and + "key=" + key + and + "version="
                + version;
    }

    /** The protocol's own digest, weak as it is: old clients know no other. */
    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5");
            return UPPER_HEX.formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is part of every Java platform", e);
        }
    }

    /**
     * 业务参数 The decoded data.
     *
     * @param charset UTF-8, or UTF-16LE for the clients configured to {@code Unicode}, which want it back
     */
    record Content(Fields fields, Charset charset) {}

    Content content() {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(withoutBreaks(data));
        } catch (IllegalArgumentException e) {
            throw Refusal.general("业务参数(data)不是合法的Base64；请用标准字母表并带填充");
        }
        if (bytes.length == 0) {
            throw Refusal.general("业务参数(data)为空；请填写后重新发送");
        }
        var charset = charset(bytes);
        String text = new String(bytes, charset);
        return new Content(Json.object(text.startsWith("\uFEFF") ? text.substring(1) : text, "业务参数(data)"), charset);
    }

    private static String withoutBreaks(String base64) {
        return base64.indexOf('\n') < 0 && base64.indexOf('\r') < 0 ? base64 : base64.replaceAll("[\\r\\n]", "");
    }

    /** JSON begins with ASCII, so UTF-16LE shows as a zero in every second byte. */
    private static Charset charset(byte[] bytes) {
        boolean marked = bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
        boolean wide = bytes.length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0;
        return marked || wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    /**
     * 应答 The whole answer: base64 of result and message, the message base64 once more, signed for the account that asked.
     *
     * @param key empty when the account is not known
     */
    static byte[] answer(String appid, String key, String noise, Reply reply, Charset charset) {
        var base64 = Base64.getEncoder();
        String inner = Json.text(ordered(
                "result", reply.result(),
                "message", base64.encodeToString(reply.message().getBytes(charset))));
        String data = base64.encodeToString(inner.getBytes(charset));
        String sign = md5(signed("&", appid, data, noise, key, ANSWER_VERSION));
        return Json.text(ordered("data", data, "noise", noise, "sign", sign)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
