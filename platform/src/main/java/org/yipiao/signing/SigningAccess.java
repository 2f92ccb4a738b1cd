package org.yipiao.signing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/** 签名服务器接入 Each unit's own key in its own signature server: shown, tried out, changed, with what it was before. */
public interface SigningAccess {
    /**
     * @param configured false: nobody has said anything for this unit yet
     * @param ownPage false: it comes from the configuration file of the installation
     * @param problems what is missing or wrong, in Chinese; empty when the server can be asked
     */
    record State(boolean configured, boolean ownPage, String url, int keyIndex, boolean batch, List<String> problems) {}

    /** @param pinMark eight characters that differ when the PIN differs, and tell nothing of it */
    record Change(Instant at, String by, String url, int keyIndex, String pinMark, boolean batch) {}

    /** @param pin empty: the one that is kept already */
    record Draft(String url, int keyIndex, String pin, boolean batch) {
        @Override
        public String toString() {
            return "Draft[url=" + url + ", keyIndex=" + keyIndex + "]";
        }
    }

    /**
     * 试签结果
     *
     * @param subject of the certificate in the slot; empty when it could not be read
     * @param detail in Chinese, what happened
     */
    record Trial(
            boolean succeeded,
            String detail,
            String subject,
            String serial,
            @Nullable Instant until) {}

    State state(UnitId unit);

    /** Newest first. */
    List<Change> changes(UnitId unit);

    /** Reads the certificate, signs some bytes and verifies the signature. Changes nothing and holds nobody up. */
    Trial tryOut(UnitId unit, Draft draft);

    /** In force at once here, within seconds at other instances; the unit's waiting bills go on at once. */
    void keep(UnitId unit, Draft draft, String by);
}
