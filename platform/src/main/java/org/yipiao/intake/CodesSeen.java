package org.yipiao.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.shared.UnitId;

/** 近期代码 Which codes business systems really sent, and how often. */
public interface CodesSeen {
    /**
     * @param hisCode as the mapping knows it
     * @param name what the business system called it last, may be empty
     * @param mapped true when the code leads somewhere today
     * @param needed true when a call with it is refused while it is not mapped
     */
    record Use(
            String caller,
            CodeMapping.Kind kind,
            String hisCode,
            String name,
            long calls,
            Instant lastAt,
            boolean mapped,
            boolean needed) {}

    /** Everything seen since the day, unmapped first, then by number of calls; at most 2 000. */
    List<Use> since(UnitId unit, LocalDate day);

    /** Calls with one code since the day. */
    long calls(UnitId unit, String caller, CodeMapping.Kind kind, String hisCode, LocalDate day);
}
