package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yipiao.bill.Money;

class CapitalAmountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 零元整",
        "0.05, 伍分",
        "0.50, 伍角整",
        "0.56, 伍角陆分",
        "1, 壹元整",
        "10, 壹拾元整",
        "12.05, 壹拾贰元零伍分",
        "12.50, 壹拾贰元伍角整",
        "10.50, 壹拾元零伍角整",
        "100, 壹佰元整",
        "105.02, 壹佰零伍元零贰分",
        "1001, 壹仟零壹元整",
        "10000, 壹万元整",
        "10001.10, 壹万零壹元壹角整",
        "101000, 壹拾万壹仟元整",
        "100010, 壹拾万零壹拾元整",
        "123040.56, 壹拾贰万叁仟零肆拾元零伍角陆分",
        "100000000, 壹亿元整",
        "100000001, 壹亿零壹元整",
        "100010000, 壹亿零壹万元整",
        "999999999999.99, 玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        "-12.05, 负壹拾贰元零伍分",
    })
    void an_amount_is_written_as_the_finance_office_writes_it(String yuan, String words) {
        assertThat(CapitalAmount.of(Money.ofYuan(yuan))).isEqualTo(words);
    }

    @Test
    void an_amount_beyond_fourteen_digits_is_refused() {
        var large = Money.ofFen(Money.FEN_MAX + 1);
        assertThatThrownBy(() -> CapitalAmount.of(large)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CapitalAmount.of(large.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_written_reads_back_as_the_same_amount() {
        var random = new Random(20261121);
        for (int i = 0; i < 200_000; i++) {
            long fen = random.nextLong(-Money.FEN_MAX, Money.FEN_MAX + 1);
            fen /= (long) Math.pow(10, random.nextInt(14));
            fen = holes(fen, random);
            String words = CapitalAmount.of(Money.ofFen(fen));
            assertThat(read(words)).as(words).isEqualTo(fen);
            assertThat(words).doesNotContain("零零").doesNotContain("零元零").doesNotContain("整整");
        }
    }

    /** Zeros are where the rules are hard: half of the digits become zero. */
    private static long holes(long fen, Random random) {
        var digits = new StringBuilder(Long.toString(fen));
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) != '-' && random.nextBoolean()) {
                digits.setCharAt(i, '0');
            }
        }
        return Long.parseLong(digits.toString());
    }

    /** An independent reading: from left to right, by the places that stand there. */
    private static long read(String words) {
        Map<Character, Long> places = Map.of('拾', 10L, '佰', 100L, '仟', 1000L);
        Map<Character, Long> groups = Map.of('万', 10_000L, '亿', 100_000_000L);
        boolean negative = words.startsWith("负");
        long total = 0;
        long group = 0;
        long digit = 0;
        for (char c : words.substring(negative ? 1 : 0).toCharArray()) {
            int value = "零壹贰叁肆伍陆柒捌玖".indexOf(c);
            if (value >= 0) {
                digit = value;
            } else if (places.containsKey(c)) {
                group += digit * places.get(c);
                digit = 0;
            } else if (groups.containsKey(c)) {
                total += (group + digit) * groups.get(c) * 100;
                group = 0;
                digit = 0;
            } else {
                switch (c) {
                    case '元' -> total += (group + digit) * 100;
                    case '角' -> total += digit * 10;
                    case '分' -> total += digit;
                    case '整' -> {}
                    default -> throw new AssertionError("unknown word " + c);
                }
                digit = 0;
            }
        }
        return negative ? -total : total;
    }
}
