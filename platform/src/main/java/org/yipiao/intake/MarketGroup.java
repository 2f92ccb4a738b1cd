package org.yipiao.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yipiao.masterdata.Callers.Caller;

/** 接口方法组 Methods of the market protocol about one business, by name. */
interface MarketGroup {
    /** 接口方法 */
    interface Method {
        /** @throws Refusal with the text for the cashier */
        Reply call(Fields in, Caller caller);
    }

    /** Every name a client may use; aliases lead to the same method. */
    Offer methods();

    /** 提供的方法 */
    final class Offer {
        private final Map<String, Method> methods = new LinkedHashMap<>();

        Offer add(String name, Method method) {
            methods.put(name, method);
            return this;
        }

        Map<String, Method> byName() {
            return methods;
        }
    }
}
