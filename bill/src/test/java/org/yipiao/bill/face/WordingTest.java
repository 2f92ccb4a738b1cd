package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
    @Test
    void what_can_not_be_shown_or_would_reorder_the_line_is_taken_out() {
        assertThat(Wording.clean("测试\u0000甲\u202e乙\u200b\ufeff")).isEqualTo("测试甲乙");
        assertThat(Wording.clean("  测试\r\n\t甲　乙 ")).isEqualTo("测试 甲 乙");
        assertThat(Wording.clean("测\ud800试\uffff")).isEqualTo("测□试□");
        assertThat(Wording.clean("葛\udb40\udd00󠄀")).isEqualTo("葛");
        assertThat(Wording.clean("𬱟䶮")).isEqualTo("𬱟䶮");
    }

    @Test
    void a_text_of_any_length_is_cut_to_what_is_looked_at() {
        assertThat(Wording.clean("长".repeat(1_000_000))).hasSize(Wording.LENGTH_MAX);
    }

    @Test
    void a_text_shrinks_to_half_its_size_and_is_then_cut() {
        assertThat(Wording.size("1234", 3, 6)).isEqualTo(3);
        assertThat(Wording.size("1234", 3, 4)).isEqualTo(2);
        assertThat(Wording.size("1234", 3, 1)).isEqualTo(1.5);
        assertThat(Wording.cut("一二三四五", 1, 5)).isEqualTo("一二三四五");
        assertThat(Wording.cut("一二三四五六", 1, 5)).isEqualTo("一二三四…");
        assertThat(Wording.cut("𬱟𬱟𬱟𬱟", 1, 3)).isEqualTo("𬱟𬱟…");
    }

    @Test
    void no_line_begins_with_a_closing_mark() {
        assertThat(Wording.wrap("一二三四，五六", 1, 4, 2)).containsExactly("一二三", "四，五六");
        assertThat(Wording.wrap("比例十%，限示例", 1, 3.5, 3)).containsExactly("比例", "十%，限", "示例");
        assertThat(Wording.wrap("一二三四五六七八九", 1, 4, 2)).containsExactly("一二三四", "五六七…");
        assertThat(Wording.wrap("，，，，，，", 1, 3, 2)).containsExactly("，，，", "，，，");
    }

    @Test
    void latin_takes_half_the_width_of_chinese() {
        assertThat(Advance.of("12.05元")).isEqualTo(3.5);
        assertThat(Advance.of("阿·买（Ａ）")).isEqualTo(6);
        assertThat(Advance.of("𬱟é")).isEqualTo(1.5);
    }
}
