package org.yipiao.supervision;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.PartyHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 财政票据系统 The only class that talks to the bureau. Every request is signed with HMAC-SM3 and noted in the log. */
@Component
class BureauClient {
    static final String PARTY = "财政票据系统";

    /** Bills of one message. */
    static final int PACK_MAX = 500;

    /** Bytes of one message before base64: a check-up of 5 000 lines is a megabyte by itself. */
    static final int PACK_BYTES_MAX = 8 * 1024 * 1024;

    private static final String SUCCESS = "200";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BureauSettings settings;
    private final SupervisionStore store;
    private final PartyHttp http;
    private final InstantSource clock;

    BureauClient(BureauSettings settings, SupervisionStore store, PartyCalls calls, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.http = new PartyHttp(PARTY, calls);
        this.clock = clock;
    }

    BureauWire.Config config() {
        return post("/bureau/getConfig", new BureauWire.Nothing(), BureauWire.Config.class);
    }

    BureauWire.NumbersGiven requestNumbers(BureauWire.NumbersAsked asked) {
        return post("/bureau/requestNumbers", asked, BureauWire.NumbersGiven.class);
    }

    BureauWire.BackAnswer returnNumbers(BureauWire.NumbersBack back) {
        return post("/bureau/returnNumbers", back, BureauWire.BackAnswer.class);
    }

    BureauWire.UsageAnswer reportUsage(BureauWire.UsageReport report) {
        return post("/bureau/reportUsage", report, BureauWire.UsageAnswer.class);
    }

    BureauWire.ReviewAnswer declareReview(BureauWire.ReviewAsked review) {
        return post("/bureau/declareReview", review, BureauWire.ReviewAnswer.class);
    }

    BureauWire.Uploaded upload(BureauWire.Upload pack) {
        return post("/bureau/uploadBills", pack, BureauWire.Uploaded.class);
    }

    BureauWire.Queried query(List<BureauWire.Key> bills) {
        return post("/bureau/queryBills", new BureauWire.Query(bills), BureauWire.Queried.class);
    }

    BureauWire.Sealed seal(BureauWire.ToSeal pack) {
        return post("/bureau/sealBills", pack, BureauWire.Sealed.class);
    }

    BureauWire.Totals totals(BureauWire.TotalsAsked asked) {
        return post("/bureau/totals", asked, BureauWire.Totals.class);
    }

    BureauWire.FormAnswer submitForm(String formNo, String kind, Map<String, String> fields) {
        return post("/bureau/submitForm", new BureauWire.FormSent(formNo, kind, fields), BureauWire.FormAnswer.class);
    }

    BureauWire.FormAnswer queryForm(String formNo) {
        return post("/bureau/queryForm", new BureauWire.FormAsked(formNo), BureauWire.FormAnswer.class);
    }

    private <T> T post(String path, Object message, Class<T> type) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new CallFailed(Fault.OUR_DATA, String.join("；", problems));
        }
        byte[] body = JSON.writeValueAsBytes(message);
        String bodySm3 = Sm2.sm3Hex(body);
        Instant at = clock.instant();
        Exchange exchange = new Exchange();
        try {
            T answer = http.post(settings.url() + path, headers(path, bodySm3, at), body, bytes -> {
                exchange.answer = bytes;
                return read(bytes, type);
            });
            exchange.outcome = "成功";
            return answer;
        } catch (PartyCalls.PartyDown notSent) {
            exchange.sent = false;
            throw notSent;
        } catch (CallFailed failed) {
            exchange.outcome = failed.detail();
            throw failed;
        } finally {
            if (exchange.sent) {
                store.note(
                        settings.unit(),
                        new SupervisionStore.Message(
                                PARTY,
                                path,
                                body,
                                bodySm3,
                                exchange.answer,
                                at,
                                Duration.between(at, clock.instant()),
                                exchange.outcome,
                                exchange.outcome.equals("成功")));
            }
        }
    }

    /** What is known of one exchange while it runs. */
    private static final class Exchange {
        private byte @Nullable [] answer;
        private String outcome = "程序出错";
        private boolean sent = true;
    }

    private Map<String, String> headers(String path, String bodySm3, Instant at) {
        String time = Long.toString(at.toEpochMilli());
        String signed = time + "\n" + path + "\n" + bodySm3;
        byte[] mac =
                Sm2.hmacSm3(settings.key().getBytes(StandardCharsets.UTF_8), signed.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "X-Agency",
                settings.agency(),
                "X-Timestamp",
                time,
                "X-Signature",
                HexFormat.of().formatHex(mac));
    }

    private static <T> T read(byte[] bytes, Class<T> type) {
        JsonNode answer = JSON.readTree(bytes);
        String code = answer.path("code").asString("");
        if (code.isEmpty()) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统的应答缺少响应码");
        }
        if (!code.equals(SUCCESS)) {
            boolean busy = code.startsWith("5") || code.equals("4290");
            throw new CallFailed(
                    busy ? Fault.BUSY : Fault.REFUSED,
                    "财政票据系统应答 " + code + " " + answer.path("message").asString(""));
        }
        return JSON.treeToValue(answer, type);
    }

    /** The unit this installation reports to the bureau. */
    UnitId unit() {
        return settings.unit();
    }
}
