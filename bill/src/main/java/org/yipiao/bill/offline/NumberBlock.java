package org.yipiao.bill.offline;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;

/**
 * 离线票号段 Numbers that one window agent may give out by itself, with its limits. The text is signed with the unit's key and
 * names the agent's key, so a copy on another machine is worth nothing.
 *
 * @param agent 窗口代理编号
 * @param keySm3 SM3 of the agent's certificate, lower-case hexadecimal
 * @param point 开票点编码
 * @param first 起始号码
 * @param last 终止号码, included
 * @param totalFenMax 累计金额上限
 * @param singleFenMax 单张金额上限
 * @param hoursMax 连续离线小时数上限
 * @param validUntil 有效期至; later than this no number of it is given out
 */
public record NumberBlock(
        String unit,
        String blockNo,
        String agent,
        String keySm3,
        String point,
        BillKind kind,
        BillCode code,
        long first,
        long last,
        long totalFenMax,
        long singleFenMax,
        int hoursMax,
        Instant issuedAt,
        Instant validUntil) {
    private static final String TITLE = "yipiao-offline-block/1";
    private static final long NUMBER_MAX = 9_999_999_999L;

    public NumberBlock {
        if (first < 0 || first > last || last > NUMBER_MAX) {
            throw new IllegalArgumentException("号段起止号码不正确");
        }
    }

    public long count() {
        return last - first + 1;
    }

    public boolean holds(BillCode otherCode, long number) {
        return code.equals(otherCode) && number >= first && number <= last;
    }

    /** The text that is signed. */
    public String text() {
        return new Lines(TITLE)
                .with("unit", unit)
                .with("block", blockNo)
                .with("agent", agent)
                .with("key", keySm3)
                .with("point", point)
                .with("kind", kind)
                .with("code", code)
                .with("first", first)
                .with("last", last)
                .with("total", totalFenMax)
                .with("single", singleFenMax)
                .with("hours", hoursMax)
                .with("issued", issuedAt)
                .with("until", validUntil)
                .text();
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException with a Chinese message */
    public static NumberBlock read(String text) {
        var lines = Lines.read(TITLE, text);
        try {
            return new NumberBlock(
                    lines.value("unit"),
                    lines.value("block"),
                    lines.value("agent"),
                    lines.value("key"),
                    lines.value("point"),
                    BillKind.valueOf(lines.value("kind")),
                    new BillCode(lines.value("code")),
                    lines.number("first"),
                    lines.number("last"),
                    lines.number("total"),
                    lines.number("single"),
                    Math.toIntExact(lines.number("hours")),
                    Instant.parse(lines.value("issued")),
                    Instant.parse(lines.value("until")));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("离线票号段的文本不正确", e);
        }
    }
}
