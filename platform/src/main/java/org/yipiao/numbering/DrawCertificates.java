package org.yipiao.numbering;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 凭证领用、分次限量 Guards requests: a valid certificate must name the kind, and its limits hold. */
@Component
public class DrawCertificates {
    private final CertificateStore store;
    private final DocumentStore documents;
    private final Units units;
    private final InstantSource clock;

    DrawCertificates(CertificateStore store, DocumentStore documents, Units units, InstantSource clock) {
        this.store = store;
        this.documents = documents;
        this.units = units;
        this.clock = clock;
    }

    public List<DrawCertificate> all(UnitId unit) {
        return store.all(unit);
    }

    /** Keeps a new version when anything differs. @param by who told it */
    public void keep(UnitId unit, DrawCertificate certificate, String by) {
        if (!store.all(unit).contains(certificate)) {
            store.keep(unit, certificate, by, clock.instant());
        }
    }

    /**
     * @return number of the certificate to draw on; empty while the unit has none registered
     * @throws Refused CERTIFICATE_EXPIRED, KIND_NOT_ON_CERTIFICATE, DRAW_LIMIT or YEAR_LIMIT
     */
    String covering(UnitId unit, LedgerCode code, long count) {
        var all = store.all(unit);
        if (all.isEmpty()) {
            return "";
        }
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
        var valid = all.stream().filter(one -> one.validOn(today)).toList();
        if (valid.isEmpty()) {
            throw new Refused(
                    409,
                    "CERTIFICATE_EXPIRED",
                    "领用证 " + all.getFirst().no() + " 不在有效期内（至 " + all.getFirst().validUntil()
                            + "），不能申领。请先到财政部门换证，再登记新的有效期。");
        }
        for (DrawCertificate certificate : valid) {
            for (DrawCertificate.Limit limit : certificate.kinds()) {
                if (limit.subject().equals(code.subject())) {
                    within(unit, code, count, certificate, limit, today);
                    return certificate.no();
                }
            }
        }
        throw new Refused(
                409, "KIND_NOT_ON_CERTIFICATE", "领用证未核准领用 " + code.name() + "（" + code.subject() + "），请向财政部门申请增加票种。");
    }

    private void within(
            UnitId unit,
            LedgerCode code,
            long count,
            DrawCertificate certificate,
            DrawCertificate.Limit limit,
            LocalDate today) {
        if (limit.perDraw() > 0 && count > limit.perDraw()) {
            throw new Refused(
                    409,
                    "DRAW_LIMIT",
                    "领用证 " + certificate.no() + " 规定" + code.name() + "单次限领 " + limit.perDraw() + " 份，请减少申领数量。");
        }
        // Numbers of a year count in that year, also those fetched before it begins; paper of no year when it is drawn.
        Instant yearBegan =
                today.withDayOfYear(1).atStartOfDay(units.current(unit).zone()).toInstant();
        long drawn = documents.requestedSince(unit, code.code(), code.year() == null ? yearBegan : Instant.EPOCH);
        if (limit.perYear() > 0 && drawn + count > limit.perYear()) {
            throw new Refused(
                    409,
                    "YEAR_LIMIT",
                    "领用证 " + certificate.no() + " 规定" + code.name() + "年度限领 " + limit.perYear() + " 份，该年度已申领 " + drawn
                            + " 份。请减少数量，或向财政部门申请调整限量。");
        }
    }
}
