package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;

/** 领用证到期 Warns before the last valid draw certificate ends: afterwards nothing can be requested. */
@Component
class CertificateInspection implements Inspection {
    static final int DAYS_BEFORE = 30;

    private final DrawCertificates certificates;
    private final Units units;
    private final InstantSource clock;

    CertificateInspection(DrawCertificates certificates, Units units, InstantSource clock) {
        this.certificates = certificates;
        this.units = units;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "领用证";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (var unit : units.all()) {
            LocalDate today =
                    LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
            var all = certificates.all(unit);
            if (all.isEmpty()
                    || all.stream().anyMatch(one -> one.validOn(today) && one.validOn(today.plusDays(DAYS_BEFORE)))) {
                continue;
            }
            boolean stillValid = all.stream().anyMatch(one -> one.validOn(today));
            findings.add(new Finding(
                            stillValid ? Severity.ORDINARY : Severity.SERIOUS,
                            stillValid
                                    ? "领用证 " + all.getFirst().no() + " 将于 "
                                            + all.getFirst().validUntil() + " 到期"
                                    : "没有有效的领用证，申领已停止",
                            "财务",
                            "到财政部门换证，再同步或登记新的有效期")
                    .of(unit));
        }
        return findings;
    }
}
