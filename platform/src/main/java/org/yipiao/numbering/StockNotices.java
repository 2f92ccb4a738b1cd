package org.yipiao.numbering;

import org.yipiao.shared.UnitId;

/** 库存消息 Port: who is told when stock runs low and when it is refilled. Called once per crossing. */
public interface StockNotices {
    void tell(UnitId unit, String title, String text);
}
