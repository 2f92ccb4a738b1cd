package org.yipiao.kit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** 业务表的行数与内容摘要 What stands in every table that a business act writes, so that two looks can be compared. */
final class BusinessTables {
    /** Written whatever comes in, on purpose, or by the platform's own clockwork: table and reason. */
    static final Map<String, String> LEFT_OUT = leftOut();

    private final Ledger ledger;

    BusinessTables(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param content sum of a hash of every row: the order of rows does not matter, one changed column does */
    record Standing(long rows, String content) {}

    private static Map<String, String> leftOut() {
        var tables = new LinkedHashMap<String, String>();
        tables.put("access.audit_log", "操作日志：拒绝也要留痕");
        tables.put("access.audit_head", "操作日志的链尾");
        tables.put("access.login_try", "登录日志");
        tables.put("access.login_rate", "登录限速的计数");
        tables.put("access.sign_in", "登录日志");
        tables.put("access.spring_session", "会话");
        tables.put("access.spring_session_attributes", "会话");
        tables.put("access.weak_check", "平台定时的弱口令检查");
        tables.put("access.weak_elsewhere", "平台定时的外部弱口令检测");
        tables.put("intake.code_seen", "来报里见过的编码，供对照补全");
        tables.put("console.file_record", "下载记录：给出的每个文件都留记录，所问之事不变");
        tables.put("intake.message", "来报原文：先存后解");
        tables.put("intake.nonce", "开放接口防重放的一次性随机数：签名正确即登记");
        tables.put("intake.message_outcome", "来报的应答");
        tables.put("intake.parked_call", "重放中心：代码没有对照的来报照常拒绝，并留待对照后重放");
        tables.put("notices.forwarding", "平台定时任务发出的通知");
        tables.put("notices.notice", "平台定时任务发出的通知（公告另行核对）");
        tables.put("notices.receipt", "平台定时任务发出的通知");
        tables.put("numbering.proof", "平台每日的票号证明");
        tables.put("numbering.stock_alert", "平台定时的库存预警");
        tables.put("supervision.message", "平台定时与财政的往来原文");
        tables.put("supervision.sync_change", "平台定时的财政基础信息同步");
        tables.put("supervision.totals_check", "平台定时的对账");
        return tables;
    }

    /** Tables of every module's schema, partitions by themselves. */
    Map<String, Standing> look() throws SQLException {
        var standings = new TreeMap<String, Standing>();
        try (Connection c = ledger.open()) {
            c.setReadOnly(true);
            var tables = new ArrayList<String>();
            try (ResultSet row = c.createStatement().executeQuery("""
                    select n.nspname || '.' || t.relname
                      from pg_class t
                      join pg_namespace n on n.oid = t.relnamespace
                     where t.relkind = 'r'
                       and n.nspname not in ('public', 'bench', 'pg_catalog', 'information_schema')
                       and n.nspname not like 'pg\\_%'
                     order by 1
                    """)) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            for (String table : tables) {
                if (LEFT_OUT.keySet().stream().noneMatch(left -> table.equals(left) || table.startsWith(left + "_p"))) {
                    standings.put(table, standing(c, table + " t", ""));
                }
            }
            standings.put("notices.notice 公告", standing(c, "notices.notice t", " where kind = 'ANNOUNCEMENT'"));
        }
        return standings;
    }

    /**
     * Waits until no bill is on the road any more and every one is in the sums: nothing else moves by itself.
     *
     * @return some bills, each with its id, code and number as routes name them
     */
    List<Map<String, String>> settled(Duration within) throws SQLException, InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (ledger.number("select (select count(*) from transit.waiting) + (select count(*) from statistics.tally)")
                > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("bills are still on the road after " + within);
            }
            Thread.sleep(200);
        }
        var bills = new ArrayList<Map<String, String>>();
        try (Connection c = ledger.open();
                ResultSet row = c.createStatement().executeQuery("""
                        select bill_id::text, bill_code, bill_number
                          from issuing.bill
                         order by bill_id
                         limit 50
                        """)) {
            while (row.next()) {
                bills.add(Map.of("id", row.getString(1), "code", row.getString(2), "number", row.getString(3)));
            }
        }
        return bills;
    }

    private static Standing standing(Connection c, String table, String where) throws SQLException {
        try (ResultSet row = c.createStatement()
                .executeQuery("select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from "
                        + table + where)) {
            row.next();
            return new Standing(row.getLong(1), row.getString(2));
        }
    }

    static List<String> differences(Map<String, Standing> before, Map<String, Standing> after) {
        var differences = new ArrayList<String>();
        after.forEach((table, now) -> {
            var then = before.getOrDefault(table, new Standing(0, "0"));
            if (now.rows() != then.rows()) {
                differences.add("表 " + table + " 由 " + then.rows() + " 行变为 " + now.rows() + " 行");
            } else if (!now.content().equals(then.content())) {
                differences.add("表 " + table + " 的 " + now.rows() + " 行中有内容改变");
            }
        });
        return differences;
    }
}
