package org.yipiao.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 单点登录的接入 The units' CAS servers and directories, and whose account a person of them has. */
@Component
class SignOnConnections {
    private final Connections connections;
    private final IdentityStore identities;
    private final AccessStore accounts;

    SignOnConnections(Connections connections, IdentityStore identities, AccessStore accounts) {
        this.connections = connections;
        this.identities = identities;
        this.accounts = accounts;
    }

    Optional<CasServer> cas(UnitId unit) {
        return connections.current(unit, CasServer.PARTY).map(kept -> CasServer.of(unit, kept));
    }

    Optional<Directory> directory(UnitId unit) {
        return connections.current(unit, Directory.PARTY).map(kept -> Directory.of(unit, kept));
    }

    /** Of all units. */
    List<CasServer> casServers() {
        return enabled(CasServer.PARTY)
                .flatMap(unit -> cas(unit).stream())
                .filter(CasServer::enabled)
                .toList();
    }

    /** Of all units. */
    List<Directory> directories() {
        return enabled(Directory.PARTY)
                .flatMap(unit -> directory(unit).stream())
                .filter(Directory::enabled)
                .toList();
    }

    private Stream<UnitId> enabled(String party) {
        return connections.units(party).stream();
    }

    void keep(CasServer server, String by) {
        connections.keep(server.unit(), CasServer.PARTY, server.kept(), by);
    }

    void keep(Directory directory, String by) {
        connections.keep(directory.unit(), Directory.PARTY, directory.kept(), by);
    }

    /**
     * @param issuer who names the person @param subject the name there
     * @param sameName an account of the unit with that name counts too, as long as it administers nothing and nobody else of
     *     that issuer has it: whoever may name people there must not become an administrator here
     */
    Optional<Account> account(UnitId unit, String issuer, String subject, boolean sameName) {
        var linked = identities
                .account(unit, issuer, subject)
                .flatMap(accounts::account)
                .filter(known -> known.unit().equals(unit));
        if (linked.isPresent() || !sameName || subject.length() > SignIn.NAME_MAX) {
            return linked;
        }
        return accounts.account(subject.toLowerCase(Locale.ROOT))
                .filter(known -> known.unit().equals(unit) && known.office() == Office.BUSINESS)
                .filter(known -> identities.ofAccount(unit, known.id()).stream()
                        .noneMatch(one -> one.issuer().equals(issuer)));
    }
}
