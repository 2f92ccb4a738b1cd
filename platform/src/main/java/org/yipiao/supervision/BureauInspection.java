package org.yipiao.supervision;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.access.Adjustments;
import org.yipiao.access.Parameter;
import org.yipiao.bill.Money;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 财政巡检 Missing configuration, a synchronisation that stays away, totals that differ. */
@Component
class BureauInspection implements Inspection {
    private static final int DAYS_SHOWN = 7;

    private final BureauSettings settings;
    private final BureauAccounts accounts;
    private final BureauSync sync;
    private final BureauConfig config;
    private final SupervisionStore store;
    private final Adjustments adjustments;
    private final InstantSource clock;

    BureauInspection(
            BureauSettings settings,
            BureauAccounts accounts,
            BureauSync sync,
            BureauConfig config,
            SupervisionStore store,
            Adjustments adjustments,
            InstantSource clock) {
        this.settings = settings;
        this.accounts = accounts;
        this.sync = sync;
        this.config = config;
        this.store = store;
        this.adjustments = adjustments;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "财政票据系统";
    }

    @Override
    public List<Finding> inspect() {
        return accounts.units().stream()
                .flatMap(unit -> inspect(unit).stream().map(finding -> finding.of(unit)))
                .toList();
    }

    private List<Finding> inspect(UnitId unit) {
        List<String> problems = accounts.of(unit).problems();
        if (!problems.isEmpty()) {
            return List.of(new Finding(
                    Severity.SERIOUS,
                    String.join("；", problems) + "，不能领号，票据停在财政监制环节",
                    "信息科",
                    "在单位页补齐财政接入参数，在途票据会自动继续"));
        }
        List<Finding> findings = new ArrayList<>();
        if (config.find(unit).isEmpty()) {
            findings.add(new Finding(
                    Severity.SERIOUS,
                    "尚未取得财政基础数据" + sync.failure(unit).map(why -> "：" + why).orElse(""),
                    BureauClient.PARTY,
                    "平台会每 " + BureauClockwork.UNTIL_FIRST.toSeconds() + " 秒自动重试；请检查财政接口地址、单位识别码和密钥"));
        } else {
            stale(unit).ifPresent(findings::add);
        }
        LocalDate since = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS_SHOWN);
        store.totalsChecks(unit, since).stream()
                .filter(check -> !check.agrees())
                .map(BureauInspection::differs)
                .forEach(findings::add);
        return findings;
    }

    private java.util.Optional<Finding> stale(UnitId unit) {
        Duration late = adjustments
                .of(Parameter.BUREAU_SYNC_EVERY, settings.syncEvery())
                .multipliedBy(3);
        Instant overdue = clock.instant().minus(late);
        boolean fresh = sync.succeededAt(unit).filter(at -> at.isAfter(overdue)).isPresent();
        return fresh || sync.failure(unit).isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(new Finding(
                        Severity.ORDINARY,
                        "财政基础数据超过 " + late.toMinutes() + " 分钟未同步："
                                + sync.failure(unit).get(),
                        BureauClient.PARTY,
                        "检查财政接口是否可达；恢复后自动同步"));
    }

    private static Finding differs(SupervisionStore.TotalsCheck check) {
        return new Finding(
                Severity.SERIOUS,
                check.day() + " " + check.kind().medicalType() + "票据与财政不一致：本方 " + check.ourCount() + " 张 "
                        + Money.ofFen(check.ourFen()) + " 元，财政 " + check.bureauCount() + " 张 "
                        + Money.ofFen(check.bureauFen()) + " 元，在途 " + check.inTransit() + " 张",
                "财务",
                "按票据代码和号码与财政逐张核对；本地有财政无的重新上传，财政有本地无的查明来源");
    }
}
