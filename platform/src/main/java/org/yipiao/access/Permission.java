package org.yipiao.access;

/** 权限 One per thing a person may do; every console route names one. Append only. */
public enum Permission {
    HOME_READ("首页", "查看首页"),
    BILL_READ("票据", "查看票据"),
    BILL_EXPORT("票据", "导出票据"),
    BILL_REVERSE("票据", "冲红"),
    TRANSIT_READ("在途", "查看在途"),
    TRANSIT_RETRY("在途", "立即重试"),
    NUMBERS_READ("票源", "查看票源"),
    NUMBERS_MANAGE("票源", "申领和下发"),
    MESSAGES_READ("接入", "查看原始报文"),
    MESSAGES_REPLAY("接入", "重放报文");

    private final String group;
    private final String label;

    Permission(String group, String label) {
        this.group = group;
        this.label = label;
    }

    public String group() {
        return group;
    }

    public String label() {
        return label;
    }
}
