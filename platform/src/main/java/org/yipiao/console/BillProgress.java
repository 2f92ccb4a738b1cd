package org.yipiao.console;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yipiao.archive.Archive;
import org.yipiao.delivery.Deliveries;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 进度 How far bills have come after issuing. */
@Component
class BillProgress {
    private final Archive archive;
    private final Deliveries deliveries;
    private final UnitTime time;

    BillProgress(Archive archive, Deliveries deliveries, UnitTime time) {
        this.archive = archive;
        this.deliveries = deliveries;
        this.time = time;
    }

    /** @param archived 已归档 @param delivered 已交付 */
    record Reached(boolean archived, boolean delivered) {}

    /** One entry per bill. */
    Map<BillId, Reached> of(UnitId unit, List<BillId> bills) {
        if (bills.isEmpty()) {
            return Map.of();
        }
        var archived = archive.archived(unit, bills);
        var delivered = deliveries.delivered(unit, bills);
        return bills.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        bill -> new Reached(archived.contains(bill), delivered.contains(bill)),
                        (one, same) -> one));
    }

    /** @param archived bills archived on a day @param delivered bills whose payers were told on it */
    record Counts(long archived, long delivered) {}

    Counts on(UnitId unit, LocalDate day) {
        var from = time.startOf(unit, day);
        var until = time.startOf(unit, day.plusDays(1));
        return new Counts(archive.archivedCount(unit, from, until), deliveries.deliveredCount(unit, from, until));
    }
}
