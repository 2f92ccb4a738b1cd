package org.yipiao.demo;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.yipiao.access.SingleSignOn;
import org.yipiao.shared.UnitId;

/** 演示的单点登录 The sandbox's identity provider knows some people of the example hospital, and one whom nobody linked. */
@Component
@ConditionalOnProperty(name = "yipiao.demo.sso.issuer")
class DemoSignOn {
    private static final List<String> LINKED = List.of("finance", "cashier", "ops");

    private final SingleSignOn signOn;
    private final UnitId unit;
    private final String issuer;
    private final String secret;

    DemoSignOn(
            SingleSignOn signOn,
            @Value("${yipiao.bureau.agency:990001}") String agency,
            @Value("${yipiao.demo.sso.issuer}") String issuer,
            @Value("${yipiao.demo.sso.secret:}") String secret) {
        this.signOn = signOn;
        this.unit = new UnitId(agency);
        this.issuer = issuer;
        this.secret = secret;
    }

    @EventListener(ApplicationReadyEvent.class)
    void offer() {
        signOn.offer(unit, "医院统一身份", issuer, "yipiao", secret);
        LINKED.forEach(name -> signOn.link(unit, name, issuer, "staff-" + name));
    }
}
