package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.Charge;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Protocol;
import org.yipiao.offline.SentSettlement;
import org.yipiao.shared.UnitId;

/**
 * 离线结算 A settlement that a window agent kept: read like any other of its method, for what the bill itself does not carry. The
 * bill exists: what a version of the protocol must have no longer matters.
 */
@Component
class OfflineSettlements implements SentSettlement {
    private static final Map<String, IssueMethod> METHODS = Map.of(
            "invoiceebilloutpatient", IssueMethod.OUTPATIENT,
            "invebillhospitalized", IssueMethod.INPATIENT,
            "invebillregistration", IssueMethod.REGISTRATION,
            "invebillcheckup", IssueMethod.CHECK_UP,
            "invoiceebillcheckup", IssueMethod.CHECK_UP);

    private final Settlements settlements;
    private final Callers callers;

    OfflineSettlements(Settlements settlements, Callers callers) {
        this.settlements = settlements;
        this.callers = callers;
    }

    @Override
    public Optional<Charge> read(UnitId unit, String caller, String method, byte[] data) {
        var known = callers.find(caller).filter(found -> found.unit().equals(unit));
        var issue = METHODS.get(method.toLowerCase(Locale.ROOT));
        if (known.isEmpty() || issue == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(settlements.charge(
                    issue,
                    Json.object(new String(data, StandardCharsets.UTF_8), "data"),
                    known.get().of(Protocol.ANY)));
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }
}
