package org.yipiao.sandbox.wechat;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.sandbox.Inbox;
import org.yipiao.sandbox.SandboxProperties;
import org.yipiao.sandbox.wechat.Wechat.Refused;
import tools.jackson.databind.JsonNode;

/** 微信接口 HTTP 200 with an errcode always, as the official service answers. */
@RestController
class WechatHttp {
    /** A follower who has left; the prefix is the sandbox's own. */
    private static final String UNFOLLOWED = "oUNFOLLOWED";

    private static final Pattern OPENID = Pattern.compile("[0-9A-Za-z_-]{6,64}");
    private static final int VALUE_MAX = 200;

    private final Wechat wechat;
    private final SandboxProperties.Wechat settings;
    private final Inbox.Box<Message> inbox;
    private final InstantSource clock;

    WechatHttp(Wechat wechat, SandboxProperties properties, Inbox inbox, InstantSource clock) {
        this.wechat = wechat;
        this.settings = properties.wechat();
        this.inbox = inbox.box("wechat", Message.class);
        this.clock = clock;
    }

    /** 模板消息 as received. @param data keyword to value */
    record Message(long msgid, String at, String openid, String templateId, String url, Map<String, String> data) {}

    @PostMapping("/cgi-bin/stable_token")
    Map<String, Object> stableToken(@RequestBody JsonNode body) {
        try {
            var token = wechat.stable(
                    body.path("grant_type").asString(""),
                    body.path("appid").asString(""),
                    body.path("secret").asString(""),
                    body.path("force_refresh").asBoolean(false));
            var answer = new LinkedHashMap<String, Object>();
            answer.put("access_token", token.text());
            answer.put("expires_in", token.seconds());
            return answer;
        } catch (Refused e) {
            return refused(e);
        }
    }

    @PostMapping("/cgi-bin/message/template/send")
    Map<String, Object> send(
            @RequestParam(name = "access_token", defaultValue = "") String token, @RequestBody JsonNode body) {
        try {
            wechat.check(token);
            Message message = accept(body);
            var answer = new LinkedHashMap<String, Object>();
            answer.put("errcode", 0);
            answer.put("errmsg", "ok");
            answer.put("msgid", message.msgid());
            return answer;
        } catch (Refused e) {
            return refused(e);
        }
    }

    /** What arrived, newest first. */
    @GetMapping("/sandbox/wechat/messages")
    Map<String, Object> messages(
            @RequestParam(defaultValue = "") String openid, @RequestParam(defaultValue = "100") int limit) {
        List<Message> rows = inbox.newest(
                limit, message -> openid.isEmpty() || message.openid().equals(openid));
        return Map.of("total", inbox.count(), "rows", rows);
    }

    /** 令牌失效 Ends the present access token at once. */
    @PostMapping("/sandbox/wechat/expire-token")
    Map<String, Object> expire() {
        wechat.expire();
        return Map.of("expired", true);
    }

    private Message accept(JsonNode body) {
        String openid = body.path("touser").asString("");
        String template = body.path("template_id").asString("");
        if (!OPENID.matcher(openid).matches()) {
            throw new Refused(40003, "invalid openid");
        }
        if (template.isBlank()
                || (!settings.template().isEmpty() && !settings.template().equals(template))) {
            throw new Refused(40037, "invalid template_id");
        }
        if (openid.startsWith(UNFOLLOWED)) {
            throw new Refused(43004, "require subscribe");
        }
        var data = new LinkedHashMap<String, String>();
        for (var keyword : body.path("data").properties()) {
            String value = keyword.getValue().path("value").asString("");
            if (value.length() > VALUE_MAX) {
                throw new Refused(47003, "argument invalid! data." + keyword.getKey() + ".value too long");
            }
            data.put(keyword.getKey(), value);
        }
        if (data.isEmpty()) {
            throw new Refused(47003, "argument invalid! data is empty");
        }
        String own = body.path("client_msg_id").asString("");
        Optional<String> once = own.isEmpty() ? Optional.empty() : Optional.of(openid + " " + own);
        return inbox.add(
                once,
                id -> new Message(
                        id,
                        clock.instant().toString(),
                        openid,
                        template,
                        body.path("url").asString(""),
                        data));
    }

    private static Map<String, Object> refused(Refused e) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("errcode", e.errcode());
        answer.put("errmsg", e.errmsg() + " hint: [sandbox] rid: 0-0-0");
        return answer;
    }
}
