package org.yipiao.offline;

import java.util.Optional;
import org.yipiao.issuing.Charge;
import org.yipiao.shared.UnitId;

/** 原始结算 Port: reads what the business system had sent to the agent, as if it had come here. */
public interface SentSettlement {
    /** @param data the business parameters as JSON @return empty when it can not be read by the codes of today */
    Optional<Charge> read(UnitId unit, String caller, String method, byte[] data);
}
