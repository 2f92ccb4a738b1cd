package org.yipiao.sandbox.bureau;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.sandbox.Cores;
import org.yipiao.sandbox.Keys;

/** 监制章 Puts the supervisory seal on the layout document of a bill that is countersigned. */
@Component
class Sealing {
    private static final int SIGNATURE_XML_MAX = 1024 * 1024;
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final Keys keys;
    private final InstantSource clock;
    private final ExecutorService signatures;

    Sealing(Ledger ledger, Keys keys, InstantSource clock, ExecutorService signatures) {
        this.signatures = signatures;
        this.ledger = ledger;
        this.keys = keys;
        this.clock = clock;
    }

    /** Seals a pack; one bill's refusal does not hinder the others. @param wrong signs other bytes instead */
    List<Map<String, Object>> pack(String agency, List<BureauHttp.PackBill> bills, boolean wrong) {
        var work = new ArrayList<Callable<Map<String, Object>>>(bills.size());
        for (BureauHttp.PackBill bill : bills) {
            work.add(() -> row(agency, bill, wrong));
        }
        return Cores.run(signatures, work);
    }

    private Map<String, Object> row(String agency, BureauHttp.PackBill bill, boolean wrong) {
        var row = new LinkedHashMap<String, Object>();
        row.put("billCode", bill.billCode());
        row.put("billNumber", bill.billNumber());
        try {
            byte[] signedValue = seal(
                    agency,
                    bill.billCode(),
                    bill.billNumber(),
                    bill.propertyInfo(),
                    bill.signatureXml(),
                    bill.toSignTime(),
                    wrong);
            row.put("result", "SEALED");
            row.put("reason", "");
            row.put("signedValue", signedValue);
        } catch (IllegalArgumentException e) {
            row.put("result", "REFUSED");
            row.put("reason", String.valueOf(e.getMessage()));
        }
        return row;
    }

    /**
     * The bytes of SignedValue.dat.
     *
     * @param propertyInfo path of Signature.xml in the package
     * @param time 签章时间 as an ISO instant
     * @throws IllegalArgumentException with the reason of refusal
     */
    private byte[] seal(
            String agency,
            String billCode,
            String billNumber,
            String propertyInfo,
            byte[] signatureXml,
            String time,
            boolean wrong) {
        long key = Entry.key(new BillCode(billCode), new BillNumber(billNumber));
        if (ledger.bill(key).isEmpty() || !ledger.isOf(agency, key)) {
            throw new IllegalArgumentException("票据未监制，不能加盖监制章");
        }
        if (signatureXml.length == 0 || signatureXml.length > SIGNATURE_XML_MAX) {
            throw new IllegalArgumentException("Signature.xml 为空或超过 1 MB");
        }
        if (!propertyInfo.startsWith("/") || propertyInfo.length() > 200) {
            throw new IllegalArgumentException("propertyInfo 应为包内绝对路径");
        }
        byte[] toSign = SealSignature.toSign(keys.supervisorySeal(), instant(time), signatureXml, propertyInfo);
        byte[] signature = keys.bureau().sign(wrong ? signatureXml : toSign);
        return SealSignature.assemble(toSign, keys.bureau().certificate(), signature);
    }

    private Instant instant(String time) {
        try {
            Instant at = Instant.parse(time);
            if (at.isAfter(clock.instant().plus(CLOCKS_APART_MAX))) {
                throw new IllegalArgumentException("签章时间晚于财政系统时间");
            }
            return at;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("toSignTime 应为 2026-01-01T00:00:00Z 形式", e);
        }
    }
}
