package org.yipiao.supervision;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.access.Connections;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.BureauAccounts.Account;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.PartyHttp;
import org.yipiao.transit.StageName;

/** Shows, tries out and keeps a unit's account at its bureau. */
@Component
class AccessDesk implements BureauAccess {
    private static final int CHANGES_SHOWN = 20;

    private final BureauAccounts accounts;
    private final Connections connections;
    private final BureauClient bureau;
    private final BureauClockwork clockwork;
    private final InTransit transit;

    AccessDesk(
            BureauAccounts accounts,
            Connections connections,
            BureauClient bureau,
            BureauClockwork clockwork,
            InTransit transit) {
        this.accounts = accounts;
        this.connections = connections;
        this.bureau = bureau;
        this.clockwork = clockwork;
        this.transit = transit;
    }

    @Override
    public State state(UnitId unit) {
        var account = accounts.of(unit);
        return new State(
                !account.url().isBlank(),
                connections.current(unit, BureauAccounts.PARTY).isPresent(),
                account.url(),
                account.problems());
    }

    @Override
    public List<Change> changes(UnitId unit) {
        return connections.changes(unit, BureauAccounts.PARTY, CHANGES_SHOWN).stream()
                .map(one -> new Change(one.at(), one.by(), one.text("url"), one.secretMark()))
                .toList();
    }

    @Override
    public Trial tryOut(UnitId unit, Draft draft) {
        var account = account(unit, draft);
        if (!account.usable()) {
            return new Trial(false, String.join("；", account.problems()), "");
        }
        try {
            var answer = bureau.tryOut(account);
            String name = answer.unit().name();
            return answer.unit().agency().equals(unit.value())
                    ? new Trial(true, "财政票据系统已应答，单位：" + name, name)
                    : new Trial(false, "财政票据系统返回的单位识别码是 " + answer.unit().agency() + "，与本单位 " + unit + " 不符", name);
        } catch (PartyHttp.HttpRefused refused) {
            // What a server that is no bureau says is nobody's business.
            return new Trial(
                    false,
                    refused.status() == 401
                            ? "财政票据系统不认可单位识别码或密钥；请核对"
                            : "该地址应答 HTTP " + refused.status() + "，不像财政接口；请核对地址",
                    "");
        } catch (CallFailed failed) {
            return new Trial(false, failed.detail(), "");
        }
    }

    @Override
    public void keep(UnitId unit, Draft draft, String by) {
        var account = account(unit, draft);
        connections.keep(
                unit, BureauAccounts.PARTY, new Connections.Kept(Map.of("url", account.url()), account.key()), by);
        accounts.changed(unit);
        clockwork.hurry(unit);
        transit.retryNow(unit, StageName.COUNTERSIGN, List.of(), by);
    }

    private Account account(UnitId unit, Draft draft) {
        return new Account(
                unit, draft.url(), draft.key().isEmpty() ? accounts.of(unit).key() : draft.key());
    }
}
