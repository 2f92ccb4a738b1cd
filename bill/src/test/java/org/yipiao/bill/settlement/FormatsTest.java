package org.yipiao.bill.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "12.50, 12.5",
        ".50, 0.5",
        "12., 12",
        "12.5000, 12.5",
        "1.0E7, 10000000",
        "1.0E-4, 0.0001",
        "-0.01, -0.01",
        "0.0, 0",
        "+3, 3",
        "'', 0"
    })
    void numbers_come_in_many_forms(String sent, String means) {
        assertThat(Decimals.read(sent).orElseThrow()).isEqualByComparingTo(means);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"１２", "1,234.50", "12元", "NaN", "Infinity", "0x10", "--1", "1e999999999", "1e-999999999", "1 2"})
    void what_is_no_number_is_not_guessed(String sent) {
        assertThat(Decimals.read(sent)).isEmpty();
    }

    @Property(tries = 500)
    void a_double_of_any_amount_reads_back_to_the_fen(
            @ForAll @BigRange(min = "-9999999.99", max = "9999999.99") @Scale(2) BigDecimal amount) {
        String sent = Double.toString(amount.doubleValue());
        assertThat(Decimals.read(sent).orElseThrow()).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({
        "20240105093011000, 2024-01-05T09:30:11",
        "20240105093011123, 2024-01-05T09:30:11.123",
        "202401050930117, 2024-01-05T09:30:11.007",
        "2024010509301112, 2024-01-05T09:30:11.012",
        "20240105093011, 2024-01-05T09:30:11",
        "2024-01-05 09:30:11, 2024-01-05T09:30:11",
        "2024-01-05 09:30:11.5, 2024-01-05T09:30:11.500",
        "2024-01-05T09:30:11, 2024-01-05T09:30:11",
        "2024/01/05, 2024-01-05T00:00:00",
        "2024-01-05, 2024-01-05T00:00:00",
        "20240105, 2024-01-05T00:00:00"
    })
    void times_come_in_many_forms(String sent, LocalDateTime means) {
        assertThat(HisTime.time(sent)).contains(means);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20240230", "2024-13-01", "20240105250000000", "19000101", "2024-01/05", "今天", "0"})
    void what_is_no_time_is_not_guessed(String sent) {
        assertThat(HisTime.time(sent)).isEmpty();
    }
}
