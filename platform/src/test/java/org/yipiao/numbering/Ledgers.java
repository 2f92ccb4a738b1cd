package org.yipiao.numbering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.TestVault;
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
    final CodeStore codes;
    final Terms terms;
    final DocumentForm form;
    final Balances balances;
    final OfflineLedger offline;
    final Segments segments;
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private final RangeStore ranges;
    final DocumentStore documentStore;
    final StockDocuments documents;
    final DrawCertificates certificates;
    final PaperBureau stockBureau = new PaperBureau();

    public Ledgers(TestDatabase database, SettableClock clock) {
        var jdbc = database.jdbc();
        var store = new NumberStore(jdbc);
        beans.addBean("bureau", bureau);
        beans.addBean("stockBureau", stockBureau);
        var transactions = new DataSourceTransactionManager(database.dataSource());
        var units = new OneHospital();
        ranges = new RangeStore(jdbc);
        codes = new CodeStore(jdbc);
        terms = new Terms(new TermStore(jdbc), codes, units, clock);
        var moves = new Moves(ranges, terms, clock);
        offline = new OfflineLedger(store, ranges, moves);
        documentStore = new DocumentStore(jdbc);
        var desk = new DocumentDesk(documentStore, units, clock);
        certificates = new DrawCertificates(new CertificateStore(jdbc), documentStore, units, clock);
        requests = new NumberRequests(
                desk,
                documentStore,
                moves,
                codes,
                certificates,
                beans.getBeanProvider(NumberSource.class),
                beans.getBeanProvider(StockBureau.class),
                beans.getBeanProvider(DrawGuard.class),
                transactions);
        documents = new StockDocuments(desk, documentStore, ranges, moves, codes, transactions);
        segments = new Segments(
                new SegmentStore(jdbc),
                ranges,
                terms,
                beans.getBeanProvider(LedgerSigner.class),
                new TestVault(),
                TestDatabase.turns(database.dataSource()),
                clock);
        ledger = new NumberLedger(store, requests, documents, codes, moves, segments, units, clock, transactions);
        paper = new PaperLedger(new PaperStore(jdbc), ranges, moves, units, clock, transactions);
        form = new DocumentForm(codes, ranges, units, requests, documents, desk);
        balances = new Balances(new BalanceStore(jdbc), codes);
        audit = new LedgerAudit(database.jdbc());
    }

    /** From now on segments are certified, and taken from only with a certificate. */
    void signedBy(LedgerSigner signer) {
        beans.addBean("signer", signer);
    }

    /** Every test starts with an empty ledger; only a test may do this. */
    static void empty(TestDatabase database) {
        database.jdbc().sql("""
                        set session_replication_role = replica;
                        truncate numbering.code, numbering.paper_code, numbering.range, numbering.document, numbering.document_line,
                          numbering.document_step, numbering.document_counter, numbering.approval, numbering.draw_certificate, numbering.proof, numbering.segment_certificate, numbering.term,
                          numbering.term_told;
                        delete from numbering.movement;
                        set session_replication_role = origin
                        """).update();
    }

    public NumberStock stock() {
        return ledger;
    }

    public OfflineStock offline() {
        return offline;
    }

    /** Where a number stands now, such as 离线票号段 0101 W1. */
    public String standing(BillCode code, long number) {
        return ranges.find(OneHospital.ID, code.digits(), number)
                .map(row -> number < row.next() && row.holding().account() != Account.ISSUED
                        ? row.holding().as(Account.ISSUED).label()
                        : row.holding().label())
                .orElse("");
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

    /** Answers what the test lays ready about paper and returns. */
    static final class PaperBureau implements StockBureau {
        final Deque<Object> answers = new ArrayDeque<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public PaperGrant requestPaper(UnitId unit, String requestNo, String code, long count) {
            return (PaperGrant) next(requestNo);
        }

        @Override
        public Return giveBack(UnitId unit, String documentNo, List<PaperStock.PaperRange> ranges, String reason) {
            return (Return) next(documentNo);
        }

        private Object next(String no) {
            asked.add(no);
            Object answer = answers.removeFirst();
            if (answer instanceof RuntimeException fault) {
                throw fault;
            }
            return answer;
        }
    }
}
