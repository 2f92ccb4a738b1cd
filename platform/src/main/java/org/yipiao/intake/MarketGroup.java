package org.yipiao.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;

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

        /** A method that {@code first} brought. */
        Offer since(Protocol first, String name, Method method) {
            return add(name, (in, caller) -> {
                if (!caller.protocol().since(first)) {
                    throw missing(name, caller, first.code() + "起提供");
                }
                return method.call(in, caller);
            });
        }

        /** A method that no other version has. */
        Offer only(Protocol version, String name, Method method) {
            return add(name, (in, caller) -> {
                if (!caller.protocol().since(version) || !caller.protocol().upTo(version)) {
                    throw missing(name, caller, "只有" + version.code() + "提供");
                }
                return method.call(in, caller);
            });
        }

        private static Refusal missing(String name, Caller caller, String who) {
            return Refusal.method("接口方法" + name + "在协议版本" + caller.protocol().code() + "中没有（" + who
                    + "）；请改用本版本的方法，或请信息科在接入方中核对应用帐号" + caller.appid() + "的协议版本");
        }

        Map<String, Method> byName() {
            return methods;
        }
    }
}
