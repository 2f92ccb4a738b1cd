package org.yipiao.numbering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.database.Turns;
import org.yipiao.numbering.SegmentCertificate.Arrival;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/**
 * 号段证书 Certifies what arrives at points and cashiers, and answers whether numbers may be taken from there. A segment is
 * looked at once and remembered; its bills cost nothing.
 */
@Component
class Segments implements Inspection {
    /** 签发期限 Numbers may be used this long before their certificate is there: a signature server that is away stops no window. */
    static final Duration GRACE = Duration.ofDays(3);

    /** A certificate is missed in the inspection from here on. */
    private static final Duration SLOW = Duration.ofMinutes(10);

    /** What was found good is looked at again after this long. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int PLACES_MAX = 20_000;
    private static final int PASS_MAX = 500;

    /** Movements written by transactions that committed late lie at most this far behind. */
    private static final long BEHIND = 100_000;

    private static final int WHOLE_EVERY = 100;

    /** A signature server that failed is left alone for this long. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static final long LOOK_MS = 3_600_000;
    private static final String CONTEXT = "numbering.segment";
    private static final Logger log = LoggerFactory.getLogger(Segments.class);

    private final SegmentStore store;
    private final RangeStore ranges;
    private final Terms terms;
    private final ObjectProvider<LedgerSigner> signer;
    private final Vault vault;
    private final Turns turns;
    private final InstantSource clock;
    private final Cache<Where, List<Span>> verified = Caffeine.newBuilder()
            .maximumSize(PLACES_MAX)
            .expireAfterWrite(REMEMBERED)
            .build();
    private final Map<UnitId, Instant> pausedUntil = new ConcurrentHashMap<>();
    private volatile List<Finding> lastFindings = List.of();
    private long doneUntil;
    private int passes;

    private record Where(UnitId unit, String code, Holding holding) {}

    Segments(
            SegmentStore store,
            RangeStore ranges,
            Terms terms,
            ObjectProvider<LedgerSigner> signer,
            Vault vault,
            Turns turns,
            InstantSource clock) {
        this.store = store;
        this.ranges = ranges;
        this.terms = terms;
        this.signer = signer;
        this.vault = vault;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * 校验 May these numbers be taken from there? Called under the lock of their range.
     *
     * @param wanted the numbers that are wanted now
     * @param whole the free numbers of their range, looked at together
     * @return why not, in Chinese; empty when they may
     */
    Optional<String> against(UnitId unit, Holding at, Span wanted, Span whole) {
        if (signer.getIfAvailable() == null) {
            return Optional.empty();
        }
        var where = new Where(unit, wanted.code(), at);
        var known = verified.getIfPresent(where);
        if (known != null && known.stream().anyMatch(span -> holds(span, wanted))) {
            return Optional.empty();
        }
        return looked(where, wanted, whole, known == null ? List.of() : known);
    }

    private Optional<String> looked(Where where, Span wanted, Span whole, List<Span> known) {
        var good = new ArrayList<Span>();
        String wrong = "";
        for (SegmentCertificate certificate : store.covering(where.unit(), whole, where.holding())) {
            String fault = fault(certificate);
            if (fault.isEmpty()) {
                good.addAll(still(certificate, whole));
            } else {
                wrong = fault;
                log.error(
                        "单位 {} 票据代码 {} 的号段证书 {}：{}",
                        where.unit(),
                        whole.code(),
                        certificate.arrival().movement(),
                        fault);
            }
        }
        var covered = joined(good);
        if (covered.stream().anyMatch(span -> holds(span, wanted))) {
            var all = new ArrayList<>(known);
            all.addAll(covered);
            verified.put(where, joined(all));
            return Optional.empty();
        }
        if (wrong.isEmpty()) {
            // Not remembered: the certificate is on its way.
            var arrivals = store.uncertified(where.unit(), whole, where.holding()).stream()
                    .filter(arrival -> inGrace(arrival, store.epoch()))
                    .flatMap(arrival ->
                            still(arrival.movement(), arrival.span(), where.unit(), where.holding(), whole).stream())
                    .toList();
            var together = new ArrayList<>(covered);
            together.addAll(arrivals);
            if (joined(together).stream().anyMatch(span -> holds(span, wanted))) {
                return Optional.empty();
            }
            wrong = "没有有效的号段证书，可能未经下发、被改动或复制";
        }
        return Optional.of("票据代码 " + wanted.code() + " 的号码 " + wanted.first() + " 至 " + wanted.last() + "（"
                + where.holding().label() + "）" + wrong + "，不能开票。请停用该号段，由信息科核对号段证书，并另行下发票号。");
    }

    /** What is wrong with a certificate by itself; empty when nothing is. */
    String fault(SegmentCertificate certificate) {
        if (!MessageDigest.isEqual(vault.mac(CONTEXT, certificate.marked()), certificate.mark())) {
            return "号段证书不是本平台签发，或被改动";
        }
        if (!certificate.signed()) {
            return "号段证书的签名无效，或与号段不符";
        }
        LocalDate until = certificate.arrival().until();
        return until != null && until.isBefore(terms.today(certificate.arrival().unit()))
                ? "号段证书已过有效期（" + until + "）"
                : "";
    }

    private List<Span> still(SegmentCertificate certificate, Span whole) {
        var arrival = certificate.arrival();
        return still(arrival.movement(), arrival.span(), arrival.unit(), arrival.holding(), whole);
    }

    /** Of what arrived, what has not left since. */
    private List<Span> still(long movement, Span arrived, UnitId unit, Holding at, Span whole) {
        var rest = new ArrayList<Span>();
        long next = Math.max(arrived.first(), whole.first());
        long last = Math.min(arrived.last(), whole.last());
        var gone = new ArrayList<>(store.left(unit, new Span(whole.code(), next, last), at, movement));
        gone.sort(Comparator.comparingLong(Span::first));
        for (Span span : gone) {
            if (span.first() > next) {
                rest.add(new Span(whole.code(), next, span.first() - 1));
            }
            next = Math.max(next, span.last() + 1);
        }
        if (next <= last) {
            rest.add(new Span(whole.code(), next, last));
        }
        return rest;
    }

    private static List<Span> joined(List<Span> spans) {
        var sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(Span::first));
        var joined = new ArrayList<Span>();
        for (Span span : sorted) {
            if (!joined.isEmpty() && span.first() <= joined.getLast().last() + 1) {
                var before = joined.removeLast();
                joined.add(new Span(span.code(), before.first(), Math.max(before.last(), span.last())));
            } else {
                joined.add(span);
            }
        }
        return List.copyOf(joined);
    }

    private static boolean holds(Span span, Span wanted) {
        return span.first() <= wanted.first() && span.last() >= wanted.last();
    }

    private boolean inGrace(Arrival arrival, SegmentStore.Epoch epoch) {
        Instant from =
                arrival.movement() <= epoch.after() && arrival.at().isBefore(epoch.at()) ? epoch.at() : arrival.at();
        return clock.instant().isBefore(from.plus(GRACE));
    }

    @Scheduled(fixedDelayString = "${yipiao.numbering.certify-ms:1000}", initialDelay = 5_000)
    void look() {
        if (signer.getIfAvailable() != null) {
            turns.alone("numbering.segments", this::certify);
        }
    }

    /** 签发 Signs what has arrived since the last look; now and then everything is looked through. */
    void certify() {
        long from = passes++ % WHOLE_EVERY == 0 ? 0 : Math.max(0, doneUntil - BEHIND);
        var waiting = store.uncertified(from, PASS_MAX);
        var failed = new LinkedHashMap<UnitId, String>();
        Instant now = clock.instant();
        pausedUntil.values().removeIf(until -> !until.isAfter(now));
        for (Arrival arrival : waiting) {
            if (!pausedUntil.containsKey(arrival.unit())) {
                try {
                    store.add(certified(arrival));
                    doneUntil = Math.max(doneUntil, arrival.movement());
                } catch (RuntimeException away) {
                    failed.put(arrival.unit(), away.toString());
                    pausedUntil.put(arrival.unit(), now.plus(AGAIN));
                }
            }
        }
        failed.forEach((unit, why) -> log.warn("单位 {} 的号段证书未能签发，稍后重试：{}", unit, why));
    }

    private SegmentCertificate certified(Arrival arrival) {
        String content = arrival.text();
        var signed = signer.getObject().sign(arrival.unit(), content.getBytes(StandardCharsets.UTF_8));
        var unmarked = new SegmentCertificate(
                arrival, clock.instant(), content, signed.certificate(), signed.signature(), new byte[0]);
        return new SegmentCertificate(
                arrival,
                unmarked.at(),
                content,
                signed.certificate(),
                signed.signature(),
                vault.mac(CONTEXT, unmarked.marked()));
    }

    @Override
    public String title() {
        return "号段证书";
    }

    /** Late certificates now; that every open segment is covered, from the last look. */
    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<>(lastFindings);
        if (signer.getIfAvailable() == null) {
            return findings;
        }
        var late = new LinkedHashMap<UnitId, Integer>();
        Instant limit = clock.instant().minus(SLOW);
        store.uncertified(Math.max(0, doneUntil - BEHIND), PASS_MAX).stream()
                .filter(arrival -> arrival.at().isBefore(limit))
                .forEach(arrival -> late.merge(arrival.unit(), 1, Integer::sum));
        for (Map.Entry<UnitId, Integer> one : late.entrySet()) {
            findings.add(new Finding(
                            Severity.SERIOUS,
                            one.getValue() + " 个下发的号段还没有号段证书，" + GRACE.toHours() + " 小时后不能从中开票",
                            "信息科",
                            "检查签名服务器；恢复后自动签发")
                    .of(one.getKey()));
        }
        return findings;
    }

    @Scheduled(fixedDelay = LOOK_MS, initialDelay = 120_000)
    void audit() {
        if (signer.getIfAvailable() == null) {
            return;
        }
        var findings = new ArrayList<Finding>();
        for (RangeStore.Held held : ranges.openAtPlaces()) {
            var row = held.row();
            var free = new Span(row.span().code(), row.next(), row.span().last());
            verified.invalidate(new Where(held.unit(), free.code(), row.holding()));
            against(held.unit(), row.holding(), free, free)
                    .ifPresent(why -> findings.add(
                            new Finding(Severity.SERIOUS, why, "信息科", "在票源页的“号段证书”中核对，另行下发票号").of(held.unit())));
        }
        lastFindings = List.copyOf(findings);
    }
}
