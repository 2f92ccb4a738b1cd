package org.yipiao.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;

/** 签名巡检 Missing configuration, and a certificate near its end. */
@Component
class SigningInspection implements Inspection {
    static final Duration EXPIRY_WARNING = Duration.ofDays(30);

    private final Units units;
    private final SignatureServers servers;
    private final InstantSource clock;

    SigningInspection(Units units, SignatureServers servers, InstantSource clock) {
        this.units = units;
        this.servers = servers;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "签名服务器";
    }

    @Override
    public List<Finding> inspect() {
        return units.all().stream()
                .filter(unit -> !units.stopped(unit))
                .flatMap(unit -> inspect(unit).stream().map(finding -> finding.of(unit)))
                .toList();
    }

    private List<Finding> inspect(UnitId unit) {
        List<String> problems = servers.settings(unit).problems();
        if (!problems.isEmpty()) {
            return List.of(new Finding(
                    Severity.SERIOUS, String.join("；", problems) + "，票据停在单位签名环节", "信息科", "在单位页补齐签名服务器接入参数，在途票据会自动继续"));
        }
        try {
            return expiry(servers.of(unit).certificate().getNotAfter().toInstant());
        } catch (CallFailed | PartyCalls.PartyDown unreachable) {
            return List.of(new Finding(
                    Severity.ORDINARY,
                    "读取签名证书失败：" + unreachable.getMessage(),
                    SignatureServer.PARTY,
                    "检查签名服务器是否在线、网络是否可达"));
        }
    }

    private List<Finding> expiry(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.compareTo(EXPIRY_WARNING) > 0) {
            return List.of();
        }
        boolean over = left.isNegative();
        return List.of(new Finding(
                over ? Severity.SERIOUS : Severity.ORDINARY,
                over ? "单位签名证书已过期" : "单位签名证书将在 " + left.toDays() + " 天后过期",
                "信息科",
                "向证书机构申请换发，并通知财政票据系统登记新证书"));
    }
}
