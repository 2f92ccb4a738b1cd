package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** Looks whether the audit log is whole. */
@Component
class AuditInspection implements Inspection {
    /** The whole chain is read each time, so not at every look. */
    static final Duration EVERY = Duration.ofHours(1);

    private final AuditLog log;
    private final InstantSource clock;
    private @Nullable Instant lookedAt;
    private List<Finding> found = List.of();

    AuditInspection(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "操作日志完整";
    }

    @Override
    public synchronized List<Finding> inspect() {
        Instant now = clock.instant();
        if (lookedAt == null || now.isAfter(lookedAt.plus(EVERY))) {
            found = look();
            lookedAt = now;
        }
        return found;
    }

    private List<Finding> look() {
        return log.broken()
                .map(what -> List.of(
                        new Finding(Severity.SERIOUS, "操作日志被改动或截断：" + what, "安全审计员", "保留现场，停用数据库高权限账户，从备份核对该条前后记录")))
                .orElse(List.of());
    }
}
