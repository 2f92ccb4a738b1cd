package org.yipiao.notices;

/** 转发状态 What has become of a notice on one way. */
enum ForwardingState {
    QUEUED("排队中", "f.state = 'WAITING' and f.detail = ''"),
    RETRYING("待重试", "f.state = 'WAITING' and f.detail <> ''"),
    SENT("已发送", "f.state = 'SENT'"),
    GIVEN_UP("已放弃", "f.state = 'FAILED'");

    private final String label;
    private final String condition;

    ForwardingState(String label, String condition) {
        this.label = label;
        this.condition = condition;
    }

    String label() {
        return label;
    }

    /** The same in SQL, of a forwarding {@code f}. */
    String condition() {
        return condition;
    }

    /** @param detail why the last try did not succeed; empty while there was none */
    static ForwardingState of(String state, String detail) {
        return switch (state) {
            case "SENT" -> SENT;
            case "FAILED" -> GIVEN_UP;
            default -> detail.isEmpty() ? QUEUED : RETRYING;
        };
    }
}
