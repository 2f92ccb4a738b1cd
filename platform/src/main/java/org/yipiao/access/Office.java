package org.yipiao.access;

/** 岗位类别 An account works in one: who administers the system, its security or its audit never issues bills. */
public enum Office {
    BUSINESS("业务"),
    SYSTEM("系统管理"),
    SECURITY("安全管理"),
    AUDIT("安全审计"),
    /** Made by the demonstration only, so that one account can show the whole product. */
    DEMO("演示");

    private final String label;

    Office(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
