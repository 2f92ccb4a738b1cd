package org.yipiao.signing;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.yipiao.access.Connections;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.PartyHttp;
import org.yipiao.transit.StageName;

/** Shows, tries out and keeps a unit's access to its signature server. */
@Component
class SigningDesk implements SigningAccess {
    private static final int CHANGES_SHOWN = 20;
    private static final int TRIAL_BYTES = 32;

    /** A trial of a draft is nobody's failure: it opens no breaker. */
    private static final PartyCalls UNGUARDED = new PartyCalls() {
        @Override
        public <T> T call(String party, Callable<T> call) throws Exception {
            return call.call();
        }
    };

    private final SignatureServers servers;
    private final Connections connections;
    private final InTransit transit;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    SigningDesk(SignatureServers servers, Connections connections, InTransit transit, InstantSource clock) {
        this.servers = servers;
        this.connections = connections;
        this.transit = transit;
        this.clock = clock;
    }

    @Override
    public State state(UnitId unit) {
        var settings = servers.settings(unit);
        return new State(
                !settings.url().isBlank(),
                connections.current(unit, SigningSettings.PARTY).isPresent(),
                settings.url(),
                settings.keyIndex(),
                settings.batch(),
                settings.problems());
    }

    @Override
    public List<Change> changes(UnitId unit) {
        return connections.changes(unit, SigningSettings.PARTY, CHANGES_SHOWN).stream()
                .map(one -> new Change(
                        one.at(),
                        one.by(),
                        one.text("url"),
                        Integer.parseInt(one.text("keyIndex")),
                        one.secretMark(),
                        Boolean.parseBoolean(one.text("batch"))))
                .toList();
    }

    @Override
    public Trial tryOut(UnitId unit, Draft draft) {
        var settings = settings(unit, draft);
        if (!settings.problems().isEmpty()) {
            return new Trial(false, String.join("；", settings.problems()), "", "", null);
        }
        var server = new SignatureServer(unit, settings, new PartyHttp(SignatureServer.PARTY, UNGUARDED), clock);
        var message = new byte[TRIAL_BYTES];
        random.nextBytes(message);
        try {
            X509Certificate certificate =
                    Sm2.certificate(server.sign(List.of(message)).certificate());
            return new Trial(
                    true,
                    "试签成功，签名验证通过",
                    certificate.getSubjectX500Principal().getName(),
                    Sm2.serialNumber(certificate),
                    certificate.getNotAfter().toInstant());
        } catch (PartyHttp.HttpRefused refused) {
            // What a server that is no signature server says is nobody's business.
            return new Trial(false, "该地址应答 HTTP " + refused.status() + "，不像签名服务器；请核对地址", "", "", null);
        } catch (CallFailed failed) {
            return new Trial(false, failed.detail(), "", "", null);
        }
    }

    @Override
    public void keep(UnitId unit, Draft draft, String by) {
        connections.keep(unit, SigningSettings.PARTY, settings(unit, draft).kept(), by);
        servers.changed(unit);
        transit.retryNow(unit, StageName.SIGN, List.of(), by);
    }

    private SigningSettings settings(UnitId unit, Draft draft) {
        String pin = draft.pin().isEmpty() ? servers.settings(unit).pin() : draft.pin();
        return new SigningSettings(draft.url(), draft.keyIndex(), pin, draft.batch());
    }
}
