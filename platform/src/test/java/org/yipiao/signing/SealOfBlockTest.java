package org.yipiao.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class SealOfBlockTest {
    private static final String BLOCK =
            "<EInvoiceData><InvoicingPartySeal><SealId>0123456789abcdef0123456789abcdef</SealId>"
                    + "<SealName>示例医院</SealName></InvoicingPartySeal><SupervisorPartySeal>"
                    + "<SealId>ffffffffffffffffffffffffffffffff</SealId></SupervisorPartySeal></EInvoiceData>";

    @Test
    void the_units_seal_is_read_from_the_frozen_bytes_in_either_charset() {
        for (String charset : new String[] {"UTF-8", "GB18030"}) {
            assertThat(SealOfBlock.id(BLOCK.getBytes(Charset.forName(charset))))
                    .contains("0123456789abcdef0123456789abcdef");
        }
    }

    @Test
    void a_block_that_names_no_seal_names_none() {
        assertThat(SealOfBlock.id("<a/>".getBytes(Charset.forName("UTF-8")))).isEmpty();
        assertThat(SealOfBlock.id("<InvoicingPartySeal><SealId>zz</SealId>".getBytes(Charset.forName("UTF-8"))))
                .isEmpty();
    }
}
