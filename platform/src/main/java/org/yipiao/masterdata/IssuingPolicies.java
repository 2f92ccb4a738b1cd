package org.yipiao.masterdata;

import org.yipiao.shared.UnitId;

/** 开票政策 of each unit; cached, refreshed within seconds of a change by any instance. */
public interface IssuingPolicies {
    IssuingPolicy of(UnitId unit);

    /** @param by 操作人, kept in the history */
    void save(IssuingPolicy policy, String by);
}
