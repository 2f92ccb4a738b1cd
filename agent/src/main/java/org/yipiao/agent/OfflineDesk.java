package org.yipiao.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Bill;
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
 * 离线开票台 The blocks this machine holds and the bills it issued from them; all of it is what the journal says. One act at a
 * time. A number is taken by the very line that holds its bill.
 */
final class OfflineDesk implements AutoCloseable {
    private static final String BLOCK = "BLOCK";
    private static final String BILL = "BILL";
    private static final String TAKEN = "TAKEN";
    private static final String CLOSED = "CLOSED";
    private static final String RETURNED = "RETURNED";
    private static final String TRIED = "TRIED";
    /** Where a journal that was cut begins: everything before is in the one it replaced. */
    private static final String SNAPSHOT = "SNAPSHOT";

    private static final String JOURNAL = "offline.journal";
    /** 轮换 A journal longer than this is cut when the agent starts and nothing waits. */
    private static final long LONG_BYTES = 32L << 20;
    /** Bills younger than this stay in it: their settlements may come once more. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** A clock may be set back by this much without being wrong. */
    private static final Duration CLOCK_BACK = Duration.ofMinutes(2);

    private static final DateTimeFormatter DIGITS_17 = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

    private final Path home;
    private final SoftKey key;
    private final Pin pin;
    private final InstantSource clock;
    private final FileChannel only;
    private Journal journal;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Held> blocks = new LinkedHashMap<>();
    private final Map<String, Issued> bySettlement = new HashMap<>();
    private final Map<String, Issued> byNumber = new HashMap<>();
    private final Deque<Issued> waiting = new ArrayDeque<>();
    private final Set<String> tried = new HashSet<>();
    private final List<String> conflicts = new ArrayList<>();
    private @Nullable BaseData base;
    private long seq;
    private String head = OfflineBill.NOTHING_BEFORE;
    private Instant latest = Instant.EPOCH;
    private String stopped = "";

    /** A block with what was used of it. */
    static final class Held {
        final NumberBlock block;
        long next;
        long totalFen;
        boolean closed;
        boolean returned;

        private final ObjectNode line;

        private Held(NumberBlock block, ObjectNode line) {
            this.block = block;
            this.line = line;
            this.next = line.path("next").asLong(block.first());
            this.totalFen = line.path("totalFen").asLong(0);
            this.closed = line.path("closed").asBoolean(false);
        }

        /** As it stands now, for a journal that begins here. */
        private ObjectNode now() {
            return line.deepCopy().put("next", next).put("totalFen", totalFen).put("closed", closed);
        }

        long left() {
            return closed ? 0 : block.last() + 1 - next;
        }
    }

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
        this.only = alone(home);
        try {
            this.journal = opened(longBytes);
        } catch (IOException | RuntimeException e) {
            only.close();
            throw e;
        }
    }

    /** Held for as long as the program runs, also while the journal is exchanged: two agents would give out a number twice. */
    private static FileChannel alone(Path home) throws IOException {
        var file = FileChannel.open(home.resolve("offline.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // Answered below.
        }
        file.close();
        throw new IOException("离线日志 " + home.resolve(JOURNAL) + " 正被另一个代理使用，请先退出它");
    }

    private Journal opened(long longBytes) throws IOException {
        Path file = home.resolve(JOURNAL);
        Path part = home.resolve(JOURNAL + ".part");
        if (!Files.exists(file) && Files.exists(part)) {
            // Stopped between the two renames of a cut; the part was complete before the first of them.
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(file) || Files.size(file) < longBytes) {
            return new Journal(file, this::replay);
        }
        var tail = new Tail(clock.instant().minus(KEPT));
        new Journal(file, tail).close();
        var rest = tail.rest();
        forget();
        if (!rest.isEmpty()) {
            Journal.write(part, rest);
            Path old = home.resolve("offline-" + clock.instant().toEpochMilli() + ".journal");
            Files.move(file, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Journal(file, this::replay);
    }

    /** Replays a journal and gathers the one that can stand for it: how things stood before its first young bill, and the rest. */
    private final class Tail implements Journal.Line {
        private final Instant young;
        private final List<Journal.Entry> entries = new ArrayList<>();
        private boolean begun;
        private boolean old;

        private Tail(Instant young) {
            this.young = young;
        }

        @Override
        public void read(long offset, String kind, String text) throws IOException {
            boolean bill = kind.equals(BILL);
            if (bill && !begun && issuedAt(text).isAfter(young)) {
                begin();
            }
            if (begun) {
                entries.add(new Journal.Entry(kind, text));
            }
            old |= bill && !begun;
            replay(offset, kind, text);
        }

        private void begin() {
            begun = true;
            entries.add(snapshot());
        }

        /** Nothing when there is nothing to leave behind, or something that the platform does not have yet. */
        private List<Journal.Entry> rest() {
            if (!old || !waiting.isEmpty()) {
                return List.of();
            }
            if (!begun) {
                begin();
            }
            return entries;
        }
    }

    private Instant issuedAt(String line) throws IOException {
        try {
            var bill = OfflineBill.read(
                    SentFields.JSON.readTree(line).path("content").asString());
            return bill.bill().issuedAt().atZone(zone()).toInstant();
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static IOException unreadable(IllegalArgumentException e) {
        return new IOException("离线日志不能读取：" + e.getMessage() + "；请保留该文件并联系信息科", e);
    }

    /** How everything stands, signed by this machine: a journal may begin with it. */
    private Journal.Entry snapshot() {
        var now = line().put("seq", seq).put("head", head).put("latest", latest.toString());
        var held = now.putArray("blocks");
        blocks.values().stream().filter(one -> !one.returned).forEach(one -> held.add(one.now()));
        var open = now.putArray("tried");
        tried.stream().filter(one -> !bySettlement.containsKey(one)).forEach(open::add);
        String text = SentFields.JSON.writeValueAsString(now);
        return new Journal.Entry(
                SNAPSHOT,
                SentFields.JSON.writeValueAsString(line().put("content", text)
                        .put("signature", AgentApi.base64(key.sign(text.getBytes(StandardCharsets.UTF_8))))));
    }

    private void begin(JsonNode line) throws IOException {
        String text = line.path("content").asString();
        requireOurs(
                text.getBytes(StandardCharsets.UTF_8), line.path("signature").asString());
        if (seq != 0 || !blocks.isEmpty()) {
            throw new IOException("离线日志前后不相接，本机不能离线开票；请保留该文件并联系信息科");
        }
        JsonNode then = SentFields.JSON.readTree(text);
        seq = then.path("seq").asLong();
        head = then.path("head").asString();
        latest = Instant.parse(then.path("latest").asString());
        for (JsonNode block : then.path("blocks")) {
            hold(block);
        }
        then.path("tried").forEach(one -> tried.add(one.asString()));
    }

    private void requireOurs(byte[] text, String signature) throws IOException {
        if (!Sm2.verify(
                Sm2.certificate(key.certificate()), text, Base64.getDecoder().decode(signature))) {
            throw new IOException("离线日志不是本机密钥签名的，本机不能离线开票；请勿复制代理目录");
        }
    }

    private void forget() {
        blocks.clear();
        bySettlement.clear();
        byNumber.clear();
        waiting.clear();
        tried.clear();
        conflicts.clear();
        seq = 0;
        head = OfflineBill.NOTHING_BEFORE;
        latest = Instant.EPOCH;
    }

    private void replay(long offset, String kind, String text) throws IOException {
        try {
            JsonNode line = SentFields.JSON.readTree(text);
            switch (kind) {
                case SNAPSHOT -> begin(line);
                case BLOCK -> hold(line);
                case BILL -> {
                    var bill = OfflineBill.read(line.path("content").asString());
                    requireOurs(bill.bytes(), line.path("signature").asString());
                    issued(bill, bill.bill(), offset);
                }
                case TAKEN ->
                    taken(line.path("seq").asLong(), line.path("conflict").asString(""));
                case CLOSED -> held(line.path("block").asString()).closed = true;
                case RETURNED -> {
                    held(line.path("block").asString()).closed = true;
                    held(line.path("block").asString()).returned = true;
                }
                case TRIED -> tried.add(line.path("settlement").asString());
                default -> throw new IOException("离线日志由更新的版本写成，请升级窗口代理");
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private Held held(String blockNo) throws IOException {
        Held held = blocks.get(blockNo);
        if (held == null) {
            throw new IOException("离线日志缺少号段 " + blockNo);
        }
        return held;
    }

    private void hold(JsonNode line) {
        var block = NumberBlock.read(line.path("content").asString());
        blocks.put(block.blockNo(), new Held(block, (ObjectNode) line));
    }

    private void issued(OfflineBill offline, Bill bill, long offset) throws IOException {
        Held held = held(offline.blockNo());
        long number = Long.parseLong(bill.number().digits());
        if (offline.seq() != seq + 1 || !offline.previous().equals(head) || number != held.next) {
            throw new IOException("离线日志前后不相接，本机不能离线开票；请保留该文件并联系信息科");
        }
        held.next++;
        held.totalFen += bill.content().total().fen();
        seq = offline.seq();
        head = offline.digest();
        Instant at = bill.issuedAt().atZone(zone()).toInstant();
        latest = at.isAfter(latest) ? at : latest;
        var one = new Issued(
                seq,
                offset,
                settlement(
                        offline.caller(), bill.content().kind(), bill.content().bizCode()),
                bill.code().digits() + " " + bill.number().digits(),
                at,
                offline.cause().name());
        bySettlement.put(one.settlement(), one);
        byNumber.put(one.number(), one);
        waiting.add(one);
    }

    private java.time.ZoneId zone() {
        BaseData known = base;
        return known == null ? java.time.ZoneId.systemDefault() : known.zone();
    }

    private void taken(long upTo, String conflict) {
        while (!waiting.isEmpty() && waiting.getFirst().seq() <= upTo) {
            Issued one = waiting.removeFirst();
            if (!conflict.isEmpty() && one.seq() == upTo) {
                conflicts.add(one.number() + "：" + conflict);
            }
        }
    }

    static String settlement(String caller, BillKind kind, String busNo) {
        return caller + " " + kind + " " + busNo;
    }

    private long write(String kind, ObjectNode line) throws IOException {
        return journal.append(kind, SentFields.JSON.writeValueAsString(line));
    }

    private static ObjectNode line() {
        return SentFields.JSON.createObjectNode();
    }

    /** The bill this machine issued for a settlement before. */
    synchronized Optional<Issued> earlier(String settlement) {
        return Optional.ofNullable(bySettlement.get(settlement));
    }

    /** A bill of this machine by code, blank and number; and whether the platform has it. */
    synchronized Optional<Issued> numbered(String number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    synchronized boolean isWaiting(Issued bill) {
        return waiting.contains(bill);
    }

    Kept kept(Issued bill) throws IOException {
        JsonNode line = SentFields.JSON.readTree(journal.text(bill.offset()));
        return new Kept(
                OfflineBill.read(line.path("content").asString()),
                Base64.getDecoder().decode(line.path("signature").asString()),
                line.path("method").asString(),
                Base64.getDecoder().decode(line.path("sent").asString()));
    }

    /** Its outcome at the platform is unknown; said with the bill if it is issued here later. */
    synchronized void tried(String settlement) throws IOException {
        if (tried.add(settlement)) {
            write(TRIED, line().put("settlement", settlement));
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
        Issued first = bySettlement.get(settlement);
        if (first != null) {
            if (!kept(first).bill().says(content)) {
                throw new Refusal("业务流水号 " + content.bizCode() + " 已离线开票 " + first.number() + "，内容不同；请核对，或换一个业务流水号");
            }
            return first;
        }
        Instant now = clock.instant();
        LocalDateTime issuedAt = LocalDateTime.ofInstant(now, known.zone()).withNano(0);
        Held held = usable(content.kind(), settled.point(), content.total().fen(), issuedAt.getYear(), now, offline);
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
                seq + 1,
                head,
                caller,
                settled.busType(),
                settled.busAt(),
                settled.point(),
                offline.cause(),
                offline.since(),
                tried.contains(settlement),
                known.version(),
                known.charset(),
                xml(bill, known));
        byte[] signature = key.sign(written.bytes());
        try {
            OfflineQr.of(written, signature);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        long offset = write(
                BILL,
                line().put("content", written.text())
                        .put("signature", AgentApi.base64(signature))
                        .put("method", method)
                        .put("sent", AgentApi.base64(sent)));
        issued(written, bill, offset);
        return waiting.getLast();
    }

    private static String xml(Bill bill, BaseData known) throws Refusal {
        try {
            return new String(BillXml.block(bill, known.charset()), known.charset());
        } catch (IllegalArgumentException e) {
            throw new Refusal("票据数据不能写成票据格式：" + e.getMessage());
        }
    }

    private Held usable(BillKind kind, String point, long fen, int year, Instant now, Link.Offline offline)
            throws Refusal {
        if (!stopped.isEmpty()) {
            throw new Refusal(stopped);
        }
        if (now.isBefore(latest.minus(CLOCK_BACK))) {
            throw new Refusal("本机时间早于上一张离线票据，请校准本机时间后再开票");
        }
        String why = "本机没有" + kind.medicalType() + "离线票号段；请联网领取，或到其他窗口开票";
        for (Held held : blocks.values()) {
            var block = held.block;
            if (block.kind() != kind || held.left() == 0) {
                continue;
            }
            if (block.code().year() != year) {
                why = "本机号段是 " + block.code().year() + " 年度的，不能用于今天；请联网领取新号段";
            } else if (!block.point().equals(point)) {
                why = "本机号段属于开票点 " + block.point() + "，不能为开票点 " + point + " 离线开票";
            } else if (now.isAfter(block.validUntil())
                    || now.isBefore(block.issuedAt().minus(CLOCK_BACK))) {
                why = "离线票号段已过有效期 "
                        + LocalDateTime.ofInstant(block.validUntil(), zone()).withNano(0) + "；请联网更换号段";
            } else if (Duration.between(offline.since(), now).toHours() >= hours(block, offline.cause())) {
                why = "连续离线已满 " + hours(block, offline.cause()) + " 小时（"
                        + offline.cause().label() + "），不能继续离线开票；请恢复网络";
            } else if (fen > block.singleFenMax()) {
                why = "单张金额超过离线上限 " + yuan(block.singleFenMax()) + " 元；请联网后开具";
            } else if (held.totalFen + fen > block.totalFenMax()) {
                why = "号段累计金额将超过离线上限 " + yuan(block.totalFenMax()) + " 元；请联网更换号段";
            } else {
                return held;
            }
        }
        throw new Refusal(why);
    }

    /** 连续离线小时数 The unit's rule for the cause, never more than the signed block allows. */
    private int hours(NumberBlock block, Cause cause) {
        BaseData known = base;
        BaseData.Outage rule = known == null ? null : known.outages().get(cause);
        return rule == null ? block.hoursMax() : Math.min(rule.windowHours(), block.hoursMax());
    }

    /** The longest that any block here allows to go on for this cause. */
    synchronized int windowHours(Cause cause) {
        return blocks.values().stream()
                .filter(held -> !held.returned)
                .mapToInt(held -> hours(held.block, cause))
                .max()
                .orElse(0);
    }

    /** 上传期限 in hours after a bill was issued; empty when the platform has not said. */
    synchronized OptionalInt reportHours(Cause cause) {
        BaseData known = base;
        BaseData.Outage rule = known == null ? null : known.outages().get(cause);
        return rule == null ? OptionalInt.empty() : OptionalInt.of(rule.reportHours());
    }

    private static String yuan(long fen) {
        return org.yipiao.bill.Money.ofFen(fen).plain();
    }

    /** The answer of the issuing methods; links are empty until the platform has the bill. */
    ObjectNode answer(Issued issued) throws IOException {
        var offline = kept(issued).bill();
        Bill bill = offline.bill();
        ObjectNode answer = line();
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
        return waiting.stream().limit(max).toList();
    }

    synchronized int waitingCount() {
        return waiting.size();
    }

    synchronized void confirmed(long upTo, String conflict) throws IOException {
        write(TAKEN, line().put("seq", upTo).put("conflict", conflict));
        taken(upTo, conflict);
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
        if (!blocks.containsKey(block.blockNo())) {
            pin.require(certificate, issuers);
            var line = line().put("content", content)
                    .put("certificate", AgentApi.base64(certificate))
                    .put("signature", AgentApi.base64(signature));
            write(BLOCK, line);
            hold(line);
        }
    }

    synchronized List<Held> blocks() {
        return List.copyOf(blocks.values());
    }

    /** No number of it is given out from here on, whatever becomes of the answer. Only when nothing waits for upload. */
    synchronized Optional<BlockReturn> close(Held held) throws IOException {
        BaseData known = base;
        if (known == null || !waiting.isEmpty()) {
            return Optional.empty();
        }
        if (!held.closed) {
            write(CLOSED, line().put("block", held.block.blockNo()));
            held.closed = true;
        }
        return Optional.of(
                new BlockReturn(known.unit(), held.block.agent(), held.block.blockNo(), held.next, seq, head));
    }

    synchronized void returned(Held held) throws IOException {
        write(RETURNED, line().put("block", held.block.blockNo()));
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
        return seq;
    }

    synchronized List<String> conflicts() {
        return List.copyOf(conflicts);
    }

    @Override
    public void close() throws IOException {
        try (only) {
            journal.close();
        }
    }
}
