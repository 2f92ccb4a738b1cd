package org.yipiao.access;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code ./yipiao audit}: recomputes the chain of the audit log; on the management port, which this machine alone reaches. */
@Component
@Endpoint(id = "audit")
class AuditEndpoint {
    private final AuditLog log;

    AuditEndpoint(AuditLog log) {
        this.log = log;
    }

    record Answer(boolean whole, long entries, String fault) {}

    @ReadOperation
    public Answer verify() {
        var verified = log.verify();
        return new Answer(
                verified.fault().isEmpty(), verified.entries(), verified.fault().orElse(""));
    }
}
