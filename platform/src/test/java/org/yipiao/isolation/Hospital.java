package org.yipiao.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.console.basics.Workbooks;
import org.yipiao.intake.BusinessSystem;
import org.yipiao.shared.UnitId;

/**
 * One of two hospitals of an installation, with something in every table. Whatever it writes bears its mark, so that a
 * trace of it in another hospital's answer is seen.
 *
 * @param mark six letters, in every name and code of its own
 * @param codes beginning of its bill codes, four digits
 * @param paper paper code
 */
record Hospital(
        UnitId unit,
        String mark,
        String codes,
        String paper,
        Browser one,
        Browser two,
        BusinessSystem system,
        Map<String, String> known) {
    static final String KEY = "00112233445566778899aabbcc";

    static Hospital of(UnitId unit, String mark, String codes, String paper, int port, BusinessSystem system) {
        return new Hospital(unit, mark, codes, paper, new Browser(port), new Browser(port), system, new HashMap<>());
    }

    String name(String what) {
        return mark + what;
    }

    String username(String what) {
        return mark.toLowerCase(java.util.Locale.ROOT) + "-" + what;
    }

    void signIn(int port) {
        assertThat(one.login(username("one"), Accounts.PASSWORD).status()).isEqualTo(200);
        assertThat(new Browser(port).login(username("one"), Accounts.PASSWORD).status())
                .isEqualTo(200);
        assertThat(two.login(username("two"), Accounts.PASSWORD).status()).isEqualTo(200);
    }

    /** What this hospital calls a thing; a request may name it as {@code {name}}. */
    String known(String name) {
        String value = known.get(name);
        if (value == null) {
            throw new AssertionError(mark + " knows no " + name + ", only " + known.keySet());
        }
        return value;
    }

    void keep(String name, String value) {
        assertThat(value).as(name).isNotBlank();
        known.put(name, value);
    }

    static Browser.Answer done(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.raw().uri() + " " + answer.text()).isBetween(200, 299);
        return answer;
    }

    Browser.Answer post(String path, Map<String, ?> body) {
        return done(one.post("/api/console/" + path, body));
    }

    Browser.Answer put(String path, Map<String, ?> body) {
        return done(one.put("/api/console/" + path, body));
    }

    Browser.Answer get(String path) {
        return done(one.get("/api/console/" + path));
    }

    /** A day of this hospital at its own pages. */
    void work() {
        basics();
        people();
        bills();
        papers();
        money();
        stock();
        windows();
        messages();
    }

    private void basics() {
        post("basics/campuses", Map.of("code", name("C1"), "name", name("院区"), "enabled", true));
        post(
                "basics/channels",
                Map.of("code", name("CH"), "name", name("渠道"), "means", "CASH", "shownAt", "9", "enabled", true));
        post(
                "basics/points",
                Map.of(
                        "code", name("03"),
                        "name", name("三号窗"),
                        "form", "WINDOW",
                        "kinds", List.of("OUTPATIENT"),
                        "terminals", List.of(name("终端")),
                        "campus", name("C1"),
                        "mappings", List.of()));
        post(
                "basics/items",
                Map.of(
                        "code",
                        name("I2"),
                        "name",
                        name("检查费"),
                        "kinds",
                        List.of("OUTPATIENT"),
                        "order",
                        "2",
                        "category",
                        "03",
                        "enabled",
                        true));
        post("basics/callers", Map.of("appid", name("APP"), "name", name("移动端"), "protocol", "open-v1"));
        post(
                "basics/mappings",
                Map.of(
                        "entries",
                        List.of(Map.of(
                                "caller",
                                name("HIS"),
                                "kind",
                                "PLACE",
                                "hisCode",
                                name("W2"),
                                "ourCode",
                                name("02")))));
        var form =
                post("basics/forms", Map.of("kind", "ITEM", "known", Map.of("code", name("I9"), "name", name("新项目"))));
        keep("form", form.json().path("form").path("id").asString());
    }

    private void people() {
        var made = post(
                "users",
                Map.of(
                        "username", username("new"),
                        "displayName", name("新人"),
                        "department", name("科"),
                        "phone", "13900000001"));
        keep("user", made.json().path("user").path("id").asString());
        put(
                "policy/sso",
                Map.of(
                        "name",
                        name("身份"),
                        "issuer",
                        "https://idp.example.org/" + mark,
                        "clientId",
                        name("客户端"),
                        "secret",
                        "a secret of the test",
                        "claim",
                        "sub",
                        "enabled",
                        true,
                        "version",
                        0));
        put(
                "policy/cas",
                Map.of(
                        "name",
                        name("门户"),
                        "url",
                        "https://cas.example.org/" + mark,
                        "sameName",
                        true,
                        "enabled",
                        false));
        put(
                "policy/ldap",
                Map.of(
                        "name",
                        name("域账户"),
                        "url",
                        "ldaps://" + mark + ".example.org",
                        "bindDn",
                        "cn=" + mark + ",dc=example,dc=org",
                        "password",
                        "a secret of the test",
                        "base",
                        "dc=example,dc=org",
                        "attribute",
                        "uid",
                        "tries",
                        3,
                        "enabled",
                        false));
        post("users/" + known("user") + "/identities", Map.of("subject", name("工号")));
        put(
                "users/" + known("user") + "/rights",
                Map.of(
                        "roles", List.of("CASHIER"),
                        "reach", "POINT",
                        "campuses", List.of(),
                        "points", List.of(name("01")),
                        "operatorName", ""));
        var role = post(
                "roles",
                Map.of(
                        "name",
                        name("角色"),
                        "office",
                        "BUSINESS",
                        "note",
                        name("注"),
                        "permissions",
                        List.of("HOME_READ")));
        keep("role", role.json().path("code").asString());
        put("roles/" + known("role") + "/second-factor", Map.of("demanded", true));
        var asked = post("audit/exports", Map.of("reason", name("事由")));
        keep("export", asked.json().path("id").asString());
        done(two.post(
                "/api/console/audit/exports/" + known("export") + "/decision",
                Map.of("approved", true, "opinion", name("同意"))));
        done(one.get("/api/console/audit/exports/" + known("export") + "/file"));
        keep(
                "pendingExport",
                post("audit/exports", Map.of("reason", name("又一事由")))
                        .json()
                        .path("id")
                        .asString());
        put("me/settings", Map.of("theme", "DARK", "density", "COMPACT", "defaultPoint", "", "printer", name("打印机")));
        put("me/subscriptions", Map.of("kind", "ANNOUNCEMENT", "shown", true, "bySms", true));
        // Without a template: nobody is written to.
        put("message-channels/WECHAT", Map.of("url", "http://127.0.0.1:9", "appid", name("公众号"), "secret", name("密钥")));
        put("payer-page", Map.of("familyMax", 4));
        put(
                "policy",
                Map.of(
                        "lengthMin",
                        10,
                        "history",
                        5,
                        "expiryDays",
                        90,
                        "idleMinutes",
                        30,
                        "oneSession",
                        false,
                        "version",
                        get("policy").json().path("version").asInt()));
        for (var device : get("me/devices").json()) {
            if (!device.path("own").asBoolean()) {
                keep("device", device.path("id").asString());
            }
        }
        keep("online", first("sign-ins/online?text=" + username("two"), "rows", "id"));
    }

    String first(String path, String list, String member) {
        var json = get(path).json();
        var rows = list.isEmpty() ? json : json.path(list);
        assertThat(rows.size()).as(path + " " + json).isPositive();
        return rows.get(0).path(member).asString();
    }

    /** @return its id */
    String bill(String key) {
        return bill(key, name("01"), name("患者"));
    }

    String bill(String key, String point, String payer) {
        var issued = post(
                "desk/bills",
                Map.of(
                        "key",
                        name(key),
                        "kind",
                        "OUTPATIENT",
                        "point",
                        point,
                        "payer",
                        payer,
                        "mobile",
                        "13900000002",
                        "totalFen",
                        1205,
                        "lines",
                        List.of(Map.of("code", name("I1"), "quantity", 1, "price", 12.05))));
        return issued.json().path("id").asString();
    }

    private void bills() {
        keep("bill", bill("B1"));
        keep("second", bill("B2"));
        keep("third", bill("B3"));
        post("bills/" + known("bill") + "/prints", Map.of("what", "BILL", "terminal", name("终端")));
        var detail = get("bills/" + known("bill")).json();
        keep("code", detail.path("code").asString());
        keep("number", detail.path("number").asString());
        keep("checkCode", detail.path("checkCode").asString());
        keep("busNo", detail.path("busNo").asString());
        byHand();
        approvals();
        // Issuing by hand forgets the draft.
        put("desk/draft", Map.of("text", "{\"payer\":\"" + name("草稿") + "\"}"));
    }

    /** What a cashier keeps and sends in beside single bills. */
    private void byHand() {
        put("me/lists/bills", Map.of("hidden", List.of(name("列")), "pageSize", 50));
        put("me/lists/bills/filters", Map.of("name", name("常用"), "query", "text=" + name("患者")));
        var titles = List.of(
                "业务流水号", "票据种类", "交款人", "证件号码", "手机", "性别", "年龄", "就诊号或住院号", "科室", "收费项目", "数量", "单价", "金额", "备注");
        var line = List.of(name("S1"), "门诊", name("批量人"), "", "", "", "", "", "", name("I1"), "1", "3.00", "", "");
        var sent = done(
                one.send(one.request("/api/console/desk/batches?mode=ALL&point=" + name("01") + "&name=" + name("X"))
                        .header("X-XSRF-TOKEN", one.token())
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(Workbooks.write("批量", titles, List.of(line))))));
        keep("batch", sent.json().path("batch").path("id").asString());
    }

    private void approvals() {
        policy("5.00");
        String large = bill("B4");
        keep("standing", large);
        keep(
                "approval",
                post("bills/" + large + "/reversal", Map.of("reason", name("理由")))
                        .json()
                        .path("approval")
                        .path("id")
                        .asString());
        policy("100000.00");
    }

    private void policy(String approvalFrom) {
        put(
                "basics/issuing-policy",
                Map.of(
                        "rounding", "REFUSE",
                        "roundingMax", "0.05",
                        "channels", "ACCEPT",
                        "zero", "REFUSE",
                        "arrears", "HOLD",
                        "approvalFrom", approvalFrom,
                        "reasons", List.of(name("理由"), "重复收费")));
    }

    private void papers() {
        var sheet = post("bills/" + known("bill") + "/paper", Map.of("paperCode", paper, "point", name("01")));
        keep("sheet", sheet.json().path("id").asString());
        keep("paperNumber", sheet.json().path("paperNumber").asString());
        post("paper/" + known("sheet") + "/confirmation", Map.of("terminal", name("终端")));
        var held = post("bills/" + known("second") + "/paper", Map.of("paperCode", paper, "point", name("01")));
        keep("held", held.json().path("id").asString());
        post(
                "paper/blank-voids",
                Map.of(
                        "paperCode",
                        paper,
                        "first",
                        "000000090",
                        "last",
                        "000000091",
                        "point",
                        name("01"),
                        "reason",
                        name("潮湿")));
        put("paper/calibrations", Map.of("terminal", name("终端"), "paperCode", paper, "right", 1, "down", 2));
    }

    private void money() {
        var voucher = post(
                "prepayments/vouchers",
                Map.of(
                        "key", name("V1"),
                        "payer", name("住院人"),
                        "hospitalNo", name("ZY1"),
                        "department", name("外科"),
                        "amountFen", 50_000,
                        "point", name("01"),
                        "remark", name("备注")));
        keep("voucher", voucher.json().path("row").path("id").asString());
        keep("voucherCode", voucher.json().path("row").path("code").asString());
        keep("voucherNumber", voucher.json().path("row").path("number").asString());
        post(
                "prepayments/vouchers/" + known("voucher") + "/refund",
                Map.of("key", name("V2"), "amountFen", 100, "reason", name("退款")));
    }

    private void stock() {
        post("numbers/requests", Map.of("kind", "OUTPATIENT", "count", 100));
        post("stock/paper-codes", Map.of("code", paper + "9", "name", name("收据"), "kind", "OUTPATIENT", "width", 9));
        post(
                "stock/certificates",
                Map.of(
                        "no", name("证1"),
                        "region", name("财政局"),
                        "validFrom", "2020-01-01",
                        "validUntil", "2099-12-31",
                        "kinds", List.of(Map.of("subject", codes + "01", "perDraw", 0, "perYear", 0))));
        var moved = post(
                "stock/documents",
                Map.of(
                        "type",
                        "DISTRIBUTION",
                        "code",
                        paper,
                        "first",
                        "000000301",
                        "last",
                        "000000305",
                        "toPoint",
                        name("02"),
                        "reason",
                        name("下发")));
        keep("document", moved.json().path("document").path("no").asString());
        var destroyed = post(
                "stock/documents",
                Map.of(
                        "type", "DESTRUCTION",
                        "code", paper,
                        "first", "000000400",
                        "last", "000000400",
                        "reason", name("破损")));
        keep("openDocument", destroyed.json().path("document").path("no").asString());
        post(
                "stock/alerts/rules",
                Map.of("subject", "", "point", name("01"), "minCount", 10, "minDays", 3, "requestDays", 0));
        post("stock/terms", Map.of("subject", paper, "months", 36));
        keep("proof", post("stock/proofs", Map.of()).json().path("seq").asString());
    }

    /** Papers whose numbers begin anew in each hospital: one more of each, so that the last number is nobody else's. */
    void oneMoreOfEach() {
        var moved = post(
                "stock/documents",
                Map.of(
                        "type",
                        "DISTRIBUTION",
                        "code",
                        paper,
                        "first",
                        "000000306",
                        "last",
                        "000000310",
                        "toPoint",
                        name("02"),
                        "reason",
                        name("下发")));
        keep("document", moved.json().path("document").path("no").asString());
        var destroyed = post(
                "stock/documents",
                Map.of(
                        "type", "DESTRUCTION",
                        "code", paper,
                        "first", "000000401",
                        "last", "000000401",
                        "reason", name("破损")));
        keep("openDocument", destroyed.json().path("document").path("no").asString());
        // The number counts the hospital's sheets of the day: the last is one that the other hospital has not.
        for (String key : List.of("Y1", "Y2", "Y3")) {
            bill(key);
            var sheet = post("bookings", Map.of("from", "2026-01-01", "until", "2026-12-31"));
            keep("bookingSheet", sheet.json().path("no").asString());
        }
        // Issuing by hand forgets the draft.
        put("desk/draft", Map.of("text", "{\"payer\":\"" + name("草稿") + "\"}"));
        post("stock/proofs", Map.of());
        keep("proof", post("stock/proofs", Map.of()).json().path("seq").asString());
    }

    /** Another window of the same hospital; what is written there bears the mark, too. */
    void workAtTheSecondWindow(String secondMark) {
        keep("bill2", bill(secondMark + "B", name("02"), secondMark + "患者"));
        keep("unprinted2", bill(secondMark + "C", name("02"), secondMark + "患者"));
        var sheet = post("bills/" + known("bill2") + "/paper", Map.of("paperCode", paper, "point", name("02")));
        keep("sheet2", sheet.json().path("id").asString());
        var voucher = post(
                "prepayments/vouchers",
                Map.of(
                        "key", secondMark + "V",
                        "payer", secondMark + "住院人",
                        "hospitalNo", secondMark + "ZY",
                        "amountFen", 50_000,
                        "point", name("02")));
        keep("voucher2", voucher.json().path("row").path("id").asString());
        var moved = post(
                "stock/documents",
                Map.of(
                        "type",
                        "DISTRIBUTION",
                        "code",
                        paper,
                        "first",
                        "000000321",
                        "last",
                        "000000325",
                        "toPoint",
                        name("02"),
                        "reason",
                        secondMark + "下发"));
        keep("document2", moved.json().path("document").path("no").asString());
    }

    private void windows() {
        var invited = post("offline/agents", Map.of("name", name("代理"), "point", name("01")));
        keep("agent", invited.json().path("agent").asString());
    }

    private void messages() {
        post("notices/announcements", Map.of("title", name("公告"), "body", name("正文")));
        keep("notice", first("notices/announcements", "rows", "id"));
        keep("forwarding", first("forwardings", "rows", "id"));
        done(two.post("/api/console/notices/read", Map.of("ids", List.of(known("notice")))));
    }

    /** What this hospital's business system sends. */
    void callsOfItsSystem() {
        var issued = system.call(
                "invoiceEBillOutpatient",
                BusinessSystem.settlement(name("-OUT1"), name("门诊人"), name("W1"), name("H1")));
        assertThat(issued.success()).as(issued.text()).isTrue();
        keep("hisCode", issued.member("billBatchCode"));
        keep("hisNumber", issued.member("billNo"));
        keep("hisCheck", issued.member("random"));
        keep("hisTime", issued.member("createTime"));
        var parked = system.call(
                "invoiceEBillOutpatient",
                BusinessSystem.settlement(name("-OUT2"), name("门诊人"), name("W9"), name("H1")));
        assertThat(parked.success()).isFalse();
        var open = system.open(
                "POST",
                "/api/open/v1/bills/OUTPATIENT",
                system.settlementJson(BusinessSystem.settlement(name("-OPEN1"), name("门诊人"), name("W1"), name("H1"))),
                name("-open-key-1"));
        assertThat(open.statusCode()).as(open.body()).isEqualTo(200);
        var row =
                system.settlementJson(BusinessSystem.settlement(name("-BATCH1"), name("门诊人"), name("W1"), name("H1")));
        told("batchInvoiceEBillOutpatient", "{\"batchNo\":\"" + name("-NO1") + "\",\"eBillList\":[" + row + "]}");
        var held = new HashMap<>(BusinessSystem.settlement(name("-HELD"), name("门诊人"), name("W1"), name("H1")));
        held.put("isArrears", "0");
        held.put("arrearsReason", name("欠费"));
        var bill = system.call("invoiceEBillOutpatient", held);
        assertThat(bill.success()).as(bill.text()).isTrue();
        told(
                "receiveArreasFeedBack",
                "{\"billBatchCode\":\"" + bill.member("billBatchCode") + "\",\"billNo\":\"" + bill.member("billNo")
                        + "\",\"random\":\"" + bill.member("random") + "\",\"feedBackDate\":\"2024-03-06\"}");
        var sheet = told(
                "generateAccount",
                "{\"busDateBgnTime\":\"20240305000000000\",\"busDateEndTime\":\"20240305235959000\",\"placeCode\":\"\","
                        + "\"operator\":\"" + name("会计") + "\"}");
        keep("account", sheet.member("acNo"));
        var push = new HashMap<>(BusinessSystem.settlement(name("-OUT1"), name("门诊人"), name("W1"), name("H1")));
        push.put("bgBusDate", "2024-03-05");
        push.put("endBusDate", "2024-03-05");
        push.put("totalNum", 9);
        push.put(
                "billNoList",
                List.of(Map.of(
                        "placeCode",
                        name("W1"),
                        "billBatchCode",
                        known("hisCode"),
                        "bgnNo",
                        "0000000001",
                        "endNo",
                        "0000000009",
                        "copyNum",
                        9)));
        var pushed = system.call("receiveCheckTotalData", push);
        assertThat(pushed.success()).as(pushed.text()).isTrue();
    }

    BusinessSystem.Told told(String method, String payload) {
        var told = system.plain(method, payload);
        assertThat(told.success()).as(method + " " + told.text()).isTrue();
        return told;
    }
}
