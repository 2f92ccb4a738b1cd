package org.yipiao.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** 畸形内容 What no honest client sends. */
final class Garbage {
    private static final int DEEP = 5_000;
    private static final int LONG = 9_000;

    /** Each is wrong for a name, a code, a number, a date and a choice alike. */
    private static final List<String> VALUES = List.of(
            "null",
            "[]",
            "{}",
            "[[[[]]]]",
            "{\"a\":{\"a\":{}}}",
            "true",
            "-1",
            "1e400",
            "-1e-400",
            "99999999999999999999999999999999999999",
            "0.00000000000000000000000000000000000001",
            "\"\\u0000\"",
            "\"\\u0000' or 1=1 --\"",
            "\"\\ud800\"",
            "\"\\udfff\\ud800\"",
            "\"\\u202e\\u0000\"",
            "\"\\u0007\\u001b[31m\\u0000\"",
            "\"" + "长\\u0001".repeat(400) + "\"",
            "\"" + "\\u0000".repeat(LONG / 6) + "\"",
            "\"9999-99-99T99:99:99\\u0000\"",
            "\"../../../etc/passwd\\u0000\"",
            "\"${jndi:ldap://127.0.0.1/x}\\u0000\"");

    private static final List<String> TEXTS = List.of(
            "%00",
            "%ff%fe",
            "%ed%a0%80",
            "%F0%9F%98%80%00",
            "'%20or%201=1--",
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e;/",
            "999999999999999999999999",
            "-9223372036854775809",
            "NaN",
            "1e309",
            "2026-13-45T99:99:99",
            "0000-00-00",
            "%E2%80%AE%E2%80%8B",
            "x".repeat(LONG),
            "%",
            "%zz",
            "%25%30%30",
            "[]",
            "{}",
            "a=b&a=c",
            "\u00ff\u00fe",
            "null",
            "");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/json;charset=none-such",
            "application/json; boundary=",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=" + "b".repeat(200),
            "application/octet-stream",
            "image/svg+xml",
            "*/*",
            "json",
            "");

    private Garbage() {}

    private static <T> T one(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    static String value(SplittableRandom random) {
        return one(random, VALUES);
    }

    /** For a path or a query, already encoded or not at all. */
    static String text(SplittableRandom random) {
        return one(random, TEXTS);
    }

    static String type(SplittableRandom random) {
        return one(random, TYPES);
    }

    /** A body in which every member is wrong, or which is no JSON at all. */
    static byte[] body(SplittableRandom random, List<String> members) {
        return switch (random.nextInt(9)) {
            case 0 -> bytes(random);
            case 1 -> utf8("[".repeat(DEEP) + "]".repeat(random.nextInt(DEEP)));
            case 2 -> utf8("{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP));
            case 3 -> utf8(value(random));
            case 4 -> utf8("{\"" + "a".repeat(random.nextInt(60_000)) + "\":1}");
            case 5 -> utf8("\ufeff{}");
            default -> utf8(object(random, members));
        };
    }

    static String object(SplittableRandom random, List<String> members) {
        var json = new StringBuilder("{");
        for (String member : members) {
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(member)
                    .append("\":")
                    .append(value(random));
        }
        json.append(json.length() > 1 ? "," : "").append("\"__proto__\":{}");
        return random.nextInt(8) == 0 ? json.toString() : json.append('}').toString();
    }

    static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
