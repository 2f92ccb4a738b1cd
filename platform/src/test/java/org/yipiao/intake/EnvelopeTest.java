package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.intake.OneCaller.CALLER;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.yipiao.masterdata.Callers.Caller;

class EnvelopeTest {
    private final HisClient his = new HisClient(0, CALLER.appid(), CALLER.key());

    private static String base64(String text, Charset charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(charset));
    }

    private static Envelope read(String body) {
        return Envelope.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private String form(String data, String noise, boolean encoded) {
        return "appid=" + CALLER.appid() + "&data="
                + (encoded ? URLEncoder.encode(data, StandardCharsets.UTF_8) : data) + "&noise=" + noise
                + "&version=1.0&sign=" + his.sign(data, noise);
    }

    @Test
    void the_sign_is_over_appid_data_noise_key_and_version_in_this_order() {
        var caller = new Caller(CALLER.unit(), "APP", "", "KEY", false, false, true);
        String sign = HisClient.md5("appid=APP&data=e30=&noise=N&key=KEY&version=1.0");
        assertThat(new Envelope("APP", "e30=", "N", "1.0", sign, "", "").signedBy(caller))
                .isTrue();
        assertThat(new Envelope("APP", "e30=", "N", "1.1", sign, "", "").signedBy(caller))
                .isFalse();
        assertThat(new Envelope("APP", "e30=", "N", "1.0", "", "", "").signedBy(caller))
                .isFalse();
    }

    @Property(tries = 200)
    void every_form_of_one_message_reads_alike(@ForAll @StringLength(max = 300) String value) {
        String json = Json.text(java.util.Map.of("testValue", value.replaceAll("[\\uD800-\\uDFFF]", "")));
        String data = base64(json, StandardCharsets.UTF_8);
        var expected = read(his.envelope(data, "n1"));
        assertThat(expected.signedBy(CALLER)).isTrue();
        assertThat(read(form(data, "n1", true))).isEqualTo(expected);
        assertThat(read(form(data, "n1", false))).isEqualTo(expected);
        assertThat(read("\uFEFF \r\n" + his.envelope(data, "n1"))).isEqualTo(expected);
        assertThat(expected.content().fields()).isEqualTo(Samples.fields(json));
    }

    @Test
    void a_raw_plus_in_a_form_stays_a_plus() {
        String data = base64("{\"testValue\":\"\u00fb\u00ef\u00be~>>>\"}", StandardCharsets.ISO_8859_1);
        assertThat(data).contains("+");
        assertThat(read(form(data, "n", false)).data()).isEqualTo(data);
        assertThat(read(form(data, "n", true)).data()).isEqualTo(data);
        assertThat(read(form(data.replace('+', ' '), "n", false)).data()).isEqualTo(data);
    }

    @Test
    void a_lower_case_sign_is_taken() {
        var right = read(his.envelope("e30=", "n"));
        var lower = new Envelope(
                right.appid(), right.data(), right.noise(), "1.0", right.sign().toLowerCase(Locale.ROOT), "", "");
        assertThat(lower.signedBy(CALLER)).isTrue();
    }

    @Test
    void with_region_and_deptcode_they_are_signed_in_front_or_not_at_all() {
        String rest = "appid=TESTHIS&data=e30=&noise=n&key=" + CALLER.key() + "&version=1.0";
        String sign = HisClient.md5("region=99&deptcode=990001&" + rest);
        assertThat(new Envelope("TESTHIS", "e30=", "n", "1.0", sign, "99", "990001").signedBy(CALLER))
                .isTrue();
        assertThat(new Envelope("TESTHIS", "e30=", "n", "1.0", HisClient.md5(rest), "99", "990001").signedBy(CALLER))
                .isTrue();
        assertThat(new Envelope("TESTHIS", "e30=", "n", "1.0", sign, "98", "990001").signedBy(CALLER))
                .isFalse();
    }

    @Test
    void the_form_without_ampersands_counts_only_for_accounts_that_are_allowed_it() {
        var loose = new Caller(CALLER.unit(), "TESTHIS", "", CALLER.key(), true, false, true);
        String sign = HisClient.md5("appid=TESTHISdata=e30=noise=nkey=" + CALLER.key() + "version=1.0");
        var envelope = new Envelope("TESTHIS", "e30=", "n", "1.0", sign, "", "");
        assertThat(envelope.signedBy(CALLER)).isFalse();
        assertThat(envelope.signedBy(loose)).isTrue();
    }

    @Test
    void a_client_set_to_unicode_is_read_and_answered_in_utf_16() {
        String data = base64("{\"testValue\":\"测试\"}", StandardCharsets.UTF_16LE);
        var content = read(his.envelope(data, "n")).content();
        assertThat(content.charset()).isEqualTo(StandardCharsets.UTF_16LE);
        assertThat(content.fields().text("testValue")).isEqualTo("测试");
        byte[] answer =
                Envelope.answer(CALLER.appid(), CALLER.key(), "m", Reply.text("操作成功"), StandardCharsets.UTF_16LE);
        var read = his.read(new String(answer, StandardCharsets.US_ASCII), StandardCharsets.UTF_16LE);
        assertThat(read.message()).isEqualTo("操作成功");
    }

    @Property(tries = 200)
    void every_answer_passes_the_strictest_client(@ForAll @StringLength(max = 200) String message) {
        String text = message.replaceAll("[\\uD800-\\uDFFF]", "");
        byte[] answer =
                Envelope.answer(CALLER.appid(), CALLER.key(), "0af1", new Reply("E0002", text), StandardCharsets.UTF_8);
        var read = his.read(new String(answer, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(read.result()).isEqualTo("E0002");
        assertThat(read.message()).isEqualTo(text);
    }

    @Test
    void what_is_neither_json_nor_form_is_refused_with_a_reason() {
        refused("", "请求体为空");
        refused(" \n", "请求体为空");
        refused("hello", "既不是JSON对象也不是表单");
        refused("{\"appid\":", "不是合法的JSON");
        refused("data=%zz", "百分号编码");
        assertThatThrownBy(() -> new Envelope("A", "**", "n", "1.0", "s", "", "").content())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Base64");
        assertThatThrownBy(() -> new Envelope("A", "W10=", "n", "1.0", "s", "", "").content())
                .hasMessageContaining("不是JSON对象");
        assertThatThrownBy(() -> new Envelope("A", "", "n", "1.0", "s", "", "").content())
                .hasMessageContaining("为空");
    }

    private static void refused(String body, String reason) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Refusal.class).hasMessageContaining(reason);
    }

    @Test
    void deep_and_long_messages_are_refused_before_they_cost_anything() {
        String deep = "{\"a\":".repeat(31) + "{}" + "}".repeat(31);
        assertThat(Json.object(deep, "报文").members()).hasSize(1);
        assertThatThrownBy(() -> Json.object("{\"a\":" + deep + "}", "报文")).hasMessageContaining("嵌套最多32层");
        assertThatThrownBy(() -> Json.object("{\"a\":" + "[".repeat(100_000) + "}", "报文"))
                .hasMessageContaining("嵌套最多32层");
        assertThatThrownBy(() -> Json.object("{\"listDetail\":[" + "{},".repeat(5_000) + "{}]}", "报文"))
                .hasMessageContaining("列表(listDetail)超过5000行");
        assertThatThrownBy(() -> Json.object("{\"a\":" + "9".repeat(200) + "}", "报文"))
                .hasMessageContaining("数字最多100位");
    }
}
