package org.yipiao.issuing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.TestDatabase;
import org.yipiao.numbering.Ledgers;
import org.yipiao.shared.BillId;

/** Issuing on a test database, with everything around it in memory. */
public final class IssueSetup {
    public static final BillCode OUTPATIENT = new BillCode("99060126");

    public final SettableClock clock = new SettableClock();
    public final OneHospital hospital = new OneHospital();
    public final Ledgers ledgers;
    public final Issuing issuing;
    public final BillQueries queries;
    public final BillFacts facts;
    public final OfflineEntry offline;
    public final Vault vault = new ReversingVault();
    public final IssuingInspection inspection;
    public final List<BillId> onTheRoad = Collections.synchronizedList(new ArrayList<>());
    final IssueBatch batches;
    final BillStore store;

    public IssueSetup(TestDatabase database) {
        this(database, null);
    }

    public IssueSetup(TestDatabase database, @org.jspecify.annotations.Nullable Road road) {
        this(database, road, (unit, added) -> {});
    }

    public IssueSetup(TestDatabase database, @org.jspecify.annotations.Nullable Road road, Tallies tallies) {
        ledgers = new Ledgers(database, clock);
        store = new BillStore(database.jdbc(), new JdbcTemplate(database.dataSource()));
        var transactions = new JdbcTransactionManager(database.dataSource());
        var factStore = new FactStore(database.jdbc());
        facts = new FactBook(factStore, clock);
        var newBills = new NewBills(
                store,
                new BillYears(store, clock, transactions),
                road != null ? road : (unit, bills) -> onTheRoad.addAll(bills),
                tallies);
        batches = new IssueBatch(store, factStore, ledgers.stock(), newBills, clock, transactions);
        offline = new OfflineBook(store, new OfflineStore(database.jdbc()), batches, hospital, vault, newBills, clock);
        issuing = new IssueDesk(
                store,
                factStore,
                batches,
                new IssueMeters(new SimpleMeterRegistry()),
                hospital,
                hospital,
                hospital,
                vault,
                clock,
                transactions);
        var reads = new BillReadStore(database.jdbc());
        queries = new BillSearch(
                reads, new BillFindStore(database.jdbc()), new ReachStore(database.jdbc()), hospital, vault);
        inspection = new IssuingInspection(ledgers.stock(), reads, hospital);
    }

    public void stocked(String point, long first, long count) {
        ledgers.stocked(point, BillKind.OUTPATIENT, OUTPATIENT, first, count);
    }

    public static IssuedBill accepted(IssueResult result) {
        if (result instanceof IssueResult.Accepted(var bill, var first)) {
            return bill;
        }
        throw new AssertionError("refused: " + result);
    }

    public static IssueResult.Refused refused(IssueResult result) {
        if (result instanceof IssueResult.Refused refused) {
            return refused;
        }
        throw new AssertionError("accepted: " + result);
    }

    /** Not a cipher; it only shows that sealed is not plain. */
    private static final class ReversingVault implements Vault {
        @Override
        public byte[] seal(String context, byte[] plain) {
            return new StringBuilder(context + "|" + new String(plain, StandardCharsets.ISO_8859_1))
                    .reverse()
                    .toString()
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public byte[] open(String context, byte[] sealed) {
            String text = new StringBuilder(new String(sealed, StandardCharsets.ISO_8859_1))
                    .reverse()
                    .toString();
            if (!text.startsWith(context + "|")) {
                throw new IllegalStateException("other context");
            }
            return text.substring(context.length() + 1).getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public byte[] mac(String context, byte[] message) {
            throw new UnsupportedOperationException();
        }
    }
}
