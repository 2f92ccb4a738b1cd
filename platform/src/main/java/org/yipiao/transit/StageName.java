package org.yipiao.transit;

import java.util.Optional;

/** 在途环节 The stages of the road, in order. */
public enum StageName {
    SIGN("单位签名"),
    COUNTERSIGN("财政监制"),
    RENDER("版式签章"),
    ARCHIVE("归档"),
    DELIVER("交付");

    /** Where a freshly numbered bill goes. */
    static final StageName FIRST = SIGN;

    private final String label;

    StageName(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** @return the stage after this one; empty after the last */
    Optional<StageName> next() {
        return switch (this) {
            case SIGN -> Optional.of(COUNTERSIGN);
            case COUNTERSIGN -> Optional.of(RENDER);
            case RENDER -> Optional.of(ARCHIVE);
            case ARCHIVE -> Optional.of(DELIVER);
            case DELIVER -> Optional.empty();
        };
    }
}
