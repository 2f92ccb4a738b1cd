package org.yipiao.issuing;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

@Component
class FactBook implements BillFacts {
    private final FactStore store;
    private final InstantSource clock;

    FactBook(FactStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Map<BillId, Facts> of(UnitId unit, List<BillId> bills) {
        return bills.isEmpty() ? Map.of() : store.of(unit, bills);
    }

    @Override
    public boolean putOnPaper(UnitId unit, BillId bill) {
        return store.putOnPaper(unit, bill);
    }

    @Override
    public boolean takeOffPaper(UnitId unit, BillId bill) {
        return store.takeOffPaper(unit, bill);
    }

    @Override
    public void markPrinted(UnitId unit, BillId bill) {
        store.markPrinted(unit, bill);
    }

    @Override
    public boolean book(UnitId unit, BillId bill) {
        return store.book(unit, bill);
    }

    @Override
    public boolean unbook(UnitId unit, BillId bill) {
        return store.unbook(unit, bill);
    }

    @Override
    public boolean release(UnitId unit, BillId bill, LocalDate on, String by) {
        return store.release(unit, bill, on, by, clock.instant());
    }

    @Override
    public Page<IssuedBill> ofPerson(UnitId unit, PersonFilter filter, int pageNo, int pageSize) {
        if (filter.from().plusDays(PersonFilter.DAYS_MAX).isBefore(filter.until())) {
            throw new IllegalArgumentException("at most " + PersonFilter.DAYS_MAX + " days at a time");
        }
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        var rows = store.ofPerson(unit, filter, no, size);
        boolean allSeen = rows.size() < size && (no == 1 || !rows.isEmpty());
        return new Page<>(
                rows, allSeen ? (long) (no - 1) * size + rows.size() : store.countOfPerson(unit, filter), no, size);
    }
}
