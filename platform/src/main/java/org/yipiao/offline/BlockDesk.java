package org.yipiao.offline;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.offline.BlockReturn;
import org.yipiao.bill.offline.NumberBlock;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.LedgerSigner;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.OfflineStock;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 离线票号段 Blocks go out from the point's stock and come back when the agent proves what it used. The numbers move in the
 * transaction that writes the block; the signature follows, and a block without one was never handed out.
 */
@Component
class BlockDesk {
    /** One in use and one for when it is used up. */
    static final int OPEN_MAX = 2;

    private static final long EXPIRE_MS = 60_000;
    private static final Logger log = LoggerFactory.getLogger(BlockDesk.class);

    private final AgentStore agents;
    private final BlockStore store;
    private final UploadStore uploads;
    private final OfflineStock stock;
    private final ObjectProvider<LedgerSigner> signer;
    private final Units units;
    private final IssuingPoints points;
    private final OfflineSettings settings;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    BlockDesk(
            AgentStore agents,
            BlockStore store,
            UploadStore uploads,
            OfflineStock stock,
            ObjectProvider<LedgerSigner> signer,
            Units units,
            IssuingPoints points,
            OfflineSettings settings,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.agents = agents;
        this.store = store;
        this.uploads = uploads;
        this.stock = stock;
        this.signer = signer;
        this.units = units;
        this.points = points;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * 领取号段 Of this year, or, shortly before it ends, of the next one: such a block is good from the first midnight on, so
     * that a window without network can go on after it.
     *
     * @param year null: this year
     * @param known blocks that the agent has; an open one that it does not name was lost on the way and is given again
     */
    Block hand(WindowAgent caller, BillKind kind, @Nullable Integer year, Set<String> known) {
        Block block = transaction.execute(status -> reserved(caller, kind, year, known));
        if (block.signature() != null) {
            return block;
        }
        var signed = signed(caller.unit(), block.held());
        transaction.executeWithoutResult(
                status -> store.signed(block.held(), signed.certificate(), signed.signature()));
        return store.find(caller.unit(), block.held().blockNo()).orElseThrow();
    }

    private Block reserved(WindowAgent caller, BillKind kind, @Nullable Integer wanted, Set<String> known) {
        var agent = agents.lock(caller.code());
        AgentDesk.active(agent);
        var unit = units.current(agent.unit());
        Instant from = begin(unit.zone(), wanted);
        int year = LocalDate.ofInstant(from, unit.zone()).getYear();
        // Blocks of another year do not count: they can not be used in this one.
        var open = store.open(agent.unit(), agent.code(), kind).stream()
                .filter(block -> block.held().code().year() == year)
                .toList();
        for (Block block : open) {
            if (!known.contains(block.held().blockNo())) {
                return block;
            }
        }
        if (open.size() >= OPEN_MAX) {
            throw new Refused(409, "OFFLINE_BLOCKS_ENOUGH", "本机已有 " + open.size() + " 个可用的离线票号段，用完或退回后再领取。");
        }
        var point = points.find(agent.unit(), agent.point());
        if (point.isEmpty() || point.get().stopped() || !point.get().kinds().contains(kind)) {
            throw new Refused(
                    409,
                    "OFFLINE_POINT_UNFIT",
                    "开票点 " + agent.point() + " 不存在、已停用或不能开具" + kind.medicalType() + "票据，不能领取离线票号段。");
        }
        String blockNo = "LX-" + agent.code() + "-" + (store.count(agent.unit(), agent.code()) + 1);
        var numbers = stock.hand(agent.unit(), agent.point(), kind, year, settings.blockCount(), agent.code(), blockNo)
                .orElseThrow(() -> new Refused(
                        409,
                        "OFFLINE_STOCK_SHORT",
                        "开票点 " + agent.point() + " 的 " + year + " 年度" + kind.medicalType() + "票号不足，请先下发。"));
        byte[] certificate = agent.certificate();
        if (certificate == null) {
            throw new IllegalStateException("an active agent without a key: " + agent.code());
        }
        var block = new NumberBlock(
                agent.unit().value(),
                blockNo,
                agent.code(),
                Sm2.sm3Hex(certificate),
                agent.point(),
                kind,
                numbers.code(),
                numbers.first(),
                numbers.last(),
                settings.totalFenMax(),
                settings.singleFenMax(),
                settings.hoursMax(),
                from,
                from.plus(settings.validity()));
        store.add(block);
        return store.find(agent.unit(), blockNo).orElseThrow();
    }

    /** When a block of that year is good from. @throws Refused OFFLINE_YEAR_CLOSED for a year that is over or too far away */
    private Instant begin(ZoneId zone, @Nullable Integer wanted) {
        Instant now = clock.instant();
        int year = LocalDate.ofInstant(now, zone).getYear();
        if (wanted == null || wanted == year) {
            return now;
        }
        Instant next = LocalDate.of(year + 1, 1, 1).atStartOfDay(zone).toInstant();
        if (wanted != year + 1 || now.plus(settings.validity()).isBefore(next)) {
            throw new Refused(
                    409,
                    "OFFLINE_YEAR_CLOSED",
                    "现在不能领取 " + wanted + " 年度的离线票号段，次年号段在年末 "
                            + settings.validity().toDays() + " 天内领取。");
        }
        return next;
    }

    /** The signature server is asked outside of the transaction that holds the point's numbers. */
    private LedgerSigner.Signed signed(UnitId unit, NumberBlock block) {
        var by = signer.getIfAvailable();
        try {
            if (by != null) {
                return by.sign(unit, block.bytes());
            }
        } catch (RuntimeException away) {
            log.warn("离线票号段 {} 未能签名：{}", block.blockNo(), away.toString());
        }
        throw new Refused(409, "OFFLINE_SIGNER_AWAY", "签名服务器暂不可用，离线票号段未能签发，请稍后重试。");
    }

    /**
     * 退回 The agent proves by its signature and its chain of bills which numbers it never gave out. Again for a block that is
     * back already: nothing happens.
     */
    Block giveBack(WindowAgent caller, BlockReturn proof) {
        return transaction.execute(status -> {
            var agent = agents.lock(caller.code());
            var block = store.find(agent.unit(), proof.blockNo())
                    .filter(found -> found.held().agent().equals(agent.code()))
                    .orElseThrow(() -> unknown(proof.blockNo()));
            if (block.state() == Block.State.RETURNED) {
                return block;
            }
            AgentDesk.active(agent);
            var held = block.held();
            var arrived = uploads.arrived(agent.unit(), held.blockNo());
            if (proof.seq() != agent.lastSeq()
                    || !proof.head().equals(agent.lastSm3())
                    || proof.next() < held.first()
                    || proof.next() > held.last() + 1
                    || arrived.count() != proof.next() - held.first()
                    || arrived.highest() >= proof.next()) {
                throw new Refused(
                        409,
                        "OFFLINE_BILLS_MISSING",
                        "号段 " + held.blockNo() + " 的用票证明与已上传的票据不符（已上传 " + arrived.count() + " 张），请先上传全部离线票据再退回。");
            }
            long unused = held.last() + 1 - proof.next();
            String by = "窗口代理 " + agent.code();
            if (unused > 0) {
                stock.giveBack(
                        agent.unit(),
                        held.point(),
                        new NumberSource.Segment(held.code(), proof.next(), held.last()),
                        agent.code(),
                        by,
                        held.blockNo());
            }
            store.close(
                    agent.unit(),
                    held.blockNo(),
                    Block.State.RETURNED,
                    unused,
                    by,
                    "用票 " + arrived.count() + " 张",
                    clock.instant());
            return store.find(agent.unit(), held.blockNo()).orElseThrow();
        });
    }

    /**
     * 号码作废 Numbers of a revoked block that nobody has presented within the time: a person says that they never will be.
     *
     * @return how many
     */
    long burn(UnitId unit, String blockNo, String reason, String by) {
        return transaction.execute(status -> {
            var found = store.find(unit, blockNo).orElseThrow(() -> unknown(blockNo));
            agents.lock(found.held().agent());
            var block = store.find(unit, blockNo).orElseThrow();
            var held = block.held();
            if (block.state() != Block.State.REVOKED) {
                throw new Refused(
                        409,
                        "OFFLINE_BLOCK_ALIVE",
                        "号段 " + blockNo + block.state().label() + "，代理仍可上传；确认机器丢失或损坏后，请先停用代理。");
            }
            Instant after = burnableAt(block);
            if (clock.instant().isBefore(after)) {
                throw new Refused(
                        409,
                        "OFFLINE_SCAN_PERIOD",
                        "补录期限未到（"
                                + after.atZone(units.current(unit).zone())
                                        .toLocalDateTime()
                                        .withNano(0) + "），期限内仍可凭二维码补录，暂不能作废号码。");
            }
            if (uploads.arrived(unit, blockNo).conflicts() > 0) {
                throw new Refused(409, "OFFLINE_CONFLICTS_OPEN", "号段 " + blockNo + " 还有待裁定的票据，请先裁定。");
            }
            long count = 0;
            var within = new NumberSource.Segment(held.code(), held.first(), held.last());
            for (var lost : new ArrayList<>(stock.held(unit, held.point(), within, held.agent()))) {
                stock.burn(unit, held.point(), lost, held.agent(), by, blockNo, reason);
                count += lost.last() - lost.first() + 1;
            }
            if (count == 0) {
                throw new Refused(409, "OFFLINE_NOTHING_LEFT", "号段 " + blockNo + " 已没有去向不明的号码。");
            }
            store.burnt(unit, blockNo, count);
            return count;
        });
    }

    Instant burnableAt(Block block) {
        return block.stateAt().plus(settings.scanWithin());
    }

    /** Numbers of a block whose fate is not known yet. */
    long left(UnitId unit, Block block) {
        var held = block.held();
        return stock
                .held(
                        unit,
                        held.point(),
                        new NumberSource.Segment(held.code(), held.first(), held.last()),
                        held.agent())
                .stream()
                .mapToLong(part -> part.last() - part.first() + 1)
                .sum();
    }

    /** 单位证书的签发机构 */
    List<byte[]> issuers(UnitId unit) {
        var by = signer.getIfAvailable();
        return by == null ? List.of() : by.issuers(unit);
    }

    List<Block> all(UnitId unit) {
        return store.all(unit);
    }

    @Scheduled(fixedDelay = EXPIRE_MS, initialDelay = EXPIRE_MS)
    void expire() {
        int count = store.expire(clock.instant());
        if (count > 0) {
            log.info("离线票号段到期 {} 个", count);
        }
    }

    private static Refused unknown(String blockNo) {
        return new Refused(404, "OFFLINE_BLOCK_UNKNOWN", "没有离线票号段 " + blockNo + "，请核对编号。");
    }
}
