package org.yipiao.supervision;

import java.time.Instant;
import java.util.List;
import org.yipiao.shared.UnitId;

/** 财政接入 Each unit's own account at its bureau: shown, tried out, changed, with what it was before. */
public interface BureauAccess {
    /**
     * @param configured false: nobody has said anything for this unit yet
     * @param ownPage false: it comes from the configuration file of the installation
     * @param problems what is missing or wrong, in Chinese; empty when the bureau can be asked
     */
    record State(boolean configured, boolean ownPage, String url, List<String> problems) {}

    /** @param keyMark eight characters that differ when the key differs, and tell nothing of it */
    record Change(Instant at, String by, String url, String keyMark) {}

    /** @param key 接口密钥; empty: the one that is kept already */
    record Draft(String url, String key) {
        @Override
        public String toString() {
            return "Draft[url=" + url + "]";
        }
    }

    /** @param name the unit's name as the bureau has it; empty when it was not told @param detail in Chinese, what happened */
    record Trial(boolean succeeded, String detail, String name) {}

    State state(UnitId unit);

    /** Newest first. */
    List<Change> changes(UnitId unit);

    /** Asks the bureau for the unit's configuration and keeps nothing of it. Holds nobody up. */
    Trial tryOut(UnitId unit, Draft draft);

    /** In force at once here, within seconds at other instances; then the unit's data are fetched. */
    void keep(UnitId unit, Draft draft, String by);
}
