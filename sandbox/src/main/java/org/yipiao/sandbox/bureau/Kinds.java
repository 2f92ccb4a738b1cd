package org.yipiao.sandbox.bureau;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.sandbox.SandboxApplication;
import org.yipiao.sandbox.SandboxProperties;

/** 票据种类 The kinds the hospital may issue this year, and from December on those of the next. */
@Component
class Kinds {
    static final String REGION = "99";

    private final String province;
    private final InstantSource clock;

    Kinds(SandboxProperties properties, InstantSource clock) {
        this.province = properties.province();
        this.clock = clock;
    }

    /** 票据种类 of one year. @param templateCode 模板代码 */
    record Kind(BillKind kind, String kindCode, String billCode, int year, String name, String templateCode) {}

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), SandboxApplication.ZONE);
    }

    /** The kinds for which numbers are allotted today. */
    List<Kind> open() {
        LocalDate today = today();
        var open = new ArrayList<Kind>();
        for (BillKind kind : BillKind.values()) {
            open.add(kind(kind, today.getYear()));
        }
        if (today.getMonth() == Month.DECEMBER) {
            for (BillKind kind : BillKind.values()) {
                open.add(kind(kind, today.getYear() + 1));
            }
        }
        return open;
    }

    /** The kind a code of any year stands for. */
    static Optional<BillKind> of(BillCode code) {
        for (BillKind kind : BillKind.values()) {
            if (code.region().equals(REGION) && code.digits().startsWith(kind.code(), 2)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private Kind kind(BillKind kind, int year) {
        String code = REGION + kind.code() + String.valueOf(year).substring(2);
        return new Kind(kind, kind.code(), code, year, province + kind.title(), code + "01");
    }
}
