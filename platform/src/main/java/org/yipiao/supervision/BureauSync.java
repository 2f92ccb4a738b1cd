package org.yipiao.supervision;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.database.Turns;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.DrawCertificate;
import org.yipiao.numbering.DrawCertificates;
import org.yipiao.numbering.NumberStock;
import org.yipiao.numbering.PaperCode;
import org.yipiao.numbering.PaperKind;
import org.yipiao.numbering.PaperStock;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.UnitSigners;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;

/** 基础数据同步 Brings the unit, its seal, charge items, bill codes, the supervisory seal and roots from the bureau. */
@Component
class BureauSync {
    /** Asked on demand at most so often, whatever the stages find. */
    private static final Duration ON_DEMAND_APART = Duration.ofSeconds(30);

    /** 操作人 in the history. */
    private static final String SYNC = "财政同步";

    private static final Charset CHARSET = StandardCharsets.UTF_8;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final BureauClient bureau;
    private final BureauConfig config;
    private final Units units;
    private final ChargeItems chargeItems;
    private final NumberStock stock;
    private final PaperStock paper;
    private final DrawCertificates certificates;
    private final UnitSigners signers;
    private final SyncStore store;
    private final SyncFacts facts;
    private final Turns turns;
    private final InstantSource clock;

    private final Map<UnitId, Last> lasts = new ConcurrentHashMap<>();

    /** How it went for one unit; whoever synchronises the unit holds its monitor. */
    private static final class Last {
        private volatile @Nullable Instant succeededAt;
        private volatile @Nullable Instant onDemandAt;
        private volatile @Nullable String failure;
    }

    BureauSync(
            BureauClient bureau,
            BureauConfig config,
            Units units,
            ChargeItems chargeItems,
            NumberStock stock,
            PaperStock paper,
            DrawCertificates certificates,
            UnitSigners signers,
            SyncStore store,
            SyncFacts facts,
            Turns turns,
            InstantSource clock) {
        this.bureau = bureau;
        this.config = config;
        this.units = units;
        this.chargeItems = chargeItems;
        this.stock = stock;
        this.paper = paper;
        this.certificates = certificates;
        this.signers = signers;
        this.store = store;
        this.facts = facts;
        this.turns = turns;
        this.clock = clock;
    }

    /** Fetches and keeps everything once. @throws CallFailed when the bureau is away or its answer can not be used */
    BureauData.Change run(UnitId unit) {
        return run(unit, SYNC);
    }

    /**
     * Of all instances one at a time, so that each compares with what the one before it kept.
     *
     * @param by who asked, kept with what changed @throws CallFailed as {@link #run(UnitId)}
     */
    BureauData.Change run(UnitId unit, String by) {
        Last last = last(unit);
        synchronized (last) {
            return turns.inTurn("supervision.sync " + unit, () -> fetched(unit, by, last));
        }
    }

    private Last last(UnitId unit) {
        return lasts.computeIfAbsent(unit, any -> new Last());
    }

    private BureauData.Change fetched(UnitId unit, String by, Last last) {
        try {
            var answer = bureau.config(unit);
            var before = facts.of(unit);
            keep(unit, answer);
            var after = facts.of(unit);
            Instant now = clock.instant();
            last.succeededAt = now;
            last.failure = null;
            String told = answer.registryDigest();
            store.succeeded(unit, now, facts.digest(unit), told == null ? "" : told);
            return changed(unit, now, by, before, after);
        } catch (RuntimeException e) {
            last.failure = e.getMessage();
            store.failed(unit, clock.instant(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private BureauData.Change changed(UnitId unit, Instant at, String by, List<String> before, List<String> after) {
        var added = after.stream().filter(line -> !before.contains(line)).toList();
        var removed = before.stream().filter(line -> !after.contains(line)).toList();
        if (!added.isEmpty() || !removed.isEmpty()) {
            store.changed(unit, at, by, added, removed);
        }
        return new BureauData.Change(at, by, added, removed);
    }

    /** Runs now, unless it just did. @return true when it ran and succeeded */
    boolean runOnDemand(UnitId unit) {
        Instant now = clock.instant();
        Last last = last(unit);
        Instant before = last.onDemandAt;
        if (before != null && Duration.between(before, now).compareTo(ON_DEMAND_APART) < 0) {
            return false;
        }
        last.onDemandAt = now;
        try {
            run(unit);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    Optional<Instant> succeededAt(UnitId unit) {
        return Optional.ofNullable(last(unit).succeededAt);
    }

    Optional<String> failure(UnitId unit) {
        return Optional.ofNullable(last(unit).failure);
    }

    private void keep(UnitId unit, BureauWire.Config answer) {
        if (!unit.value().equals(answer.unit().agency())) {
            throw new CallFailed(
                    Fault.WRONG_ANSWER, "财政票据系统返回的单位识别码 " + answer.unit().agency() + " 与本单位 " + unit + " 不符");
        }
        Seal unitSeal = seal(answer.unitSeal(), "单位印章");
        Seal supervisorySeal = seal(answer.supervisorySeal(), "财政监制章");
        certificates(answer);

        signers.keepSeal(unit, unitSeal);
        config.keep(unit, answer);
        Optional<Unit> known = known(unit);
        BureauWire.Agency agency = answer.unit();
        units.save(new Unit(
                unit,
                known.map(Unit::version).orElse(1),
                new InvoicingParty(
                        agency.creditCode(),
                        agency.name(),
                        agency.payeeName(),
                        agency.payeeAccount(),
                        agency.payeeBank()),
                answer.areaCode(),
                answer.tag(),
                answer.normVersion(),
                answer.province(),
                unitSeal.ref(),
                supervisorySeal.ref(),
                known.map(Unit::charset).orElse(CHARSET),
                known.map(Unit::zone).orElse(ZONE)));
        keepItems(unit, answer.items());
        for (BureauWire.Kind kind : answer.kinds()) {
            stock.register(unit, new BillCode(kind.billCode()), BillKind.valueOf(kind.kind()), kind.year());
        }
        keepStock(unit, answer);
    }

    /** Paper codes and the draw certificate, where the bureau tells them. A code stopped here stays stopped. */
    private void keepStock(UnitId unit, BureauWire.Config answer) {
        var known = paper.codes(unit);
        for (BureauWire.Paper told : answer.papers() == null ? List.<BureauWire.Paper>of() : answer.papers()) {
            if (known.stream().noneMatch(code -> code.code().equals(told.code()))) {
                paper.register(
                        unit,
                        new PaperCode(
                                told.code(),
                                told.name(),
                                PaperKind.valueOf(told.use()),
                                told.width(),
                                told.year(),
                                false));
            }
        }
        BureauWire.Certificate told = answer.drawCertificate();
        if (told != null) {
            certificates.keep(
                    unit,
                    new DrawCertificate(
                            told.no(),
                            told.region(),
                            LocalDate.parse(told.validFrom()),
                            LocalDate.parse(told.validUntil()),
                            false,
                            told.kinds().stream()
                                    .map(limit -> new DrawCertificate.Limit(
                                            limit.subject(), limit.perDraw(), limit.perYear()))
                                    .toList()),
                    BureauClient.PARTY);
        }
    }

    /** What the unit says of an item stays; one the bureau no longer lists is marked, never removed: old bills name it. */
    private void keepItems(UnitId unit, List<BureauWire.Item> items) {
        List<ChargeItems.ChargeItem> wanted = new ArrayList<>();
        for (BureauWire.Item told : items) {
            var kinds = told.kinds().stream().map(BillKind::valueOf).toList();
            wanted.add(chargeItems
                    .find(unit, told.code())
                    .map(known -> known.told(told.name(), kinds, told.order()))
                    .orElseGet(() ->
                            new ChargeItems.ChargeItem(unit, told.code(), told.name(), kinds, told.order(), true)));
        }
        Set<String> listed = items.stream().map(BureauWire.Item::code).collect(Collectors.toSet());
        for (ChargeItems.ChargeItem old : chargeItems.all(unit)) {
            if (old.listed() && !listed.contains(old.code())) {
                wanted.add(old.unlisted());
            }
        }
        chargeItems.save(wanted, SYNC);
    }

    private Optional<Unit> known(UnitId unit) {
        return units.all().contains(unit) ? Optional.of(units.current(unit)) : Optional.empty();
    }

    private static Seal seal(byte[] der, String what) {
        try {
            return Seal.parse(der);
        } catch (IllegalArgumentException e) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回的" + what + "不能解析", e);
        }
    }

    private static void certificates(BureauWire.Config answer) {
        try {
            Sm2.certificate(answer.supervisoryCertificate());
            answer.roots().forEach(Sm2::certificate);
        } catch (IllegalArgumentException e) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回的证书不能解析", e);
        }
    }
}
