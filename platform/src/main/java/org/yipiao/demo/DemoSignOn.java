package org.yipiao.demo;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.yipiao.access.SingleSignOn;
import org.yipiao.shared.UnitId;

/** 演示的单点登录 The sandbox's identity provider, CAS server and directory know some people, and one who has no account. */
@Component
@ConditionalOnProperty(name = "yipiao.demo.sso.issuer")
class DemoSignOn {
    private static final List<String> LINKED = List.of("finance", "cashier", "ops");

    private final SingleSignOn signOn;
    private final UnitId unit;
    private final String issuer;
    private final String secret;
    private final String cas;
    private final String directory;

    DemoSignOn(
            SingleSignOn signOn,
            @Value("${yipiao.bureau.agency:990001}") String agency,
            @Value("${yipiao.demo.sso.issuer}") String issuer,
            @Value("${yipiao.demo.sso.secret:}") String secret,
            @Value("${yipiao.demo.sso.cas:}") String cas,
            @Value("${yipiao.demo.sso.directory:}") String directory) {
        this.signOn = signOn;
        this.unit = new UnitId(agency);
        this.issuer = issuer;
        this.secret = secret;
        this.cas = cas;
        this.directory = directory;
    }

    @EventListener(ApplicationReadyEvent.class)
    void offer() {
        signOn.offer(unit, "医院统一身份", issuer, "yipiao", secret);
        if (!cas.isEmpty()) {
            signOn.offerCas(unit, "医院门户（CAS）", cas);
        }
        if (!directory.isEmpty()) {
            signOn.offerDirectory(
                    unit, "医院域账户", directory, "cn=yipiao,dc=example,dc=cn", secret, "ou=people,dc=example,dc=cn");
        }
        LINKED.forEach(name -> signOn.link(unit, name, issuer, "staff-" + name));
    }
}
