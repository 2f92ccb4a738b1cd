package org.yipiao.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Bill;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** 离线台账 What the journal's lines add up to: blocks, bills, what waits for upload, and the head of the chain. */
final class OfflineLedger {
    static final String BLOCK = "BLOCK";
    static final String BILL = "BILL";
    static final String TAKEN = "TAKEN";
    static final String CLOSED = "CLOSED";
    static final String RETURNED = "RETURNED";
    static final String TRIED = "TRIED";
    /** Where a journal that was cut begins: everything before is in the one it replaced. */
    private static final String SNAPSHOT = "SNAPSHOT";

    private static final String BROKEN = "离线日志前后不相接，本机不能离线开票；请保留该文件并联系信息科";

    private final SoftKey key;
    private final Supplier<ZoneId> zone;
    private final Map<String, HeldBlock> blocks = new LinkedHashMap<>();
    private final Map<String, OfflineDesk.Issued> bySettlement = new HashMap<>();
    private final Map<String, OfflineDesk.Issued> byNumber = new HashMap<>();
    private final Deque<OfflineDesk.Issued> waiting = new ArrayDeque<>();
    private final Set<String> tried = new HashSet<>();
    private final List<String> conflicts = new ArrayList<>();
    private long seq;
    private String head = OfflineBill.NOTHING_BEFORE;
    private Instant latest = Instant.EPOCH;

    /** @param key of this machine, with which its lines are signed @param zone of the hospital */
    OfflineLedger(SoftKey key, Supplier<ZoneId> zone) {
        this.key = key;
        this.zone = zone;
    }

    static ObjectNode line() {
        return SentFields.JSON.createObjectNode();
    }

    /** The next line of the journal, as it stands there or was just written. */
    void replay(long offset, String kind, String text) throws IOException {
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
                case TRIED -> tried(line.path("settlement").asString());
                default -> throw new IOException("离线日志由更新的版本写成，请升级窗口代理");
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private HeldBlock held(String blockNo) throws IOException {
        HeldBlock held = blocks.get(blockNo);
        if (held == null) {
            throw new IOException("离线日志缺少号段 " + blockNo);
        }
        return held;
    }

    void hold(JsonNode line) {
        var held = new HeldBlock(line);
        blocks.put(held.block.blockNo(), held);
    }

    void issued(OfflineBill offline, Bill bill, long offset) throws IOException {
        HeldBlock held = held(offline.blockNo());
        long number = Long.parseLong(bill.number().digits());
        if (offline.seq() != seq + 1 || !offline.previous().equals(head) || number != held.next) {
            throw new IOException(BROKEN);
        }
        held.next++;
        held.totalFen += bill.content().total().fen();
        seq = offline.seq();
        head = offline.digest();
        Instant at = bill.issuedAt().atZone(zone.get()).toInstant();
        latest = at.isAfter(latest) ? at : latest;
        var one = new OfflineDesk.Issued(
                seq,
                offset,
                OfflineDesk.settlement(
                        offline.caller(), bill.content().kind(), bill.content().bizCode()),
                bill.code().digits() + " " + bill.number().digits(),
                at,
                offline.cause().name());
        bySettlement.put(one.settlement(), one);
        byNumber.put(one.number(), one);
        waiting.add(one);
    }

    void taken(long upTo, String conflict) {
        while (!waiting.isEmpty() && waiting.getFirst().seq() <= upTo) {
            OfflineDesk.Issued one = waiting.removeFirst();
            if (!conflict.isEmpty() && one.seq() == upTo) {
                conflicts.add(one.number() + "：" + conflict);
            }
        }
    }

    /** How everything stands, signed by this machine: a journal may begin with it. */
    Journal.Entry snapshot() {
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
            throw new IOException(BROKEN);
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

    void forget() {
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

    /** When the bill of a line was issued. */
    Instant issuedAt(String line) throws IOException {
        try {
            var bill = OfflineBill.read(
                    SentFields.JSON.readTree(line).path("content").asString());
            return bill.bill().issuedAt().atZone(zone.get()).toInstant();
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static IOException unreadable(IllegalArgumentException e) {
        return new IOException("离线日志不能读取：" + e.getMessage() + "；请保留该文件并联系信息科", e);
    }

    boolean tried(String settlement) {
        return tried.add(settlement);
    }

    boolean wasTried(String settlement) {
        return tried.contains(settlement);
    }

    OfflineDesk.@Nullable Issued earlier(String settlement) {
        return bySettlement.get(settlement);
    }

    OfflineDesk.@Nullable Issued numbered(String number) {
        return byNumber.get(number);
    }

    Deque<OfflineDesk.Issued> waiting() {
        return waiting;
    }

    Collection<HeldBlock> blocks() {
        return blocks.values();
    }

    boolean holds(String blockNo) {
        return blocks.containsKey(blockNo);
    }

    List<String> conflicts() {
        return List.copyOf(conflicts);
    }

    long seq() {
        return seq;
    }

    String head() {
        return head;
    }

    /** When the last bill was issued. */
    Instant latest() {
        return latest;
    }
}
