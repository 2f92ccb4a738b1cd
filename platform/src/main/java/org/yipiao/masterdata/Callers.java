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
     * @param protocol 协议版本 the business system was written for
     * @param arrears 欠费标志 what this one's 不可流通 means; the unit's policy unless said otherwise
     */
    record Caller(
            UnitId unit,
            String appid,
            String name,
            String key,
            boolean looseSign,
            boolean returnExistingRed,
            boolean enabled,
            Protocol protocol,
            Arrears arrears) {
        /** Of any version, by the unit's policy. */
        public Caller(
                UnitId unit,
                String appid,
                String name,
                String key,
                boolean looseSign,
                boolean returnExistingRed,
                boolean enabled) {
            this(unit, appid, name, key, looseSign, returnExistingRed, enabled, Protocol.ANY, Arrears.UNIT_POLICY);
        }

        public Caller of(Protocol other) {
            return new Caller(unit, appid, name, key, looseSign, returnExistingRed, enabled, other, arrears);
        }

        /** Without the key: an account may be logged. */
        @Override
        public String toString() {
            return "Caller[unit=" + unit + ", appid=" + appid + ", enabled=" + enabled + "]";
        }
    }

    /** 不可流通 Some programs send the mark with every bill, whatever is owed. */
    enum Arrears {
        UNIT_POLICY("按本单位开票政策"),
        HOLD("不可流通的票据暂不交付"),
        DELIVER("忽略标志，照常交付");

        private final String label;

        Arrears(String label) {
            this.label = label;
        }

        public String label() {
            return label;
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
