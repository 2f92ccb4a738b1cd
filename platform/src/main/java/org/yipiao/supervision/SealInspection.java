package org.yipiao.supervision;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;
import org.yipiao.supervision.BureauData.SealFact;

/** 印章证书到期巡检 Warns 30, 7 and 1 days before a seal or certificate in use ends. */
@Component
class SealInspection implements Inspection {
    static final int FIRST_DAYS = 30;
    static final int SECOND_DAYS = 7;
    static final int LAST_DAYS = 1;

    private final BureauAccounts accounts;
    private final SealFacts facts;
    private final InstantSource clock;

    SealInspection(BureauAccounts accounts, SealFacts facts, InstantSource clock) {
        this.accounts = accounts;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "印章与证书有效期";
    }

    @Override
    public List<Finding> inspect() {
        return accounts.units().stream()
                .filter(unit -> accounts.of(unit).usable())
                .flatMap(unit ->
                        findings(facts.all(unit), clock.instant()).stream().map(finding -> finding.of(unit)))
                .toList();
    }

    static List<Finding> findings(List<SealFact> facts, Instant now) {
        var findings = new ArrayList<Finding>();
        for (SealFact fact : facts) {
            Instant until = fact.until();
            if (fact.current() && until != null && !until.isAfter(now.plus(Duration.ofDays(FIRST_DAYS)))) {
                findings.add(finding(fact, Duration.between(now, until)));
            }
        }
        return findings;
    }

    private static Finding finding(SealFact fact, Duration left) {
        boolean unit = fact.holder().equals("本单位");
        String cause = fact.what() + " " + fact.name()
                + (left.isNegative() ? " 已过期" : " 还有 " + Math.max(1, left.toDays()) + " 天到期");
        return new Finding(
                severity(left),
                cause,
                unit ? "财务、信息科" : BureauClient.PARTY,
                unit ? "填写单位电子印章变更表或向证书机构申请换发，到期前启用新章" : "联系财政部门确认换发安排，换发后平台自动同步");
    }

    private static Severity severity(Duration left) {
        if (left.compareTo(Duration.ofDays(LAST_DAYS)) <= 0) {
            return Severity.SERIOUS;
        }
        return left.compareTo(Duration.ofDays(SECOND_DAYS)) <= 0 ? Severity.ORDINARY : Severity.SLIGHT;
    }
}
