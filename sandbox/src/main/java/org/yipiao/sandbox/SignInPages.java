package org.yipiao.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** 登录页面 The people of the example hospital, and the pages on which they sign in at its own servers. */
public final class SignInPages {
    /** 员工 Name to show by user name. The last one nobody has linked. All have the password of the soft keys. */
    public static final Map<String, String> PEOPLE = people();

    private SignInPages() {}

    private static Map<String, String> people() {
        var people = new LinkedHashMap<String, String>();
        people.put("finance", "财务");
        people.put("cashier", "收费员");
        people.put("ops", "运维");
        people.put("auditor", "审计员");
        people.put("stranger", "外单位人员");
        return people;
    }

    /** @param carried fields that come back with the form as they are */
    public static ResponseEntity<String> form(
            String title, String action, Map<String, String> carried, String fault, HttpServletResponse response) {
        var form = new StringBuilder("<form method=\"post\" action=\"" + action + "\">");
        carried.forEach((name, value) -> form.append("<input type=\"hidden\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(HtmlUtils.htmlEscape(value, "UTF-8"))
                .append("\">"));
        form.append("<label>用户 <select name=\"person\">");
        PEOPLE.forEach((word, name) -> form.append("<option value=\"")
                .append(word)
                .append("\">")
                .append(name)
                .append("（")
                .append(word)
                .append("）</option>"));
        form.append(
                        "</select></label><label>口令 <input type=\"password\" name=\"pin\" autocomplete=\"off\"></label><p role=\"alert\">")
                .append(fault)
                .append("</p><button>登录</button></form><p>示例")
                .append(title)
                .append("，口令与测试 UKey 相同（./yipiao status --json 的 ukey.pin）。</p>");
        return html(response, title, form.toString());
    }

    public static ResponseEntity<String> html(HttpServletResponse response, String title, String body) {
        // The form leads to whichever platform asked, in place of the control page's own bar.
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'");
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
                .body("<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>" + title
                        + "</title><style>body{font:16px sans-serif;max-width:360px;margin:12vh auto}"
                        + "label{display:block;margin:12px 0}button{padding:8px 24px}</style><h1>" + title + "</h1>"
                        + body + "</html>");
    }

    /** 已退出 @param back where a link leads, empty for nowhere */
    public static ResponseEntity<String> signedOut(HttpServletResponse response, String title, String back) {
        return html(
                response,
                "已退出",
                "<p>您已退出" + title + "。</p>"
                        + (back.startsWith("http")
                                ? "<a href=\"" + HtmlUtils.htmlEscape(back, "UTF-8") + "\">返回医票</a>"
                                : ""));
    }

    public static Map<String, String> parameters(String text) {
        var all = new LinkedHashMap<String, String>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                all.put(
                        URLDecoder.decode(part.substring(0, equals), UTF_8),
                        URLDecoder.decode(part.substring(equals + 1), UTF_8));
            }
        }
        return all;
    }

    public static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }
}
