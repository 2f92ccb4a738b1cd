package org.yipiao.prepayment;

import jakarta.servlet.http.HttpServletRequest;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.yipiao.access.Open;
import org.yipiao.bill.face.CapitalAmount;
import org.yipiao.delivery.PublicPages;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;

/** 凭证页 What the payer sees of a voucher: one page without scripts, because the oldest phones open it. */
@RestController
class VoucherHttp {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final VoucherLinks links;
    private final VoucherStore store;
    private final Units units;
    private final PublicPages pages;

    VoucherHttp(VoucherLinks links, VoucherStore store, Units units, PublicPages pages) {
        this.links = links;
        this.store = store;
        this.units = units;
        this.pages = pages;
    }

    @Open("link token")
    @GetMapping(path = "/v/{token}", produces = "text/html")
    ResponseEntity<String> page(@PathVariable String token, HttpServletRequest request) {
        pages.limit(request);
        var voucher = links.open(token)
                .flatMap(opened -> store.byId(opened.unit(), opened.voucher()))
                .orElseThrow(() -> new Refused(404, "LINK_UNKNOWN", "凭证链接无效，请核对链接是否完整"));
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("X-Robots-Tag", "noindex, nofollow")
                .body(html(voucher));
    }

    private String html(Voucher voucher) {
        var unit = units.current(voucher.unit());
        boolean refund = voucher.kind() == Voucher.Kind.REFUND;
        String title = refund ? "预交金退款凭证" : "预交金凭证";
        var facts = new LinkedHashMap<String, String>();
        facts.put("凭证代码", voucher.code());
        facts.put("凭证号码", voucher.number());
        facts.put("校验码", voucher.checkCode());
        facts.put("交款人", masked(voucher.payer()));
        facts.put("住院号", voucher.hospitalNo());
        facts.put("科室", voucher.department());
        facts.put(refund ? "退款金额" : "预交金额", voucher.amount().plain() + " 元");
        facts.put("大写", CapitalAmount.of(voucher.amount()));
        if (!refund) {
            facts.put("未使用金额", voucher.left().plain() + " 元");
        }
        facts.put("开具时间", voucher.issuedAt().format(TIME));
        facts.put("收款人", voucher.operator());
        var rows = new StringBuilder();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            if (!fact.getValue().isBlank()) {
                rows.append("<tr><th>")
                        .append(fact.getKey())
                        .append("</th><td>")
                        .append(HtmlUtils.htmlEscape(fact.getValue()))
                        .append("</td></tr>");
            }
        }
        return """
                <!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1"><title>%s</title></head>
                <body><h2>%s</h2><h1>%s</h1><table>%s</table><p>结算后请凭结算票据核对预交金使用情况。</p></body></html>
                """.formatted(title, HtmlUtils.htmlEscape(unit.party().name()), title, rows);
    }

    private static String masked(String name) {
        int first = name.offsetByCodePoints(0, Math.min(1, name.codePointCount(0, name.length())));
        return name.substring(0, first) + "*".repeat(Math.max(0, name.codePointCount(0, name.length()) - 1));
    }
}
