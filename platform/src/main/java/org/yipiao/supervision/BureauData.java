package org.yipiao.supervision;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 财政可用信息 What the bureau last gave: kinds with codes and templates, seals, certificates; and when that was. */
public interface BureauData {
    /** @param templateCode 模板代码 */
    record UsableKind(BillKind kind, String billCode, int year, String name, String templateCode) {}

    /** What one synchronisation changed, as lines of text. */
    record Change(Instant at, String by, List<String> added, List<String> removed) {
        String text() {
            if (added.isEmpty() && removed.isEmpty()) {
                return "没有差异";
            }
            return String.join(
                    "；",
                    java.util.stream.Stream.concat(
                                    removed.stream().map(line -> "原 " + line),
                                    added.stream().map(line -> "现 " + line))
                            .toList());
        }
    }

    /** @param agrees unit and items are the same on both sides by their digests; null when the bureau gives none */
    record Status(
            @Nullable Instant triedAt,
            @Nullable Instant succeededAt,
            String failure,
            @Nullable Boolean agrees,
            String ourDigest,
            String bureauDigest,
            List<UsableKind> kinds,
            List<Change> changes) {}

    /** 印章或证书 @param current the one in use now */
    record SealFact(
            String holder,
            String what,
            String id,
            String name,
            String hash,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Instant keptAt,
            boolean current,
            byte @Nullable [] picture) {}

    Status status(UnitId unit);

    /** 立即同步 @throws org.yipiao.shared.Refused saying why when the bureau can not be asked */
    Change syncNow(UnitId unit, String by);

    /** Seals and certificates of unit and bureau, newest first. */
    List<SealFact> seals(UnitId unit);
}
