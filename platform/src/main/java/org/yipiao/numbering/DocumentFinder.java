package org.yipiao.numbering;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 单据查找 A stock document by its number, for pages of other modules. */
@Component
public class DocumentFinder {
    private final DocumentStore store;

    DocumentFinder(DocumentStore store) {
        this.store = store;
    }

    /** @param type 种类 in Chinese @param state 状态 in Chinese */
    public record Found(String no, String type, String state, long count, Instant at) {}

    /** @param no in capital or small letters */
    public Optional<Found> byNo(UnitId unit, String no) {
        return no.indexOf('\0') >= 0
                ? Optional.empty()
                : store.find(unit, no.toUpperCase(Locale.ROOT))
                        .map(document -> new Found(
                                document.no(),
                                document.type().label(),
                                document.state().label(),
                                document.count(),
                                document.at()));
    }
}
