package org.yipiao.supervision;

import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;

/** Answers what the console asks of the bureau's data. */
@Component
class BureauDesk implements BureauData {
    private static final int CHANGES_SHOWN = 20;

    private final BureauAccounts accounts;
    private final BureauSync sync;
    private final BureauConfig config;
    private final SyncStore store;
    private final SealFacts seals;

    BureauDesk(BureauAccounts accounts, BureauSync sync, BureauConfig config, SyncStore store, SealFacts seals) {
        this.accounts = accounts;
        this.sync = sync;
        this.config = config;
        this.store = store;
        this.seals = seals;
    }

    @Override
    public Status status(UnitId unit) {
        List<UsableKind> kinds = config.find(unit)
                .map(known -> known.kinds().stream()
                        .map(kind -> new UsableKind(
                                BillKind.valueOf(kind.kind()),
                                kind.billCode(),
                                kind.year(),
                                kind.name(),
                                kind.templateCode()))
                        .toList())
                .orElse(List.of());
        var changes = store.changes(unit, CHANGES_SHOWN);
        return store.state(unit)
                .map(state -> new Status(
                        state.triedAt(),
                        state.succeededAt(),
                        state.failure(),
                        state.bureauDigest().isEmpty()
                                ? null
                                : state.ourDigest().equals(state.bureauDigest()),
                        state.ourDigest(),
                        state.bureauDigest(),
                        kinds,
                        changes))
                .orElseGet(() -> new Status(null, null, "", null, "", "", kinds, changes));
    }

    @Override
    public Change syncNow(UnitId unit, String by) {
        if (!accounts.of(unit).usable()) {
            throw new Refused(409, "BUREAU_NOT_CONFIGURED", "本单位没有配置财政接口，不能同步；请在单位页填写财政接入参数");
        }
        try {
            return sync.run(unit, by);
        } catch (CallFailed | PartyCalls.PartyDown away) {
            throw new Refused(409, "BUREAU_AWAY", "财政票据系统没有应答，未同步：" + away.getMessage() + "；稍后自动重试");
        }
    }

    @Override
    public List<SealFact> seals(UnitId unit) {
        return seals.all(unit);
    }
}
