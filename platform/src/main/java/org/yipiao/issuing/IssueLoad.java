package org.yipiao.issuing;

/** 开票负荷 How busy issuing is in this instance, for work that can wait. */
public interface IssueLoad {
    /** @return settlements and reversals that wait for their answer at this moment */
    int underway();
}
