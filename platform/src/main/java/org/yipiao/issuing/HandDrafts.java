package org.yipiao.issuing;

import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 开票草稿 What a person has typed and not issued yet: one per account, sealed, there again after signing in elsewhere. */
public interface HandDrafts {
    int LENGTH_MAX = 16_000;

    Optional<String> of(UnitId unit, long account);

    /** @param text at most {@value #LENGTH_MAX} characters */
    void keep(UnitId unit, long account, String text);

    void forget(UnitId unit, long account);
}
