package org.yipiao.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.CheckCode;
import org.yipiao.bill.face.QrCode;
import org.yipiao.bill.offline.BlockReturn;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.NumberBlock;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.bill.offline.OfflineQr;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * 离线开票台 Issues bills from the blocks this machine holds, and keeps what becomes of them at the platform. One act at a time;
 * a number is taken by the very line of the journal that holds its bill.
 */
final class OfflineDesk implements AutoCloseable {
    /** 轮换 A journal longer than this is cut when the agent starts and nothing waits. */
    private static final long LONG_BYTES = 32L << 20;

    private static final DateTimeFormatter DIGITS_17 = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

    private final Path home;
    private final SoftKey key;
    private final Pin pin;
    private final InstantSource clock;
    private final OfflineLedger ledger;
    private final OfflineFile file;
    private final SecureRandom random = new SecureRandom();
    private @Nullable BaseData base;
    private String stopped = "";

    /** @param offset of its line @param settlement caller, kind and 业务流水号 */
    record Issued(long seq, long offset, String settlement, String number, Instant at, String cause) {}

    /** A bill with the agent's signature and what the business system had sent. */
    record Kept(OfflineBill bill, byte[] signature, String method, byte[] sent) {}

    /** 不能离线开具 with what to do, in Chinese. */
    static final class Refusal extends Exception {
        Refusal(String reason) {
            super(reason);
        }
    }

    /** @throws IOException in Chinese, when the journal is damaged */
    OfflineDesk(Path home, SoftKey key, Pin pin, InstantSource clock) throws IOException {
        this(home, key, pin, clock, LONG_BYTES);
    }

    OfflineDesk(Path home, SoftKey key, Pin pin, InstantSource clock, long longBytes) throws IOException {
        this.home = home;
        this.key = key;
        this.pin = pin;
        this.clock = clock;
        this.base = BaseData.kept(home).orElse(null);
        this.ledger = new OfflineLedger(key, this::zone);
        this.file = new OfflineFile(home, ledger, clock.instant(), longBytes);
    }

    /** The hospital's; the machine's until the platform has told it. */
    ZoneId zone() {
        BaseData known = base;
        return known == null ? ZoneId.systemDefault() : known.zone();
    }

    private OfflineLimits limits() {
        BaseData known = base;
        return new OfflineLimits(known == null ? Map.of() : known.outages(), zone());
    }

    static String settlement(String caller, BillKind kind, String busNo) {
        return caller + " " + kind + " " + busNo;
    }

    /** The bill this machine issued for a settlement before. */
    synchronized Optional<Issued> earlier(String settlement) {
        return Optional.ofNullable(ledger.earlier(settlement));
    }

    /** A bill of this machine by code, blank and number; and whether the platform has it. */
    synchronized Optional<Issued> numbered(String number) {
        return Optional.ofNullable(ledger.numbered(number));
    }

    synchronized boolean isWaiting(Issued bill) {
        return ledger.waiting().contains(bill);
    }

    Kept kept(Issued bill) throws IOException {
        JsonNode line = SentFields.JSON.readTree(file.text(bill.offset()));
        return new Kept(
                OfflineBill.read(line.path("content").asString()),
                Base64.getDecoder().decode(line.path("signature").asString()),
                line.path("method").asString(),
                Base64.getDecoder().decode(line.path("sent").asString()));
    }

    /** Its outcome at the platform is unknown; said with the bill if it is issued here later. */
    synchronized void tried(String settlement) throws IOException {
        if (ledger.tried(settlement)) {
            file.write(OfflineLedger.TRIED, OfflineLedger.line().put("settlement", settlement));
        }
    }

    /**
     * 离线开具 Returns when number, bill and signature are on the disk in one line.
     *
     * @param sent what the business system sent, as it came
     */
    synchronized Issued issue(String caller, String method, JsonNode data, byte[] sent, Link.Offline offline)
            throws Refusal, IOException {
        BaseData known = base;
        if (known == null) {
            throw new Refusal("离线资料尚未下载，本机还不能离线开票；请联网运行一次窗口代理");
        }
        OfflineReader.Settled settled;
        try {
            settled = OfflineReader.read(known, caller, method, data);
        } catch (OfflineReader.Unreadable e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        var content = settled.content();
        String settlement = settlement(caller, content.kind(), content.bizCode());
        Issued first = ledger.earlier(settlement);
        if (first != null) {
            if (!kept(first).bill().says(content)) {
                throw new Refusal("业务流水号 " + content.bizCode() + " 已离线开票 " + first.number() + "，内容不同；请核对，或换一个业务流水号");
            }
            return first;
        }
        Instant now = clock.instant();
        LocalDateTime issuedAt = LocalDateTime.ofInstant(now, known.zone()).withNano(0);
        HeldBlock held = usable(content, settled.point(), issuedAt.getYear(), now, offline);
        byte[] check = new byte[3];
        random.nextBytes(check);
        var bill = new Bill(
                known.tag(),
                known.normVersion(),
                known.names().getOrDefault(content.kind(), content.kind().title()),
                held.block.code(),
                BillNumber.of(held.next),
                new CheckCode(HexFormat.of().formatHex(check)),
                known.templateCode(held.block.code()),
                known.supervisorArea(),
                issuedAt,
                known.party(),
                content,
                known.unitSeal(),
                known.supervisorySeal(),
                Optional.empty());
        var written = new OfflineBill(
                known.unit(),
                held.block.agent(),
                held.block.blockNo(),
                ledger.seq() + 1,
                ledger.head(),
                caller,
                settled.busType(),
                settled.busAt(),
                settled.point(),
                offline.cause(),
                offline.since(),
                ledger.wasTried(settlement),
                known.version(),
                known.charset(),
                xml(bill, known));
        byte[] signature = key.sign(written.bytes());
        try {
            OfflineQr.of(written, signature);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        long offset = file.write(
                OfflineLedger.BILL,
                OfflineLedger.line()
                        .put("content", written.text())
                        .put("signature", AgentApi.base64(signature))
                        .put("method", method)
                        .put("sent", AgentApi.base64(sent)));
        ledger.issued(written, bill, offset);
        return ledger.waiting().getLast();
    }

    private static String xml(Bill bill, BaseData known) throws Refusal {
        try {
            return new String(BillXml.block(bill, known.charset()), known.charset());
        } catch (IllegalArgumentException e) {
            throw new Refusal("票据数据不能写成票据格式：" + e.getMessage());
        }
    }

    private HeldBlock usable(BillContent content, String point, int year, Instant now, Link.Offline offline)
            throws Refusal {
        if (!stopped.isEmpty()) {
            throw new Refusal(stopped);
        }
        if (now.isBefore(ledger.latest().minus(OfflineLimits.CLOCK_BACK))) {
            throw new Refusal("本机时间早于上一张离线票据，请校准本机时间后再开票");
        }
        return limits().usable(
                        ledger.blocks(), content.kind(), point, content.total().fen(), year, now, offline);
    }

    /** The longest that any block here allows to go on for this cause. */
    synchronized int windowHours(Cause cause) {
        return limits().windowHours(ledger.blocks(), cause);
    }

    /** 上传期限 in hours after a bill was issued; empty when the platform has not said. */
    synchronized OptionalInt reportHours(Cause cause) {
        return limits().reportHours(cause);
    }

    /** The answer of the issuing methods; links are empty until the platform has the bill. */
    ObjectNode answer(Issued issued) throws IOException {
        var offline = kept(issued).bill();
        Bill bill = offline.bill();
        ObjectNode answer = OfflineLedger.line();
        answer.put("billBatchCode", bill.code().digits());
        answer.put("billNo", bill.number().digits());
        answer.put("random", bill.checkCode().text());
        answer.put("createTime", bill.issuedAt().format(DIGITS_17));
        answer.put("billQRCode", AgentApi.base64(QrCode.png(bill.qrText())));
        answer.put("pictureUrl", "");
        answer.put("pictureNetUrl", "");
        answer.put("billBusDate", offline.busAt().format(DIGITS_17));
        answer.put("busNo", bill.content().bizCode());
        answer.put("isOffline", "1");
        return answer;
    }

    // What the loop does with the platform.

    synchronized List<Issued> waiting(int max) {
        return ledger.waiting().stream().limit(max).toList();
    }

    synchronized int waitingCount() {
        return ledger.waiting().size();
    }

    synchronized void confirmed(long upTo, String conflict) throws IOException {
        file.write(OfflineLedger.TAKEN, OfflineLedger.line().put("seq", upTo).put("conflict", conflict));
        ledger.taken(upTo, conflict);
    }

    synchronized void base(JsonNode told) throws IOException {
        var read = BaseData.of(told);
        BaseData.keep(home, told);
        base = read;
    }

    synchronized @Nullable BaseData base() {
        return base;
    }

    /** @throws IOException when the block is not for this machine, or not signed */
    synchronized void take(String content, byte[] certificate, byte[] signature, List<byte[]> issuers)
            throws IOException {
        NumberBlock block;
        boolean genuine;
        try {
            block = NumberBlock.read(content);
            genuine = Sm2.verify(Sm2.certificate(certificate), content.getBytes(StandardCharsets.UTF_8), signature);
        } catch (IllegalArgumentException e) {
            throw new IOException("收到的离线票号段不正确：" + e.getMessage(), e);
        }
        if (!genuine || !block.keySm3().equals(Sm2.sm3Hex(key.certificate()))) {
            throw new IOException("收到的离线票号段不是签发给本机的");
        }
        if (!ledger.holds(block.blockNo())) {
            pin.require(certificate, issuers);
            var line = OfflineLedger.line()
                    .put("content", content)
                    .put("certificate", AgentApi.base64(certificate))
                    .put("signature", AgentApi.base64(signature));
            file.write(OfflineLedger.BLOCK, line);
            ledger.hold(line);
        }
    }

    synchronized List<HeldBlock> blocks() {
        return List.copyOf(ledger.blocks());
    }

    /** No number of it is given out from here on, whatever becomes of the answer. Only when nothing waits for upload. */
    synchronized Optional<BlockReturn> close(HeldBlock held) throws IOException {
        BaseData known = base;
        if (known == null || !ledger.waiting().isEmpty()) {
            return Optional.empty();
        }
        if (!held.closed) {
            file.write(OfflineLedger.CLOSED, OfflineLedger.line().put("block", held.block.blockNo()));
            held.closed = true;
        }
        return Optional.of(new BlockReturn(
                known.unit(), held.block.agent(), held.block.blockNo(), held.next, ledger.seq(), ledger.head()));
    }

    synchronized void returned(HeldBlock held) throws IOException {
        file.write(OfflineLedger.RETURNED, OfflineLedger.line().put("block", held.block.blockNo()));
        held.returned = true;
    }

    byte[] sign(byte[] text) {
        return key.sign(text);
    }

    /** Nothing more is issued here. @param reason in Chinese; empty: goes on */
    synchronized void stop(String reason) {
        stopped = reason;
    }

    synchronized String stopped() {
        return stopped;
    }

    synchronized long seq() {
        return ledger.seq();
    }

    synchronized List<String> conflicts() {
        return ledger.conflicts();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
