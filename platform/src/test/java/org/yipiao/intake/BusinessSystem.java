package org.yipiao.intake;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A hospital's business system at both doors, for tests outside this package. */
public final class BusinessSystem {
    private final int port;
    private final String appid;
    private final String key;
    private final InstantSource clock;
    private final HisClient his;
    private final MarketTable table = new MarketTable();
    private final HttpClient http = HttpClient.newHttpClient();

    public BusinessSystem(int port, String appid, String key, InstantSource clock) {
        this.port = port;
        this.appid = appid;
        this.key = key;
        this.clock = clock;
        this.his = new HisClient(port, appid, key);
    }

    /** Every method of the market protocol. */
    public Set<String> methods() {
        return table.methods();
    }

    /** @param text the decoded message */
    public record Told(boolean success, String text) {
        /** A member of the answer, which must be a text. */
        public String member(String name) {
            return new HisClient.Answer("", text).text(name);
        }
    }

    /** Calls a method with every field of its table, made of these values where they name it. */
    public Told call(String method, Map<String, Object> values) {
        return plain(method, table.payload(method, true, values));
    }

    public Told plain(String method, String payload) {
        var answer = his.call(method, payload);
        return new Told(answer.isSuccess(), answer.message());
    }

    /** An outpatient settlement of 36.50 yuan at the place W01 with one line of the item 01. */
    public static Map<String, Object> settlement(String busNo, String payer, String place, String item) {
        var values = new HashMap<String, Object>();
        values.put("busNo", busNo);
        values.put("busType", "02");
        values.put("payer", payer);
        values.put("busDateTime", "20240305093011000");
        values.put("placeCode", place);
        values.put("payee", "收费员一");
        values.put("author", "收费员一");
        values.put("operator", "收费员一");
        values.put("totalAmt", 36.5);
        values.put("payerType", "1");
        values.put("cardType", "3101");
        values.put("consultationDate", "20240305");
        values.put("inHospitalDate", "20240301");
        values.put("outHospitalDate", "20240305");
        values.put("sex", "男");
        values.put("age", "35岁");
        values.put("selfCashPay", 36.5);
        values.put("ownPay", 36.5);
        values.put("chargeCode", item);
        values.put("chargeName", "检查费");
        values.put("std", 36.5);
        values.put("number", 1);
        values.put("amt", 36.5);
        values.put("payChannelCode", "02");
        values.put("payChannelValue", 36.5);
        values.put("payMentVoucher", List.of());
        values.put("isArrears", "1");
        values.put("tel", "13800000001");
        values.put("email", "a@example.cn");
        values.put("hospitalNo", "Z0001");
        values.put("visitNo", "Z0001");
        values.put("pageNo", 1);
        values.put("pageSize", 200);
        return values;
    }

    /** A request of the open API, signed. */
    public HttpResponse<String> open(String method, String path, String body, String idempotencyKey) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String at = String.valueOf(clock.millis());
        String nonce = UUID.randomUUID().toString();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("X-App-Id", appid)
                .header("X-Timestamp", at)
                .header("X-Nonce", nonce)
                .header("X-Signature", OpenDoor.signature(key, method, path, at, nonce, bytes))
                .header("Idempotency-Key", idempotencyKey)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String settlementJson(Map<String, Object> values) {
        return table.payload("invoiceEBillOutpatient", true, values);
    }
}
