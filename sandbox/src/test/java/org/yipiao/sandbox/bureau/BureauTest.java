package org.yipiao.sandbox.bureau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.sandbox.Hospital;
import org.yipiao.sandbox.SandboxServer;
import tools.jackson.databind.JsonNode;

class BureauTest {
    @TempDir
    static Path home;

    private static SandboxServer sandbox;
    private static Hospital hospital;
    private static long next;

    @BeforeAll
    static void start() throws IOException {
        sandbox = new SandboxServer(home);
        hospital = new Hospital(sandbox);
        next = hospital.numbers("FOR-ALL", 10_000);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static long number() {
        return next++;
    }

    private static JsonNode query(Bill bill) throws IOException {
        return sandbox.bureau(
                        "queryBills",
                        Map.of(
                                "bills",
                                List.of(Map.of(
                                        "billCode", bill.code().digits(),
                                        "billNumber", bill.number().digits()))))
                .get("results")
                .get(0);
    }

    private static void refused(JsonNode result, Refusal why) {
        assertThat(result.get("result").asString()).isEqualTo("REFUSED");
        assertThat(result.get("reasonCode").asString()).isEqualTo(String.valueOf(why.code()));
        assertThat(result.get("reason").asString()).startsWith(why.text());
    }

    @Test
    void numbers_ascend_without_overlap_and_a_request_number_is_answered_alike() throws IOException {
        var asked = Map.of("requestNo", "R-1", "billCode", hospital.code(), "count", 100);
        JsonNode first = sandbox.bureau("requestNumbers", asked);
        JsonNode again = sandbox.bureau("requestNumbers", asked);
        assertThat(first.get("state").asString()).isEqualTo("ALLOTTED");
        assertThat(again).isEqualTo(first);
        long last = first.get("segments").get(0).get("last").asLong();
        assertThat(hospital.numbers("R-2", 5)).isEqualTo(last + 1);
    }

    private static void review(String json) throws IOException {
        var answer = sandbox.send("PUT", "/sandbox/bureau/review", json.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode giveBack(String documentNo, long first, long last) throws IOException {
        return sandbox.bureau(
                "returnNumbers",
                Map.of(
                        "documentNo",
                        documentNo,
                        "segments",
                        List.of(Map.of(
                                "billCode", hospital.code(),
                                "first", String.format("%010d", first),
                                "last", String.format("%010d", last))),
                        "reason",
                        "用不完"));
    }

    @Test
    void the_review_can_be_set_to_a_part_a_refusal_and_a_delay() throws IOException {
        try {
            review("{\"result\":\"PARTIAL\",\"share\":0.8,\"delaySeconds\":0}");
            JsonNode part = sandbox.bureau(
                    "requestNumbers", Map.of("requestNo", "RV-1", "billCode", hospital.code(), "count", 100));
            JsonNode segment = part.get("segments").get(0);
            assertThat(segment.get("last").asLong() - segment.get("first").asLong() + 1)
                    .isEqualTo(80);
            assertThat(part.get("reason").asString()).isEqualTo("按用票量核定");
            review("{\"result\":\"REFUSED\",\"reason\":\"本期核销未完成\",\"delaySeconds\":0}");
            JsonNode refused = sandbox.bureau(
                    "requestNumbers", Map.of("requestNo", "RV-2", "billCode", hospital.code(), "count", 100));
            assertThat(refused.get("state").asString()).isEqualTo("REFUSED");
            review("{\"result\":\"FULL\",\"delaySeconds\":3600}");
            JsonNode waiting = sandbox.bureau(
                    "requestNumbers", Map.of("requestNo", "RV-3", "billCode", hospital.code(), "count", 100));
            assertThat(waiting.get("state").asString()).isEqualTo("PENDING");
        } finally {
            review("{\"result\":\"FULL\",\"delaySeconds\":0}");
        }
    }

    @Test
    void returned_numbers_leave_the_unit_once_and_are_not_countersigned_any_more() throws IOException {
        long first = hospital.numbers("GB-1", 10);
        assertThat(giveBack("ST-1", first, first + 9).get("state").asString()).isEqualTo("ACCEPTED");
        assertThat(giveBack("ST-1", first, first + 9).get("state").asString()).isEqualTo("ACCEPTED");
        assertThat(giveBack("ST-2", first + 3, first + 3).get("reason").asString())
                .contains("已退回");
        assertThat(giveBack("ST-3", first + 9, first + 10).get("state").asString())
                .isEqualTo("REFUSED");
        assertThat(hospital.numbers("GB-2", 1)).isEqualTo(first + 10);
    }

    @Test
    void paper_is_given_out_with_eight_digits() throws IOException {
        JsonNode given =
                sandbox.bureau("requestNumbers", Map.of("requestNo", "PA-1", "billCode", "99610101", "count", 500));
        assertThat(given.get("segments").get(0).get("first").asString()).isEqualTo("00000001");
        assertThat(given.get("segments").get(0).get("last").asString()).isEqualTo("00000500");
    }

    @Test
    void old_forms_with_a_code_of_their_own_are_accounted_for_once() throws IOException {
        var lines = List.of(Map.of(
                "billCode",
                "990117",
                "paper",
                true,
                "issued",
                List.of(Map.of("billCode", "990117", "first", "000000301", "last", "000000302"))));
        assertThat(usage("UO-1", lines).get("state").asString()).isEqualTo("ACCEPTED");
        assertThat(usage("UO-1", lines).get("state").asString()).isEqualTo("ACCEPTED");
        assertThat(usage("UO-2", lines).get("reason").asString()).contains("已核销过");
        var ours = List.of(Map.of(
                "billCode",
                "99610101",
                "paper",
                true,
                "issued",
                List.of(Map.of("billCode", "99610101", "first", "99999998", "last", "99999998"))));
        assertThat(usage("UO-3", ours).get("reason").asString()).contains("未分配给本单位");
    }

    private static JsonNode usage(String no, List<?> lines) throws IOException {
        return sandbox.bureau("reportUsage", Map.of("reportNo", no, "until", "2026-01-31", "lines", lines));
    }

    @Test
    void a_request_number_can_not_be_used_for_another_request() throws IOException {
        hospital.numbers("R-3", 10);
        JsonNode other =
                sandbox.bureau("requestNumbers", Map.of("requestNo", "R-3", "billCode", hospital.code(), "count", 11));
        assertThat(other.get("code").asString()).isEqualTo("4000");
        assertThat(other.get("message").asString()).contains("已用于另一份申领");
    }

    @Test
    void numbers_of_another_year_are_refused() throws IOException {
        JsonNode answer =
                sandbox.bureau("requestNumbers", Map.of("requestNo", "R-4", "billCode", "99060119", "count", 10));
        assertThat(answer.get("state").asString()).isEqualTo("REFUSED");
        assertThat(answer.get("reason").asString()).contains("99060119");
    }

    @Test
    void an_uploaded_bill_is_countersigned_and_the_same_upload_gets_the_same_answer() throws IOException {
        var row = hospital.signed(hospital.bill(number(), 8800));
        JsonNode first = hospital.upload(row).get(0);
        JsonNode again = hospital.upload(row).get(0);
        assertThat(first.get("result").asString()).isEqualTo("ISSUED");
        assertThat(hospital.countersigned(row, first)).isTrue();
        assertThat(again.get("supervisorySignature")).isEqualTo(first.get("supervisorySignature"));
    }

    @Test
    void a_used_number_with_other_content_is_refused() throws IOException {
        long number = number();
        hospital.upload(hospital.signed(hospital.bill(number, 8800)));
        refused(hospital.upload(hospital.signed(hospital.bill(number, 8900))).get(0), Refusal.NUMBER_USED);
    }

    @Test
    void the_same_number_twice_in_one_pack_is_taken_once() throws IOException {
        long number = number();
        JsonNode results = hospital.upload(
                hospital.signed(hospital.bill(number, 100)), hospital.signed(hospital.bill(number, 200)));
        assertThat(results.get(0).get("result").asString()).isEqualTo("ISSUED");
        refused(results.get(1), Refusal.NUMBER_USED);
    }

    @Test
    void a_number_that_was_never_allotted_is_refused() throws IOException {
        refused(
                hospital.upload(hospital.signed(hospital.bill(9_999_999_999L, 8800)))
                        .get(0),
                Refusal.NUMBER_NOT_ALLOTTED);
    }

    @Test
    void one_changed_byte_breaks_the_units_signature() throws IOException {
        Bill bill = hospital.bill(number(), 8800);
        var row = new java.util.HashMap<>(hospital.signed(bill));
        byte[] block = ((byte[]) row.get("block")).clone();
        String changed = new String(block, StandardCharsets.UTF_8).replace("88.00", "88.01");
        row.put("block", changed.getBytes(StandardCharsets.UTF_8));
        refused(hospital.upload(row).get(0), Refusal.UNIT_SIGNATURE);
        assertThat(query(bill).get("state").asString()).isEqualTo("REFUSED");
    }

    @Test
    void a_total_that_is_not_the_sum_of_the_items_is_refused_and_may_come_again_corrected() throws IOException {
        Bill bill = hospital.bill(number(), 8800);
        String text = new String(BillXml.block(bill, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String wrong = text.replace("<TotalAmount>88.00<", "<TotalAmount>98.00<");
        assertThat(wrong).isNotEqualTo(text);
        var row = hospital.signed(bill, wrong.getBytes(StandardCharsets.UTF_8));
        refused(hospital.upload(row).get(0), Refusal.SUM);
        assertThat(hospital.upload(hospital.signed(bill)).get(0).get("result").asString())
                .isEqualTo("ISSUED");
        assertThat(query(bill).get("state").asString()).isEqualTo("ISSUED");
    }

    @Test
    void a_bill_of_another_year_than_its_code_is_refused() throws IOException {
        Bill bill =
                hospital.bill(hospital.code(), number(), 100, Optional.empty(), LocalDateTime.of(2019, 5, 5, 10, 0));
        refused(hospital.upload(hospital.signed(bill)).get(0), Refusal.YEAR);
    }

    @Test
    void a_bill_from_the_future_is_refused() throws IOException {
        LocalDateTime later = LocalDateTime.ofInstant(
                sandbox.now().plus(Duration.ofMinutes(15)), org.yipiao.sandbox.SandboxApplication.ZONE);
        Bill bill = hospital.bill(hospital.code(), number(), 100, Optional.empty(), later);
        refused(hospital.upload(hospital.signed(bill)).get(0), Refusal.ISSUED_LATER);
    }

    @Test
    void a_red_bill_reverses_its_blue_one_once() throws IOException {
        Bill blue = hospital.bill(number(), 8800);
        Bill red = hospital.red(blue, number());
        JsonNode pack = hospital.upload(hospital.signed(red), hospital.signed(blue));
        assertThat(pack.get(0).get("result").asString()).isEqualTo("ISSUED");
        JsonNode state = query(blue);
        assertThat(state.get("state").asString()).isEqualTo("REVERSED");
        assertThat(state.get("reversedBy").asString()).isEqualTo(red.key().toString());
        refused(hospital.upload(hospital.signed(hospital.red(blue, number()))).get(0), Refusal.BLUE_REVERSED);
        refused(hospital.upload(hospital.signed(hospital.red(red, number()))).get(0), Refusal.AMOUNT_SIGN);
    }

    @Test
    void a_red_bill_needs_an_issued_blue_one_of_the_same_amount() throws IOException {
        Bill never = hospital.bill(number(), 8800);
        refused(hospital.upload(hospital.signed(hospital.red(never, number()))).get(0), Refusal.BLUE_NOT_ISSUED);
        hospital.upload(hospital.signed(never));
        Bill other = hospital.bill(never.code().digits(), number(), -8700, Optional.of(never.key()), never.issuedAt());
        refused(hospital.upload(hospital.signed(other)).get(0), Refusal.RED_DIFFERS);
        assertThat(query(never).get("state").asString()).isEqualTo("ISSUED");
    }

    @Test
    void an_unknown_number_has_no_state() throws IOException {
        assertThat(query(hospital.bill(number(), 1)).get("state").asString()).isEqualTo("NONE");
    }

    @Test
    void the_public_check_needs_all_five_factors() throws IOException {
        Bill bill = hospital.bill(number(), 1205);
        hospital.upload(hospital.signed(bill));
        String day = bill.issuedAt().toLocalDate().toString();
        var right = Map.of(
                "billCode",
                bill.code().digits(),
                "billNumber",
                bill.number().digits(),
                "checkCode",
                "a1b2c3",
                "issueDate",
                day,
                "totalAmount",
                "12.05");
        JsonNode found = sandbox.post("/public/check", right);
        assertThat(found.get("found").asBoolean()).isTrue();
        assertThat(found.get("bill").get("AgencyName").asString()).isEqualTo("示例医院");
        assertThat(found.get("FinanceCheck").get("IsReversal").asBoolean()).isFalse();
        assertThat(sandbox.post("/public/check", right).get("checkCount").asInt())
                .isEqualTo(2);
        for (String factor : right.keySet()) {
            var wrong = new java.util.HashMap<>(right);
            wrong.put(factor, factor.equals("totalAmount") ? "12.06" : "00000000");
            JsonNode answer = sandbox.post("/public/check", wrong);
            assertThat(answer.get("found").asBoolean()).as(factor).isFalse();
            assertThat(answer.has("bill")).isFalse();
        }
    }

    @Test
    void totals_of_the_day_follow_the_bills() throws IOException {
        String today = sandbox.now()
                .atZone(org.yipiao.sandbox.SandboxApplication.ZONE)
                .format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
        JsonNode before = total(today);
        Bill blue = hospital.bill(number(), 500);
        hospital.upload(hospital.signed(blue));
        hospital.upload(hospital.signed(hospital.red(blue, number())));
        JsonNode after = total(today);
        assertThat(after.path("blueCount").asLong() - before.path("blueCount").asLong(0))
                .isEqualTo(1);
        assertThat(after.path("redFen").asLong() - before.path("redFen").asLong(0))
                .isEqualTo(-500);
        assertThat(sandbox.bureau("totals", Map.of("from", "20190101", "until", "20190102"))
                        .get("kinds"))
                .isEmpty();
    }

    private static JsonNode total(String day) throws IOException {
        return sandbox.bureau("totals", Map.of("from", day, "until", day))
                .get("kinds")
                .path(0);
    }

    @Test
    void a_request_without_the_agencys_signature_is_turned_away() throws IOException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String[] headers = sandbox.signed("/bureau/getConfig", body);
        assertThat(sandbox.send("POST", "/bureau/getConfig", body).statusCode()).isEqualTo(401);
        assertThat(sandbox.send("POST", "/bureau/totals", body, headers).statusCode())
                .isEqualTo(401);
        assertThat(sandbox.send("POST", "/bureau/getConfig", body, headers).statusCode())
                .isEqualTo(200);
    }

    @Test
    void packs_are_limited_to_500_and_bad_messages_are_answered_in_words() throws IOException {
        var rows = new ArrayList<>(Collections.nCopies(501, Map.of("billCode", hospital.code())));
        JsonNode many = sandbox.bureau("uploadBills", Map.of("packNo", "P", "bills", rows));
        assertThat(many.get("code").asString()).isEqualTo("4000");
        assertThat(many.get("message").asString()).contains("500");
        byte[] bad = "{\"bills\":[{\"block\":\"***\"}]}".getBytes(StandardCharsets.UTF_8);
        String answer = sandbox.send("POST", "/bureau/uploadBills", bad, sandbox.signed("/bureau/uploadBills", bad))
                .body();
        assertThat(answer).contains("4000").contains("无法解析").doesNotContain("Exception");
    }

    @Test
    void a_lost_answer_was_really_recorded() throws IOException {
        Bill bill = hospital.bill(number(), 8800);
        var row = hospital.signed(bill);
        sandbox.fault("bureau", "{\"lostShare\":1}");
        assertThatThrownBy(() -> hospital.upload(row)).isInstanceOf(IOException.class);
        sandbox.clear("bureau");
        JsonNode state = query(bill);
        assertThat(state.get("state").asString()).isEqualTo("ISSUED");
        assertThat(state.get("blockSm3").asString()).isEqualTo(Sm2.sm3Hex((byte[]) row.get("block")));
        assertThat(hospital.countersigned(row, state)).isTrue();
    }

    @Test
    void a_wrong_answer_bears_a_signature_that_does_not_verify_while_the_ledger_holds_the_right_one()
            throws IOException {
        Bill bill = hospital.bill(number(), 8800);
        var row = hospital.signed(bill);
        sandbox.fault("bureau", "{\"wrongShare\":1}");
        JsonNode wrong = hospital.upload(row).get(0);
        sandbox.clear("bureau");
        assertThat(hospital.countersigned(row, wrong)).isFalse();
        assertThat(hospital.countersigned(row, query(bill))).isTrue();
    }

    @Test
    void an_outage_closes_the_connection_or_answers_503() throws IOException {
        sandbox.fault("bureau", "{\"outage\":true}");
        assertThatThrownBy(() -> hospital.numbers("OUT", 1)).isInstanceOf(IOException.class);
        sandbox.fault("bureau", "{\"outage\":true,\"outageKind\":\"HTTP_503\"}");
        assertThat(sandbox.send("POST", "/bureau/getConfig", new byte[0]).statusCode())
                .isEqualTo(503);
        sandbox.clear("bureau");
        assertThat(sandbox.bureau("getConfig", Map.of()).get("code").asString()).isEqualTo("200");
    }

    @Test
    void the_seal_goes_on_countersigned_bills_only() throws IOException {
        Bill bill = hospital.bill(number(), 8800);
        var seal = Map.of(
                "billCode", bill.code().digits(),
                "billNumber", bill.number().digits(),
                "propertyInfo", "/Doc_0/Signs/Sign_1/Signature.xml",
                "signatureXml", "<Signature/>".getBytes(StandardCharsets.UTF_8),
                "toSignTime", sandbox.now().toString());
        var pack = Map.of("packNo", "S1", "bills", List.of(seal));
        JsonNode early = sandbox.bureau("sealBills", pack).get("results").get(0);
        assertThat(early.get("result").asString()).isEqualTo("REFUSED");
        hospital.upload(hospital.signed(bill));
        JsonNode sealed = sandbox.bureau("sealBills", pack).get("results").get(0);
        assertThat(sealed.get("result").asString()).isEqualTo("SEALED");
        assertThat(sealed.get("signedValue").binaryValue()).isNotEmpty();
    }
}
