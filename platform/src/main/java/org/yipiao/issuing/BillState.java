package org.yipiao.issuing;

/** 票据状态 Technical progress of one bill; the only legal moves are those of {@link #canBecome}. */
public enum BillState {
    NUMBERED("已赋码"),
    UNIT_SIGNED("已签名"),
    UPLOADED("待监制"),
    REJECTED("监制退回"),
    ISSUED("已开具"),
    REVERSED("已冲红"),
    BURNT("号码作废");

    private final String label;

    BillState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** REVERSED is reached by the red bill's issue; a lost answer may skip UPLOADED. */
    public boolean canBecome(BillState next) {
        return switch (this) {
            case NUMBERED -> next == UNIT_SIGNED || next == BURNT;
            case UNIT_SIGNED -> next == UPLOADED || next == ISSUED || next == REJECTED || next == BURNT;
            case UPLOADED -> next == ISSUED || next == REJECTED;
            case REJECTED -> next == UNIT_SIGNED || next == BURNT;
            case ISSUED -> next == REVERSED;
            case REVERSED, BURNT -> false;
        };
    }
}
