package org.yipiao.access;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/** 日志导出 Exports of the audit log: the asking person's own, everybody's for who approves. */
@Repository
class ExportFileStore implements FileShelf {
    @Override
    public String kind() {
        return "AUDIT_EXPORT";
    }

    @Override
    public String label() {
        return "日志导出";
    }

    @Override
    public String route() {
        return "/api/console/audit/exports/{id}/file";
    }

    @Override
    public Optional<Listed> listed(CurrentUser user) {
        if (!user.may(Permission.AUDIT_EXPORT) && !user.may(Permission.EXPORT_APPROVE)) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                """
                select cast(e.id as text) as file_key,
                       'audit-' || e.id || '.xlsx' as name,
                       cast(null as bigint) as bytes,
                       e.asked_name as maker,
                       e.asked_at as made_at,
                       s.until as expires_at,
                       s.state,
                       e.filter_text || '；' || e.reason as detail,
                       '/api/console/audit/exports/' || e.id || '/file' as place,
                       :mayAskAuditExport and e.asked_by = :account and s.state = 'READY' as open
                  from access.export_request e
                 cross join lateral (
                       select case when e.state = 'APPROVED' then e.decided_at + make_interval(hours => :hoursAuditExport) end as until,
                              case when e.state = 'PENDING' then 'WAITING'
                                   when e.state = 'REFUSED' then 'REFUSED'
                                   when e.decided_at + make_interval(hours => :hoursAuditExport) > :now then 'READY'
                                   else 'EXPIRED'
                              end as state) s
                 where e.unit_id = :unit
                   and (:allAuditExport or e.asked_by = :account)
                """,
                Map.of(
                        "mayAskAuditExport", user.may(Permission.AUDIT_EXPORT),
                        "allAuditExport", user.may(Permission.EXPORT_APPROVE),
                        "hoursAuditExport", (int) ExportsHttp.APPROVAL_LASTS.toHours())));
    }
}
