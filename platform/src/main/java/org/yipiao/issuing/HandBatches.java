package org.yipiao.issuing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 批量开票 The settlements of one uploaded file, issued in the background; the same file again is the same batch. */
public interface HandBatches {
    int BILLS_MAX = 10_000;

    enum State {
        WAITING("待开票"),
        ISSUED("已开票"),
        EARLIER("此前已开票"),
        REFUSED("未开票");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param id account id */
    record Maker(long id, String name) {}

    /** @param line of the sheet where the bill begins */
    record Entry(int line, Charge charge) {}

    /** @param waiting bills still to come @param earlier bills that the same 业务流水号 had before */
    record Batch(
            UUID id,
            String fileName,
            String by,
            Instant at,
            int bills,
            int waiting,
            int issued,
            int earlier,
            int refused) {}

    /** @param code 票据代码, empty while there is no bill @param why refused, in Chinese */
    record Outcome(
            int line, String busNo, String payer, long totalFen, State state, String code, String number, String why) {}

    /**
     * The same file for the same point again: the first batch, and what was refused then is tried again.
     *
     * @param file the bytes as they were uploaded
     */
    Batch begin(UnitId unit, String point, String fileName, byte[] file, Maker by, List<Entry> entries);

    /** @param account null: anybody's */
    Optional<Batch> find(UnitId unit, @Nullable Long account, UUID id);

    /** The batch that this file became before. */
    Optional<Batch> ofFile(UnitId unit, String point, byte[] file);

    /** Newest first. @param account null: everybody's */
    Page<Batch> list(UnitId unit, @Nullable Long account, int pageNo, int pageSize);

    /** In the order of the sheet; all of them, {@value #BILLS_MAX} at most. */
    List<Outcome> outcomes(UnitId unit, UUID id);
}
