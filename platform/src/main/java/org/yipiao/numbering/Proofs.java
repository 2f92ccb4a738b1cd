package org.yipiao.numbering;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final String PLATFORM = "系统";
    private static final Logger log = LoggerFactory.getLogger(Proofs.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProofStore store;
    private final ObjectProvider<LedgerSigner> signer;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final Map<UnitId, String> failures = new ConcurrentHashMap<>();

    Proofs(
            ProofStore store,
            ObjectProvider<LedgerSigner> signer,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.signer = signer;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Snapshot(long cut, LedgerState ranges) {}

    /**
     * 出具证明
     *
     * @throws Refused LEDGER_BROKEN naming the first difference, or NO_SIGNER
     */
    Proof make(UnitId unit, LocalDate day, String by) {
        var last = store.last(unit);
        Snapshot now = snapshot(unit);
        prove(unit, last, now);
        int seq = last.map(Proof::seq).orElse(0) + 1;
        var at = clock.instant();
        String previous = last.map(Proof::sm3).orElse(Proof.NO_PREVIOUS);
        String content = ProofText.write(unit, seq, day, at, now.cut(), previous, now.ranges());
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        var signed = sign(unit, bytes);
        var proof = new Proof(
                unit,
                seq,
                day,
                at,
                now.cut(),
                content,
                Sm2.sm3Hex(bytes),
                previous,
                now.ranges().numbers(),
                signed.certificate(),
                signed.signature(),
                by);
        if (!store.add(proof)) {
            throw new Refused(409, "PROOF_MADE", "另一份证明刚刚出具，请刷新后查看。");
        }
        return proof;
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
            return transaction.execute(status -> new Snapshot(store.standStill(), store.ranges(unit)));
        } catch (PessimisticLockingFailureException busy) {
            throw new Refused(409, "LEDGER_BUSY", "票号账正忙，暂不能出具证明，请稍后重试。");
        }
    }

    private void prove(UnitId unit, Optional<Proof> last, Snapshot now) {
        String wrong;
        try {
            var replayed = last.map(proof -> ProofText.read(proof.content())).orElseGet(LedgerState::new);
            store.journal(
                    unit,
                    last.map(Proof::cut).orElse(0L),
                    now.cut(),
                    moved -> replayed.move(moved.span(), moved.from(), moved.to()));
            wrong = replayed.difference(now.ranges());
        } catch (LedgerState.Broken broken) {
            wrong = String.valueOf(broken.getMessage());
        }
        if (!wrong.isEmpty()) {
            log.error("单位 {} 票号账不平：{}", unit, wrong);
            throw new Refused(409, "LEDGER_BROKEN", "票号账与流水不符，未出具证明。" + wrong + "。请停止下发并联系信息科。");
        }
    }

    /** Yesterday's, as soon as the day is over and for as long as it takes. */
    @Scheduled(
            fixedDelayString = "${yipiao.numbering.proof-ms:300000}",
            initialDelayString = "${yipiao.numbering.proof-first-ms:90000}")
    void daily() {
        for (UnitId unit : units.all()) {
            LocalDate yesterday = today(unit).minusDays(1);
            if (store.last(unit)
                    .filter(proof -> !proof.day().isBefore(yesterday))
                    .isPresent()) {
                failures.remove(unit);
                continue;
            }
            try {
                make(unit, yesterday, PLATFORM);
                failures.remove(unit);
            } catch (RuntimeException e) {
                String why = e instanceof Refused ? String.valueOf(e.getMessage()) : "签名服务器或数据库暂不可用";
                failures.put(unit, why);
                log.warn("单位 {} 的票号证明未出具，稍后重试：{}", unit, e.toString());
            }
        }
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
            boolean missing = store.last(unit)
                    .filter(proof -> !proof.day().isBefore(today(unit).minusDays(1)))
                    .isEmpty();
            if (missing && failure != null && clock.instant().isAfter(due)) {
                findings.add(new Finding(Severity.SERIOUS, "昨日的票号证明尚未出具：" + failure, "信息科", "检查签名服务器；若账不平，停止下发并联系技术支持")
                        .of(unit));
            }
        }
        return findings;
    }

    /** 核对数据 The journal and every certificate, one JSON object a line, for a checker that trusts nobody. */
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
