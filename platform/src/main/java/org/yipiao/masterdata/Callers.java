package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 接入方 Accounts of business systems (appid and key of the market protocol and of the open API). */
public interface Callers {
    /**
     * @param key 签名私钥, sealed at rest
     * @param looseSign accepts the concatenation without ampersands of one old client
     * @param returnExistingRed a second reversal answers with the existing red bill instead of the refusal text
     * @param protocol 协议版本 the business system was written for; every version is taken, this says what to look up
     */
    record Caller(
            UnitId unit,
            String appid,
            String name,
            String key,
            boolean looseSign,
            boolean returnExistingRed,
            boolean enabled,
            String protocol) {
        public Caller(
                UnitId unit,
                String appid,
                String name,
                String key,
                boolean looseSign,
                boolean returnExistingRed,
                boolean enabled) {
            this(unit, appid, name, key, looseSign, returnExistingRed, enabled, "3.2.0");
        }

        /** Without the key: an account may be logged. */
        @Override
        public String toString() {
            return "Caller[unit=" + unit + ", appid=" + appid + ", enabled=" + enabled + "]";
        }
    }

    Optional<Caller> find(String appid);

    List<Caller> all(UnitId unit);

    default void save(Caller caller) {
        save(caller, Recorded.SYSTEM);
    }

    /** @param by 操作人, kept in the history */
    void save(Caller caller, String by);
}
