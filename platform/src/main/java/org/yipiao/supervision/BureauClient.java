package org.yipiao.supervision;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    /** A trial of a draft is nobody's failure: it opens no breaker. */
    private static final PartyCalls UNGUARDED = new PartyCalls() {
        @Override
        public <T> T call(String party, Callable<T> call) throws Exception {
            return call.call();
        }
    };

    private final BureauAccounts accounts;
    private final SupervisionStore store;
    private final PartyHttp http;
    private final InstantSource clock;

    BureauClient(BureauAccounts accounts, SupervisionStore store, PartyCalls calls, InstantSource clock) {
        this.accounts = accounts;
        this.store = store;
        this.http = new PartyHttp(PARTY, calls);
        this.clock = clock;
    }

    BureauWire.Config config(UnitId unit) {
        return post(unit, "/bureau/getConfig", new BureauWire.Nothing(), BureauWire.Config.class);
    }

    BureauWire.NumbersGiven requestNumbers(UnitId unit, BureauWire.NumbersAsked asked) {
        return post(unit, "/bureau/requestNumbers", asked, BureauWire.NumbersGiven.class);
    }

    BureauWire.BackAnswer returnNumbers(UnitId unit, BureauWire.NumbersBack back) {
        return post(unit, "/bureau/returnNumbers", back, BureauWire.BackAnswer.class);
    }

    BureauWire.UsageAnswer reportUsage(UnitId unit, BureauWire.UsageReport report) {
        return post(unit, "/bureau/reportUsage", report, BureauWire.UsageAnswer.class);
    }

    BureauWire.ReviewAnswer declareReview(UnitId unit, BureauWire.ReviewAsked review) {
        return post(unit, "/bureau/declareReview", review, BureauWire.ReviewAnswer.class);
    }

    BureauWire.Uploaded upload(UnitId unit, BureauWire.Upload pack) {
        return post(unit, "/bureau/uploadBills", pack, BureauWire.Uploaded.class);
    }

    BureauWire.Queried query(UnitId unit, List<BureauWire.Key> bills) {
        return post(unit, "/bureau/queryBills", new BureauWire.Query(bills), BureauWire.Queried.class);
    }

    BureauWire.Sealed seal(UnitId unit, BureauWire.ToSeal pack) {
        return post(unit, "/bureau/sealBills", pack, BureauWire.Sealed.class);
    }

    BureauWire.Totals totals(UnitId unit, BureauWire.TotalsAsked asked) {
        return post(unit, "/bureau/totals", asked, BureauWire.Totals.class);
    }

    BureauWire.FormAnswer submitForm(UnitId unit, String formNo, String kind, Map<String, String> fields) {
        return post(
                unit, "/bureau/submitForm", new BureauWire.FormSent(formNo, kind, fields), BureauWire.FormAnswer.class);
    }

    BureauWire.FormAnswer queryForm(UnitId unit, String formNo) {
        return post(unit, "/bureau/queryForm", new BureauWire.FormAsked(formNo), BureauWire.FormAnswer.class);
    }

    /** Asks with an account that is not kept; the answer goes to nobody else, and nothing is noted. */
    BureauWire.Config tryOut(BureauAccounts.Account account) {
        String path = "/bureau/getConfig";
        byte[] body = JSON.writeValueAsBytes(new BureauWire.Nothing());
        return new PartyHttp(PARTY, UNGUARDED)
                .post(
                        account.url() + path,
                        headers(account, path, Sm2.sm3Hex(body), clock.instant()),
                        body,
                        bytes -> read(bytes, BureauWire.Config.class));
    }

    private <T> T post(UnitId unit, String path, Object message, Class<T> type) {
        var account = accounts.of(unit);
        if (!account.usable()) {
            throw new CallFailed(Fault.OUR_DATA, String.join("；", account.problems()));
        }
        byte[] body = JSON.writeValueAsBytes(message);
        String bodySm3 = Sm2.sm3Hex(body);
        Instant at = clock.instant();
        Exchange exchange = new Exchange();
        try {
            T answer = http.post(unit, account.url() + path, headers(account, path, bodySm3, at), body, bytes -> {
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
                        unit,
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

    private static Map<String, String> headers(
            BureauAccounts.Account account, String path, String bodySm3, Instant at) {
        String time = Long.toString(at.toEpochMilli());
        String signed = time + "\n" + path + "\n" + bodySm3;
        byte[] mac =
                Sm2.hmacSm3(account.key().getBytes(StandardCharsets.UTF_8), signed.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "X-Agency",
                account.unit().value(),
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
}
