package org.yipiao.bill.offline;

import java.nio.charset.StandardCharsets;

/**
 * 号段退回 What an agent proves when it gives back the rest of a block: which number would have been next, and which bill was
 * its last one.
 *
 * @param next the lowest number it never gave out; one behind the block when all are used
 * @param seq 离线序号 of the agent's last bill, 0 when it never issued one
 * @param head SM3 of that bill's text
 */
public record BlockReturn(String unit, String agent, String blockNo, long next, long seq, String head) {
    private static final String TITLE = "yipiao-offline-return/1";

    /** The text that is signed. */
    public String text() {
        return new Lines(TITLE)
                .with("unit", unit)
                .with("agent", agent)
                .with("block", blockNo)
                .with("next", next)
                .with("seq", seq)
                .with("head", head)
                .text();
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException with a Chinese message */
    public static BlockReturn read(String text) {
        var lines = Lines.read(TITLE, text);
        return new BlockReturn(
                lines.value("unit"),
                lines.value("agent"),
                lines.value("block"),
                lines.number("next"),
                lines.number("seq"),
                lines.value("head"));
    }
}
