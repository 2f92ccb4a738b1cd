package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** 最近上传 The last uploads for the control page; forgotten at a restart. */
@Component
class RecentUploads {
    private static final int KEPT_MAX = 200;

    private final Deque<Row> rows = new ArrayDeque<>();
    private long packs;
    private long refused;

    /** 上传记录 */
    record Row(String at, String billCode, String billNumber, String result, String reason) {}

    synchronized void add(Instant at, List<Countersigning.Upload> pack, List<Countersigning.Result> results) {
        packs++;
        for (int i = 0; i < pack.size(); i++) {
            boolean issued = results.get(i) instanceof Countersigning.Issued;
            String reason = results.get(i) instanceof Countersigning.Refused no
                    ? no.why().reason()
                    : "";
            refused += issued ? 0 : 1;
            rows.addFirst(new Row(
                    at.toString(),
                    pack.get(i).billCode(),
                    pack.get(i).billNumber(),
                    issued ? "ISSUED" : "REFUSED",
                    reason));
            if (rows.size() > KEPT_MAX) {
                rows.removeLast();
            }
        }
    }

    synchronized List<Row> newest(int limit) {
        return new ArrayList<>(rows).subList(0, Math.min(Math.max(0, limit), rows.size()));
    }

    synchronized long packs() {
        return packs;
    }

    synchronized long refused() {
        return refused;
    }
}
