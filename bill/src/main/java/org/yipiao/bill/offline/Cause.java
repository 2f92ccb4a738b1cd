package org.yipiao.bill.offline;

/**
 * 离线原因 Why a window issued by itself; how long it may, and the time that is left for the upload, depend on it. The agent finds
 * out the first two by itself; what else happened somebody at the window says. Append only: they stand in signed texts.
 */
public enum Cause {
    /** The machine of the platform is reached and the platform does not work. */
    PLATFORM("平台停机或维护"),
    /** The platform's machine is not reached at all. */
    NETWORK("网络中断"),
    /** The power is back at the window, the rest is not. */
    POWER("停电后恢复"),
    /** The hospital works on offline because the bureau's system is down. */
    BUREAU("财政系统中断"),
    OTHER("其他");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
