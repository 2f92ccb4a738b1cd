package org.yipiao.numbering;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/**
 * 总账核对 Recomputes the balance of every account of every code from the journal and compares it with what the ranges say.
 * Reads the whole journal, so it looks once an hour and answers from its last look.
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

    /** Balance of one account of one code, from the ranges and from the journal. */
    record Balance(String unit, String code, Account account, long held, long byJournal) {
        boolean even() {
            return held == byJournal;
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
                                "单位 " + balance.unit() + " 票据代码 " + balance.code() + "："
                                        + balance.account().label() + "账上 " + balance.held() + "，按流水应为 "
                                        + balance.byJournal(),
                                "信息科",
                                "停止该代码的下发，导出票号流水，联系技术支持核对")
                        .of(new UnitId(balance.unit())))
                .toList();
        if (!lastFindings.isEmpty()) {
            log.error("票号总账不平：{}", lastFindings);
        }
    }

    /** One statement, so ranges and journal are seen at the same moment. */
    List<Balance> balances() {
        return jdbc.sql("""
                with held as (
                  select unit_id, bill_code, account, sum(size) as held
                    from (select unit_id, bill_code, account,
                                 case when account in ('POINT', 'CASHIER') then last_no - next_no + 1
                                      else last_no - first_no + 1 end as size
                            from numbering.range
                           union all
                          select unit_id, bill_code, 'ISSUED', next_no - first_no
                            from numbering.range
                           where account in ('POINT', 'CASHIER')) parts
                   group by unit_id, bill_code, account
                ), journal as (
                  select unit_id, bill_code, account, sum(size) as moved
                    from (select unit_id, bill_code, to_account as account, last_no - first_no + 1 as size
                            from numbering.movement
                           union all
                          select unit_id, bill_code, from_account, first_no - last_no - 1
                            from numbering.movement) sides
                   where account <> 'BUREAU'
                   group by unit_id, bill_code, account
                )
                select unit_id, bill_code, account, coalesce(held, 0) as held, coalesce(moved, 0) as by_journal
                  from held
                  full join journal using (unit_id, bill_code, account)
                 order by unit_id, bill_code, account
                """)
                .query((row, i) -> new Balance(
                        row.getString("unit_id"),
                        row.getString("bill_code"),
                        Account.valueOf(row.getString("account")),
                        row.getLong("held"),
                        row.getLong("by_journal")))
                .list();
    }
}
