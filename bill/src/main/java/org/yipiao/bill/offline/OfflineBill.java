package org.yipiao.bill.offline;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.Sm2;

/**
 * 离线票据 One bill as a window agent issued it, numbered within the agent and chained to the one before. The agent signs the
 * text; the text holds the XML block that the unit will sign later, byte for byte.
 *
 * @param seq 离线序号 of this agent, from 1 without a gap
 * @param previous SM3 of the text of the bill before, 64 zeros before the first
 * @param caller 接入方账号 of the business system
 * @param busType 业务标识
 * @param busAt 业务发生时间
 * @param since 离线开始时间
 * @param tried true when the settlement had been sent to the platform before and its answer never came
 * @param unitVersion 单位信息版本 the block was written from
 * @param xml the block: {@code Header} and {@code EInvoiceData}
 */
public record OfflineBill(
        String unit,
        String agent,
        String blockNo,
        long seq,
        String previous,
        String caller,
        String busType,
        LocalDateTime busAt,
        String point,
        Cause cause,
        Instant since,
        boolean tried,
        int unitVersion,
        Charset charset,
        String xml) {
    public static final String NOTHING_BEFORE = "0".repeat(64);

    private static final String TITLE = "yipiao-offline-bill/1";

    /** The text that is signed. */
    public String text() {
        return new Lines(TITLE)
                .with("unit", unit)
                .with("agent", agent)
                .with("block", blockNo)
                .with("seq", seq)
                .with("previous", previous)
                .with("caller", caller)
                .with("type", busType)
                .with("at", busAt)
                .with("point", point)
                .with("cause", cause)
                .with("since", since)
                .with("tried", tried)
                .with("version", unitVersion)
                .with("charset", charset.name())
                .with("xml", xml)
                .text();
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** What the next bill of this agent names as the one before. */
    public String digest() {
        return Sm2.sm3Hex(bytes());
    }

    public byte[] block() {
        return xml.getBytes(charset);
    }

    /** @throws IllegalArgumentException with a Chinese message when the XML is no bill */
    public Bill bill() {
        return BillXml.readBlock(block(), charset);
    }

    /**
     * Would this content give the same XML? Then it is the bill's content with what the XML does not carry (the
     * specifications of the itemised list); values that differ in trailing zeros only are the same there.
     */
    public boolean says(BillContent content) {
        Bill first = bill();
        var again = new Bill(
                first.tag(),
                first.version(),
                first.name(),
                first.code(),
                first.number(),
                first.checkCode(),
                first.templateCode(),
                first.supervisorArea(),
                first.issuedAt(),
                first.issuer(),
                content,
                first.unitSeal(),
                first.supervisorySeal(),
                first.reverses());
        try {
            return Arrays.equals(BillXml.block(again, charset), block());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException with a Chinese message */
    public static OfflineBill read(String text) {
        var lines = Lines.read(TITLE, text);
        try {
            var bill = new OfflineBill(
                    lines.value("unit"),
                    lines.value("agent"),
                    lines.value("block"),
                    lines.number("seq"),
                    lines.value("previous"),
                    lines.value("caller"),
                    lines.value("type"),
                    LocalDateTime.parse(lines.value("at")),
                    lines.value("point"),
                    Cause.valueOf(lines.value("cause")),
                    Instant.parse(lines.value("since")),
                    Boolean.parseBoolean(lines.value("tried")),
                    Math.toIntExact(lines.number("version")),
                    charset(lines.value("charset")),
                    lines.value("xml"));
            if (!bill.text().equals(text)) {
                throw new IllegalArgumentException("离线票据的文本不是约定的写法");
            }
            return bill;
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("离线票据的文本不正确", e);
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (UnsupportedCharsetException e) {
            throw new IllegalArgumentException("不支持的编码 " + name, e);
        }
    }
}
