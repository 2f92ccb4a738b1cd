package org.yipiao.issuing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.access.Vault;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 票据查询 */
@Component
class BillSearch implements BillQueries {
    private static final int HOURS = 24;
    /** As long as the longest searchable text, a business number. */
    private static final int TEXT_MAX = 100;

    private final BillReadStore store;
    private final BillFindStore finding;
    private final ReachStore reach;
    private final Units units;
    private final Vault vault;

    BillSearch(BillReadStore store, BillFindStore finding, ReachStore reach, Units units, Vault vault) {
        this.store = store;
        this.finding = finding;
        this.reach = reach;
        this.units = units;
        this.vault = vault;
    }

    @Override
    public Optional<IssuedBill> byId(UnitId unit, BillId id) {
        return store.byId(id).filter(bill -> bill.unit().equals(unit));
    }

    @Override
    public Optional<IssuedBill> byKey(BillCode code, BillNumber number) {
        return store.byKey(code, number);
    }

    @Override
    public Optional<IssuedBill> byId(BillId id) {
        return store.byId(id);
    }

    @Override
    public List<IssuedBill> byBusNo(UnitId unit, String caller, String busNo) {
        return busNo.indexOf('\0') >= 0 ? List.of() : store.byBusNo(unit, caller, busNo);
    }

    @Override
    public Bill bill(BillId id) {
        var wholes = store.wholes(List.of(id));
        if (wholes.isEmpty()) {
            throw new IllegalArgumentException("no bill " + id);
        }
        return assemble(wholes.getFirst());
    }

    @Override
    public Map<BillId, Bill> bills(UnitId unit, List<BillId> ids) {
        var bills = new HashMap<BillId, Bill>();
        for (BillReadStore.Whole whole : store.wholes(ids)) {
            if (whole.bill().unit().equals(unit)) {
                bills.put(whole.bill().id(), assemble(whole));
            }
        }
        return bills;
    }

    /** Public data of the unit as they were when the bill got its number. */
    private Bill assemble(BillReadStore.Whole whole) {
        var bill = whole.bill();
        var unit = units.version(bill.unit(), whole.unitVersion());
        return new Bill(
                unit.tag(),
                unit.normVersion(),
                unit.billName(bill.kind()),
                bill.code(),
                bill.number(),
                bill.checkCode(),
                unit.templateCode(bill.code()),
                unit.supervisorArea(),
                bill.issuedAt().truncatedTo(ChronoUnit.SECONDS),
                unit.party(),
                whole.content(),
                unit.unitSeal(),
                unit.supervisorySeal(),
                whole.reverses());
    }

    @Override
    public Map<BillId, ToTell> toTell(UnitId unit, List<BillId> ids) {
        var found = new HashMap<BillId, ToTell>();
        for (ReachStore.Reach one : reach.reaches(unit, ids)) {
            found.put(one.bill().id(), new ToTell(one.bill(), one.circulates(), opened(one.contact())));
        }
        return found;
    }

    @Override
    public Contact contact(BillId id) {
        return opened(reach.contact(id));
    }

    private Contact opened(byte @Nullable [] sealed) {
        return sealed == null ? Contact.NONE : ContentJson.readContact(vault.open(Draft.CONTACT, sealed));
    }

    @Override
    public boolean circulates(BillId id) {
        return reach.circulates(id);
    }

    @Override
    public String arrearsReason(BillId id) {
        return reach.arrearsReason(id);
    }

    @Override
    public String his(BillId id) {
        return store.his(id);
    }

    @Override
    public Optional<IssuedBill> byId(DataScope scope, BillId id) {
        return store.byId(scope, id);
    }

    @Override
    public Page<IssuedBill> list(UnitId unit, Filter filter, int pageNo, int pageSize) {
        return list(DataScope.whole(unit), filter, pageNo, pageSize);
    }

    @Override
    public Page<IssuedBill> list(DataScope scope, Filter filter, int pageNo, int pageSize) {
        return list(scope, filter, pageNo, pageSize, Optional.empty());
    }

    @Override
    public Page<IssuedBill> list(DataScope scope, Filter filter, int pageNo, int pageSize, Optional<Totals> known) {
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        if (unsearchable(filter)) {
            return new Page<>(List.of(), 0, no, size);
        }
        var rows = store.list(scope, filter, no, size);
        if (rows.size() < size && (no == 1 || !rows.isEmpty())) {
            return new Page<>(rows, (long) (no - 1) * size + rows.size(), no, size);
        }
        long total =
                known.map(totals -> totals.blueCount() + totals.redCount()).orElseGet(() -> store.count(scope, filter));
        return new Page<>(rows, total, no, size);
    }

    @Override
    public List<IssuedBill> find(DataScope scope, String text, int max) {
        return text.isBlank() || text.indexOf('\0') >= 0 || text.length() > TEXT_MAX
                ? List.of()
                : finding.find(scope, text, max);
    }

    @Override
    public Totals totals(UnitId unit, Filter filter) {
        return totals(DataScope.whole(unit), filter);
    }

    @Override
    public Totals totals(DataScope scope, Filter filter) {
        return unsearchable(filter) ? new Totals(0, 0, 0, 0) : store.totals(scope, filter);
    }

    @Override
    public Totals inRange(UnitId unit, BillCode code, BillNumber first, BillNumber last) {
        return store.inRange(unit, code, first, last);
    }

    @Override
    public List<IssuedBill> byKeys(UnitId unit, List<Bill.Key> keys) {
        return keys.isEmpty() ? List.of() : store.byKeys(unit, keys);
    }

    /** PostgreSQL has no character 0 in texts, so nothing can match. */
    private static boolean unsearchable(Filter filter) {
        return filter.text() != null
                && (filter.text().indexOf('\0') >= 0 || filter.text().length() > TEXT_MAX);
    }

    @Override
    public Set<BillId> awaitingBlue(UnitId unit, List<BillId> ids) {
        return Set.copyOf(store.awaitingBlue(unit, ids));
    }

    @Override
    public RunUse use(UnitId unit, BillCode code, long first, long last) {
        return store.use(unit, code, first, last);
    }

    @Override
    public List<Long> hourly(UnitId unit, LocalDate day) {
        return hourly(DataScope.whole(unit), day);
    }

    @Override
    public List<Long> hourly(DataScope scope, LocalDate day) {
        var hours = store.hourly(scope, Filter.issuedOn(day));
        return IntStream.range(0, HOURS)
                .mapToObj(hour -> hours.getOrDefault(hour, 0L))
                .toList();
    }
}
