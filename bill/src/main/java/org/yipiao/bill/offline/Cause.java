package org.yipiao.bill.offline;

/** 离线原因 Why a window issued by itself; the time that is left for the upload depends on it. */
public enum Cause {
    /** The machine of the platform is reached and the platform does not work. */
    PLATFORM("平台停机"),
    /** The platform's machine is not reached at all. */
    NETWORK("网络中断");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
