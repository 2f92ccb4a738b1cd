package org.yipiao.numbering;

/** 单据状态. The last three never change again. */
enum DocumentState {
    DRAFT("草稿"),
    SUBMITTED("已提交"),
    REVIEWING("财政审核中"),
    ALLOTTED("已核准待入库"),
    FIRST_APPROVED("一人已审批"),
    DONE("已完成"),
    REFUSED("未核准"),
    CANCELLED("已撤销");

    private final String label;

    DocumentState(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
