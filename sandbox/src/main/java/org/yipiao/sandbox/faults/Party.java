package org.yipiao.sandbox.faults;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** 外部单位 A party the sandbox plays, with the paths it answers and the words in which it says no. */
public enum Party {
    BUREAU("财政"),
    SIGNER("签名服务器"),
    WECHAT("微信"),
    SMS("短信"),
    USERAUTH("用户认证服务器"),
    OIDC("身份提供方"),
    CAS("CAS 服务器"),
    LDAP("域目录"),
    MAIL("邮件服务器");

    private static final Set<String> AT_ROOT =
            Set.of("/SignData", "/SignDataBatch", "/VerifySignedData", "/ExportCert", "/GenRandomData");

    private final String title;

    Party(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** The word in addresses and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The party that answers {@code path}; empty for the sandbox's own pages. */
    public static Optional<Party> of(String path) {
        for (Party party : values()) {
            if (party.answers(path)) {
                return Optional.of(party);
            }
        }
        return Optional.empty();
    }

    private boolean answers(String path) {
        return switch (this) {
            case BUREAU -> path.startsWith("/bureau/") || path.startsWith("/public/");
            case SIGNER -> path.startsWith("/SignServerJson/") || AT_ROOT.contains(path);
            case WECHAT -> path.startsWith("/cgi-bin/");
            case SMS -> path.startsWith("/sms/");
            case USERAUTH -> path.startsWith("/userauth/");
            case OIDC -> path.startsWith("/oidc/");
            case CAS -> path.startsWith("/cas/");
            // Asked by LDAP and SMTP only.
            case LDAP, MAIL -> false;
        };
    }

    /** The party named {@code word}. */
    public static Optional<Party> named(String word) {
        for (Party party : values()) {
            if (party.word().equals(word)) {
                return Optional.of(party);
            }
        }
        return Optional.empty();
    }

    /** True where a wrong answer is still well-formed and the party itself knows how to be wrong. */
    boolean isSubtlyWrong(String path) {
        return switch (this) {
            case BUREAU ->
                path.equals("/bureau/uploadBills")
                        || path.equals("/bureau/sealBills")
                        || path.equals("/bureau/queryBills");
            case SIGNER -> path.endsWith("/SignData") || path.endsWith("/SignDataBatch");
            case WECHAT, SMS, USERAUTH, OIDC, CAS, LDAP, MAIL -> false;
        };
    }

    /** 系统繁忙 The party's own answer when something inside it failed; asking again may help. */
    public String busy() {
        return switch (this) {
            case BUREAU -> message("5000", "财政系统繁忙，请稍后重试");
            case SIGNER -> "{\"version\":\"v1\",\"respond\":{\"respValue\":67108878}}";
            case WECHAT -> "{\"errcode\":-1,\"errmsg\":\"system error\"}";
            case SMS -> message("9000", "网关繁忙，请稍后重试");
            case USERAUTH -> message("5000", "用户认证服务器繁忙，请稍后重试");
            case OIDC -> "{\"error\":\"temporarily_unavailable\"}";
            case CAS -> casFailure("INTERNAL_ERROR");
            case LDAP -> "busy";
            case MAIL -> "Requested action aborted: local error in processing";
        };
    }

    /** 调用过频 The party's own answer above its rate limit. */
    public String tooOften() {
        return switch (this) {
            case BUREAU -> message("4290", "调用过于频繁，请稍后重试");
            case SIGNER -> "{\"version\":\"v1\",\"respond\":{\"respValue\":67108878}}";
            case WECHAT ->
                "{\"errcode\":45011,\"errmsg\":\"api minute-quota reach limit, must slower retry next minute\"}";
            case SMS -> message("4290", "发送过于频繁");
            case USERAUTH -> message("4290", "调用过于频繁");
            case OIDC -> "{\"error\":\"temporarily_unavailable\"}";
            case CAS -> casFailure("INTERNAL_ERROR");
            case LDAP -> "busy";
            case MAIL -> "Too many messages, slow down";
        };
    }

    /** 报文有误 The party's own answer to what it can not read. @param why in Chinese, without quotes */
    public String malformed(String why) {
        return switch (this) {
            case BUREAU, SMS, USERAUTH -> message("4000", why);
            case OIDC -> "{\"error\":\"invalid_request\"}";
            case CAS -> casFailure("INVALID_REQUEST");
            case LDAP -> "protocol error";
            case SIGNER -> "{\"version\":\"v1\",\"respond\":{\"respValue\":67108877}}";
            case WECHAT -> "{\"errcode\":47001,\"errmsg\":\"data format error\"}";
            case MAIL -> "Syntax error";
        };
    }

    private static String casFailure(String code) {
        return "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\"><cas:authenticationFailure code=\"" + code
                + "\"/></cas:serviceResponse>";
    }

    private static String message(String code, String text) {
        return "{\"code\":\"" + code + "\",\"message\":\"" + text + "\"}";
    }
}
