package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yipiao.shared.Refused;

/** Where the browser may begin, so that what it comes back to knows it. */
class SingleSignOnTest {
    @Test
    void a_journey_begins_at_the_address_it_comes_back_to_and_nowhere_else() {
        allowed("http://localhost:8080", "http://localhost:8080");
        allowed("https://Bill.Hospital.example/", "https://bill.hospital.example");
        allowed("https://bill.hospital.example:443/yipiao", "https://bill.hospital.example");
        allowed("", "http://10.0.0.8:8080");
        allowed("http://localhost:8080", null);
        refused("http://localhost:8080", "http://127.0.0.1:8080");
        refused("http://localhost:8080", "http://localhost:8081");
        refused("https://bill.hospital.example", "http://bill.hospital.example");
        refused("https://bill.hospital.example", "null");
    }

    private static void allowed(String publicUrl, @Nullable String origin) {
        assertThatCode(() -> SingleSignOnHttp.requireHere(publicUrl, origin)).doesNotThrowAnyException();
    }

    private static void refused(String publicUrl, String origin) {
        assertThatThrownBy(() -> SingleSignOnHttp.requireHere(publicUrl, origin))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code() + refused.getMessage())
                                .contains("SINGLE_SIGN_ON_ELSEWHERE", "请用这个地址"));
    }
}
