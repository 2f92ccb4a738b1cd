package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PinyinInitialsTest {
    @Test
    void items_are_found_by_the_first_letters_of_their_pinyin() {
        assertThat(PinyinInitials.of("检查费")).isEqualTo("JCF");
        assertThat(PinyinInitials.of("卫生材料费")).isEqualTo("WSCLF");
        assertThat(PinyinInitials.of("西药费")).isEqualTo("XYF");
        assertThat(PinyinInitials.of("中成药费")).isEqualTo("ZCYF");
        assertThat(PinyinInitials.of("CT检查")).isEqualTo("CTJC");
        assertThat(PinyinInitials.of("𠮷㐀")).isEmpty();
    }
}
