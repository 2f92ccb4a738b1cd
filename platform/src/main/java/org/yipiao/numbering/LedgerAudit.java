package org.yipiao.numbering;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/**
 * 总账核对 Recomputes the balances from the journal: allotted = unit + points + issued + burnt + returned per code, and the
 * journal of issued numbers equals what the ranges say. Reads the whole journal, so it looks once an hour and answers
 * from its last look.
 */
@Component
class LedgerAudit implements Inspection {
    private static final Logger log = LoggerFactory.getLogger(LedgerAudit.class);
    private static final long HOUR_MS = 3_600_000;

    private final JdbcClient jdbc;
    private volatile List<Finding> lastFindings = List.of();

    LedgerAudit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Balances of one code, from the ranges and from the journal. */
    record Balance(String unit, String code, long held, long issued, long allotted, long issuedByJournal) {
        boolean even() {
            return held == allotted && issued == issuedByJournal;
        }
    }

    @Override
    public String title() {
        return "票号总账";
    }

    @Override
    public List<Finding> inspect() {
        return lastFindings;
    }

    @Scheduled(fixedDelay = HOUR_MS, initialDelay = 60_000)
    void look() {
        lastFindings = balances().stream()
                .filter(balance -> !balance.even())
                .map(balance -> new Finding(
                        Severity.SERIOUS,
                        "单位 " + balance.unit() + " 票据代码 " + balance.code() + "：财政赋码 " + balance.allotted() + "，账上 "
                                + balance.held() + "；流水已开具 " + balance.issuedByJournal() + "，号段已开具 " + balance.issued(),
                        "信息科",
                        "停止该代码的下发，导出票号流水，联系技术支持核对"))
                .toList();
        if (!lastFindings.isEmpty()) {
            log.error("票号总账不平：{}", lastFindings);
        }
    }

    /** One statement, so ranges and journal are seen at the same moment. */
    List<Balance> balances() {
        return jdbc.sql("""
                with held as (
                  select unit_id, bill_code,
                         sum(last_no - first_no + 1) as held,
                         sum(next_no - first_no) as issued
                    from numbering.range
                   group by unit_id, bill_code
                ), journal as (
                  select unit_id, bill_code,
                         sum(last_no - first_no + 1) filter (where from_account = 'BUREAU') as allotted,
                         sum(last_no - first_no + 1) filter (where to_account = 'ISSUED') as issued
                    from numbering.movement
                   group by unit_id, bill_code
                )
                select unit_id, bill_code,
                       coalesce(h.held, 0) as held,
                       coalesce(h.issued, 0) as issued,
                       coalesce(j.allotted, 0) as allotted,
                       coalesce(j.issued, 0) as issued_by_journal
                  from held h
                  full join journal j using (unit_id, bill_code)
                 order by unit_id, bill_code
                """)
                .query((row, i) -> new Balance(
                        row.getString("unit_id"),
                        row.getString("bill_code"),
                        row.getLong("held"),
                        row.getLong("issued"),
                        row.getLong("allotted"),
                        row.getLong("issued_by_journal")))
                .list();
    }
}
