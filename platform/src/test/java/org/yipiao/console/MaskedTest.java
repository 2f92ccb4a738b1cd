package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTest {
    @Test
    void a_name_keeps_its_first_character_whole() {
        assertThat(Masked.name("张三")).isEqualTo("张*");
        assertThat(Masked.name("欧阳测试")).isEqualTo("欧***");
        assertThat(Masked.name("𬱟测")).isEqualTo("𬱟*");
        assertThat(Masked.name("䶮")).isEqualTo("䶮*");
        assertThat(Masked.name("")).isEmpty();
        assertThat(Masked.name("示例科技有限公司")).isEqualTo("示***");
    }

    @Test
    void a_number_keeps_its_end_when_it_is_long_enough() {
        assertThat(Masked.number("YB00012345")).isEqualTo("******2345");
        assertThat(Masked.number("123456")).isEqualTo("******");
        assertThat(Masked.number("")).isEmpty();
    }
}
