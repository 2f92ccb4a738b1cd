package org.yipiao.numbering;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.json.JsonMapper;

/**
 * 票号日证明 Proves once a day that every number stands in exactly one account: the ranges are read in a moment of standstill,
 * the journal since the last certificate is replayed onto it, and only when both say the same is the result signed.
 */
@Component
class Proofs implements Inspection {
    /** Yesterday's certificate is missed from this hour on. */
    private static final Duration DUE = Duration.ofHours(6);

    /** Days made good in one go; more follow with the next. */
    static final int CATCH_UP_MAX = 31;

    private static final String PLATFORM = "系统";
    private static final Logger log = LoggerFactory.getLogger(Proofs.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProofStore store;
    private final SegmentStore segments;
    private final ObjectProvider<LedgerSigner> signer;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final Map<UnitId, String> failures = new ConcurrentHashMap<>();

    Proofs(
            ProofStore store,
            SegmentStore segments,
            ObjectProvider<LedgerSigner> signer,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.segments = segments;
        this.signer = signer;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Snapshot(Instant at, long cut, LedgerState ranges) {}

    /** A certificate to be written: of a day, as the ledger stood at a moment; null: now. */
    private record Closing(LocalDate day, @Nullable Instant until, String by) {}

    /** The text of a certificate that is not signed yet. */
    private record Draft(
            Closing closing, int seq, long cut, String previous, String content, String sm3, long numbers) {}

    /**
     * 出具证明 Certifies this moment. Days that ended without a certificate get theirs first: each later one stands on it.
     *
     * @throws Refused LEDGER_BROKEN naming the first difference, or NO_SIGNER
     */
    Proof make(UnitId unit, LocalDate day, String by) {
        var last = store.last(unit);
        var closings = new ArrayList<>(closings(unit, last, day));
        closings.add(new Closing(day, null, by));
        return write(unit, last, closings).getLast();
    }

    /** Replays the journal once, stopping at every closing; signs nothing unless the end is what the ranges say now. */
    private List<Proof> write(UnitId unit, Optional<Proof> last, List<Closing> closings) {
        Snapshot now = snapshot(unit);
        var drafts = drafts(unit, last, now, closings);
        var proofs = new ArrayList<Proof>();
        for (Draft draft : drafts) {
            var signed = sign(unit, draft.content().getBytes(StandardCharsets.UTF_8));
            var proof = new Proof(
                    unit,
                    draft.seq(),
                    draft.closing().day(),
                    now.at(),
                    draft.cut(),
                    draft.content(),
                    draft.sm3(),
                    draft.previous(),
                    draft.numbers(),
                    signed.certificate(),
                    signed.signature(),
                    draft.closing().by());
            if (!store.add(proof)) {
                throw new Refused(409, "PROOF_MADE", "另一份证明刚刚出具，请刷新后查看。");
            }
            proofs.add(proof);
        }
        return proofs;
    }

    private List<Draft> drafts(UnitId unit, Optional<Proof> last, Snapshot now, List<Closing> closings) {
        var drafts = new ArrayList<Draft>();
        String wrong;
        try {
            var state = last.map(proof -> ProofText.read(proof.content())).orElseGet(LedgerState::new);
            long cut = last.map(Proof::cut).orElse(0L);
            int seq = last.map(Proof::seq).orElse(0);
            String previous = last.map(Proof::sm3).orElse(Proof.NO_PREVIOUS);
            for (Closing closing : closings) {
                long until = closing.until() == null
                        ? now.cut()
                        : Math.clamp(store.lastBefore(unit, closing.until()), cut, now.cut());
                replay(unit, state, cut, until);
                cut = until;
                seq++;
                String content = ProofText.write(unit, seq, closing.day(), now.at(), cut, previous, state);
                String sm3 = Sm2.sm3Hex(content.getBytes(StandardCharsets.UTF_8));
                drafts.add(new Draft(closing, seq, cut, previous, content, sm3, state.numbers()));
                previous = sm3;
            }
            replay(unit, state, cut, now.cut());
            wrong = state.difference(now.ranges());
        } catch (LedgerState.Broken broken) {
            wrong = String.valueOf(broken.getMessage());
        }
        if (!wrong.isEmpty()) {
            log.error("单位 {} 票号账不平：{}", unit, wrong);
            throw new Refused(409, "LEDGER_BROKEN", "票号账与流水不符，未出具证明。" + wrong + "。请停止下发并联系信息科。");
        }
        return drafts;
    }

    private void replay(UnitId unit, LedgerState state, long after, long until) {
        store.journal(unit, after, until, moved -> state.move(moved.span(), moved.from(), moved.to()));
    }

    /** 补出 Every day before {@code day} that is over and has no certificate of its end, oldest first, a month at most. */
    private List<Closing> closings(UnitId unit, Optional<Proof> last, LocalDate day) {
        if (last.isEmpty()) {
            return List.of();
        }
        ZoneId zone = units.current(unit).zone();
        LocalDate first = closed(last.get(), zone).plusDays(1);
        return first.datesUntil(day.isBefore(first) ? first : day)
                .limit(CATCH_UP_MAX)
                .map(missed -> new Closing(missed, end(missed, zone), PLATFORM))
                .toList();
    }

    /** The last day whose end is certified: a certificate made in the middle of a day does not end it. */
    private static LocalDate closed(Proof proof, ZoneId zone) {
        return proof.at().isBefore(end(proof.day(), zone)) ? proof.day().minusDays(1) : proof.day();
    }

    private static Instant end(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private LedgerSigner.Signed sign(UnitId unit, byte[] content) {
        var key = signer.getIfAvailable();
        if (key == null) {
            throw new Refused(409, "NO_SIGNER", "未配置签名服务器，不能出具票号证明。");
        }
        try {
            return key.sign(unit, content);
        } catch (RuntimeException away) {
            log.warn("单位 {} 的票号证明未能签名：{}", unit, away.toString());
            throw new Refused(409, "NO_SIGNER", "签名服务器暂不可用，未出具票号证明，请稍后重试。");
        }
    }

    private Snapshot snapshot(UnitId unit) {
        try {
            return transaction.execute(status -> {
                long cut = store.standStill();
                return new Snapshot(clock.instant(), cut, store.ranges(unit));
            });
        } catch (PessimisticLockingFailureException busy) {
            throw new Refused(409, "LEDGER_BUSY", "票号账正忙，暂不能出具证明，请稍后重试。");
        }
    }

    /** Yesterday's, as soon as the day is over and for as long as it takes, and those of days on which nobody could. */
    @Scheduled(
            fixedDelayString = "${yipiao.numbering.proof-ms:300000}",
            initialDelayString = "${yipiao.numbering.proof-first-ms:90000}")
    void daily() {
        for (UnitId unit : units.all()) {
            var last = store.last(unit);
            var due = due(unit, last);
            if (due.isEmpty()) {
                failures.remove(unit);
                continue;
            }
            try {
                write(unit, last, due);
                failures.remove(unit);
            } catch (RuntimeException e) {
                String why = e instanceof Refused ? String.valueOf(e.getMessage()) : "签名服务器或数据库暂不可用";
                failures.put(unit, why);
                log.warn("单位 {} 的票号证明未出具，稍后重试：{}", unit, e.toString());
            }
        }
    }

    private List<Closing> due(UnitId unit, Optional<Proof> last) {
        LocalDate yesterday = today(unit).minusDays(1);
        return last.isEmpty()
                ? List.of(new Closing(
                        yesterday, end(yesterday, units.current(unit).zone()), PLATFORM))
                : closings(unit, last, today(unit));
    }

    private LocalDate today(UnitId unit) {
        return LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
    }

    @Override
    public String title() {
        return "票号日证明";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (UnitId unit : units.all()) {
            var due = today(unit)
                    .atStartOfDay(units.current(unit).zone())
                    .toInstant()
                    .plus(DUE);
            String failure = failures.get(unit);
            var missing = due(unit, store.last(unit));
            if (!missing.isEmpty() && failure != null && clock.instant().isAfter(due)) {
                findings.add(new Finding(
                                Severity.SERIOUS,
                                missing.getFirst().day() + " 起的票号日证明尚未出具：" + failure,
                                "信息科",
                                "检查签名服务器；若账不平，停止下发并联系技术支持")
                        .of(unit));
            }
        }
        return findings;
    }

    /** 核对数据 The journal, every daily certificate and those of the segments, one JSON object a line, for a checker that trusts nobody. */
    void dump(UnitId unit, OutputStream out) {
        long until = store.last(unit).map(Proof::cut).orElse(0L);
        store.journal(unit, 0, until, moved -> {
            var line = new LinkedHashMap<String, Object>();
            line.put("movement", moved.id());
            line.put("code", moved.span().code());
            line.put("first", moved.span().first());
            line.put("last", moved.span().last());
            line.put("from", ProofText.key(moved.from()));
            line.put("to", ProofText.key(moved.to()));
            write(out, line);
        });
        store.each(unit, proof -> {
            var line = new LinkedHashMap<String, Object>();
            line.put("proof", proof.seq());
            line.put("content", proof.content());
            line.put("sm3", proof.sm3());
            line.put("certificate", Base64.getEncoder().encodeToString(proof.certificate()));
            line.put("signature", Base64.getEncoder().encodeToString(proof.signature()));
            write(out, line);
        });
        segments.all(unit, until).forEach(segment -> write(out, SegmentHttp.file(segment)));
    }

    private static void write(OutputStream out, Map<String, Object> line) {
        try {
            out.write(JSON.writeValueAsBytes(line));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
