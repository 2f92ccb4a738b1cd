package org.yipiao.console.basics;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Units;
import org.yipiao.supervision.BureauData;

/** 财政可用信息 Kinds, codes, templates, seals and certificates as the bureau last gave them. */
@RestController
@RequestMapping("/api/console/basics/bureau")
class BureauDataHttp {
    private static final ZoneId BEFORE_SYNC = ZoneId.of("Asia/Shanghai");

    private final BureauData bureau;
    private final Units units;
    private final Audit audit;
    private final InstantSource clock;

    BureauDataHttp(BureauData bureau, Units units, Audit audit, InstantSource clock) {
        this.bureau = bureau;
        this.units = units;
        this.audit = audit;
        this.clock = clock;
    }

    record KindRow(String kindLabel, String billCode, int year, String name, String templateCode) {}

    /** @param added lines that are new @param removed lines that are gone */
    record ChangeRow(LocalDateTime at, String by, List<String> added, List<String> removed) {}

    /** @param agrees both sides have the same unit and items by digest; null when the bureau gives no digest */
    record Status(
            @Nullable LocalDateTime triedAt,
            @Nullable LocalDateTime succeededAt,
            String failure,
            @Nullable Boolean agrees,
            String ourDigest,
            String bureauDigest,
            List<KindRow> kinds,
            List<ChangeRow> changes) {}

    /** @param daysLeft until it ends, negative when it is over; null when it has no end @param picture PNG in base64, or empty */
    record SealRow(
            String holder,
            String what,
            String id,
            String name,
            String hash,
            @Nullable LocalDateTime from,
            @Nullable LocalDateTime until,
            @Nullable LocalDateTime keptAt,
            boolean current,
            @Nullable Long daysLeft,
            String picture) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    Status status(CurrentUser user) {
        var status = bureau.status(user.unit());
        return new Status(
                local(user, status.triedAt()),
                local(user, status.succeededAt()),
                status.failure(),
                status.agrees(),
                status.ourDigest(),
                status.bureauDigest(),
                status.kinds().stream()
                        .map(kind -> new KindRow(
                                kind.kind().medicalType(),
                                kind.billCode(),
                                kind.year(),
                                kind.name(),
                                kind.templateCode()))
                        .toList(),
                status.changes().stream().map(change -> row(user, change)).toList());
    }

    @PostMapping("/sync")
    @Permit(Permission.FORMS_MANAGE)
    ChangeRow sync(CurrentUser user) {
        var change = bureau.syncNow(user.unit(), user.displayName());
        audit.note(
                user,
                "同步财政基础数据",
                "",
                "成功，差异 " + (change.added().size() + change.removed().size()) + " 项");
        return row(user, change);
    }

    @GetMapping("/seals")
    @Permit(Permission.BASICS_READ)
    List<SealRow> seals(CurrentUser user) {
        Instant now = clock.instant();
        return bureau.seals(user.unit()).stream()
                .map(fact -> new SealRow(
                        fact.holder(),
                        fact.what(),
                        fact.id(),
                        fact.name(),
                        fact.hash(),
                        local(user, fact.from()),
                        local(user, fact.until()),
                        local(user, fact.keptAt()),
                        fact.current(),
                        fact.until() == null ? null : ChronoUnit.DAYS.between(now, fact.until()),
                        fact.picture() == null ? "" : Base64.getEncoder().encodeToString(fact.picture())))
                .toList();
    }

    private ChangeRow row(CurrentUser user, BureauData.Change change) {
        return new ChangeRow(
                LocalDateTime.ofInstant(change.at(), zone(user)).truncatedTo(ChronoUnit.SECONDS),
                change.by(),
                change.added(),
                change.removed());
    }

    private @Nullable LocalDateTime local(CurrentUser user, @Nullable Instant at) {
        return at == null ? null : LocalDateTime.ofInstant(at, zone(user)).truncatedTo(ChronoUnit.SECONDS);
    }

    private ZoneId zone(CurrentUser user) {
        return units.all().contains(user.unit()) ? units.current(user.unit()).zone() : BEFORE_SYNC;
    }
}
