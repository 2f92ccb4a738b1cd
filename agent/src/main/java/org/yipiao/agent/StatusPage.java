package org.yipiao.agent;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.yipiao.bill.Money;
import tools.jackson.databind.JsonNode;

/** 状态页 What a cashier sees at the agent's address: online or offline, how much is left, what waits. */
final class StatusPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    private StatusPage() {}

    static String of(JsonNode status) {
        var page = new StringBuilder("""
                <!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
                <title>医票窗口代理</title><style>
                body{font:15px/1.7 'Microsoft YaHei',sans-serif;margin:24px;max-width:1040px;color:#1f2933}
                h1{font-size:20px} table{border-collapse:collapse;width:100%;margin:12px 0}
                td,th{border:1px solid #cbd2d9;padding:4px 10px;text-align:left} .blocks td,.blocks th{white-space:nowrap}
                button{font:inherit;padding:2px 12px} .off{color:#b42318} .on{color:#18794e}
                </style><h1>医票窗口代理
                """);
        boolean away = status.path("mode").asString().equals("离线");
        page.append(
                away ? "　<span class=off>离线</span></h1>" : "　<span class=on>" + text(status, "mode") + "</span></h1>");
        page.append("<table>");
        row(page, "代理编号", text(status, "agent"));
        if (away) {
            row(page, "离线开始", time(status, "since") + "（" + text(status, "cause") + "）");
            row(page, "还可离线开票", countdown(status, "window"));
            causes(page, status);
        }
        row(page, "最近联系平台", time(status, "seenAt"));
        row(page, "待上传", text(status, "waiting") + " 张" + oldest(status));
        row(page, "上传期限", countdown(status, "report"));
        row(page, "说明", text(status, "message"));
        page.append("</table>");
        if (!status.path("blocks").isEmpty()) {
            page.append("<table class=blocks><tr><th>号段<th>种类<th>开票点<th>剩余号码<th>剩余金额（元）<th>单张上限（元）<th>有效期至</tr>");
            for (JsonNode block : status.path("blocks")) {
                page.append("<tr><td>").append(text(block, "block"));
                page.append("<td>").append(text(block, "kind"));
                page.append("<td>").append(text(block, "point"));
                page.append("<td>").append(text(block, "left")).append(" / ").append(text(block, "count"));
                page.append("<td>").append(yuan(block, "leftFen"));
                page.append("<td>").append(yuan(block, "singleFenMax"));
                page.append("<td>")
                        .append(time(block, "validUntil"))
                        .append(left(block))
                        .append("</tr>");
            }
            page.append("</table>");
        }
        for (JsonNode conflict : status.path("conflicts")) {
            page.append("<p class=off>待裁定：")
                    .append(escaped(conflict.asString()))
                    .append("</p>");
        }
        return page.toString();
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("<tr><th>")
                .append(name)
                .append("<td>")
                .append(value.isEmpty() ? "—" : value)
                .append("</tr>");
    }

    /** One button for each cause; the page renews itself, a chosen entry of a list would be lost. */
    private static void causes(StringBuilder page, JsonNode status) {
        page.append("<tr><th>原因不对？改报<td><form method=post action=/cause>");
        for (JsonNode cause : status.path("causes")) {
            boolean now = text(cause, "code").equals(text(status, "causeCode"));
            page.append("<button name=cause value=")
                    .append(text(cause, "code"))
                    .append(now ? " disabled>" : ">")
                    .append(text(cause, "label"))
                    .append("</button> ");
        }
        page.append("</form>");
    }

    private static String countdown(JsonNode status, String what) {
        if (!status.path(what + "Until").isString()) {
            return "";
        }
        long minutes = status.path(what + "MinutesLeft").asLong();
        String until = time(status, what + "Until");
        return minutes < 0
                ? "<span class=off>" + until + " 已到</span>"
                : "还有 " + minutes / 60 + " 小时 " + minutes % 60 + " 分（至 " + until + "）";
    }

    private static String oldest(JsonNode status) {
        return status.path("oldest").isString() ? "，最早一张 " + time(status, "oldest") : "";
    }

    private static String left(JsonNode block) {
        long hours = block.path("hoursLeft").asLong();
        if (hours < 0) {
            return "（已到期）";
        }
        return "（还有 " + (hours < 24 ? "" : hours / 24 + " 天 ") + hours % 24 + " 小时）";
    }

    private static String yuan(JsonNode object, String name) {
        return String.format(
                Locale.ROOT, "%,.2f", Money.ofFen(object.path(name).asLong()).yuan());
    }

    private static String time(JsonNode object, String name) {
        String text = object.path(name).asString("");
        return text.isEmpty() ? "" : TIME.format(OffsetDateTime.parse(text));
    }

    private static String text(JsonNode object, String name) {
        return escaped(object.path(name).asString(""));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
