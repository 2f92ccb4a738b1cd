package org.yipiao.transit;

/** 在途环节 The stages of the road, in order. */
public enum StageName {
    SIGN("单位签名"),
    COUNTERSIGN("财政监制"),
    RENDER("版式签章"),
    ARCHIVE("归档"),
    DELIVER("交付");

    private final String label;

    StageName(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
