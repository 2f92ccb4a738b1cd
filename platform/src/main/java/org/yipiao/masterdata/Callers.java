package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 接入方 Accounts of business systems (appid and key of the market protocol). */
public interface Callers {
    /**
     * @param key 签名私钥, sealed at rest
     * @param looseSign accepts the concatenation without ampersands of one old client
     * @param returnExistingRed a second reversal answers with the existing red bill instead of the refusal text
     */
    record Caller(
            UnitId unit,
            String appid,
            String name,
            String key,
            boolean looseSign,
            boolean returnExistingRed,
            boolean enabled) {}

    Optional<Caller> find(String appid);

    List<Caller> all(UnitId unit);

    void save(Caller caller);
}
