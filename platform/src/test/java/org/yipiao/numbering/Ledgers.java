package org.yipiao.numbering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.UnitId;

/** A number ledger on a test database, with a bureau that answers what the test lays ready. */
public final class Ledgers {
    public static final BillCode CODE = new BillCode("99060126");

    final Bureau bureau = new Bureau();
    final NumberLedger ledger;
    final NumberRequests requests;
    final LedgerAudit audit;
    final PaperLedger paper;

    public Ledgers(TestDatabase database, SettableClock clock) {
        var store = new NumberStore(database.jdbc());
        var beans = new StaticListableBeanFactory();
        beans.addBean("bureau", bureau);
        var transactions = new DataSourceTransactionManager(database.dataSource());
        requests = new NumberRequests(
                new RequestStore(database.jdbc()),
                store,
                beans.getBeanProvider(NumberSource.class),
                clock,
                transactions);
        var ranges = new RangeStore(database.jdbc());
        var moves = new Moves(ranges, clock);
        ledger = new NumberLedger(store, requests, moves, new OneHospital(), clock, transactions);
        paper = new PaperLedger(new PaperStore(database.jdbc()), ranges, moves, new OneHospital(), clock, transactions);
        audit = new LedgerAudit(database.jdbc());
    }

    /** Every test starts with an empty ledger; only a test may do this. */
    static void empty(TestDatabase database) {
        database.jdbc().sql("""
                        set session_replication_role = replica;
                        truncate numbering.code, numbering.paper_code, numbering.range, numbering.request;
                        delete from numbering.movement;
                        set session_replication_role = origin
                        """).update();
    }

    public NumberStock stock() {
        return ledger;
    }

    public PaperStock paper() {
        return paper;
    }

    public NumberSource bureau() {
        return bureau;
    }

    /** Gives a point {@code count} numbers from {@code first} on, through request and distribution. */
    public void stocked(String point, BillKind kind, BillCode code, long first, long count) {
        ledger.register(OneHospital.ID, code, kind, code.year());
        bureau.answers.add(
                new NumberSource.Grant.Allotted(List.of(new NumberSource.Segment(code, first, first + count - 1))));
        ledger.request(OneHospital.ID, kind, code.year(), count, "测试甲");
        ledger.distribute(OneHospital.ID, point, kind, code.year(), count, "测试甲");
    }

    public boolean even() {
        return audit.balances().stream().allMatch(LedgerAudit.Balance::even);
    }

    static final class Bureau implements NumberSource {
        final Deque<Object> answers = new ArrayDeque<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public Grant request(UnitId unit, String requestNo, BillCode code, long count) {
            asked.add(requestNo);
            Object answer = answers.removeFirst();
            if (answer instanceof RuntimeException fault) {
                throw fault;
            }
            return (Grant) answer;
        }
    }
}
