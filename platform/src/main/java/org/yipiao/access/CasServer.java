package org.yipiao.access;

import java.util.Map;
import org.yipiao.shared.UnitId;

/**
 * CAS 服务器 Where people of a unit sign in once for everything, by the CAS protocol 3.0.
 *
 * @param name what the button on the sign-in page says
 * @param url 服务地址 the part before {@code /login} and {@code /p3/serviceValidate}, without a slash at its end
 * @param attribute 用户标识属性 the released attribute that names the person; empty for the user itself
 * @param sameName 同名对应 an account of that name is the person's, unless it administers or is linked to somebody else
 */
record CasServer(UnitId unit, String name, String url, String attribute, boolean sameName, boolean enabled) {
    static final String PARTY = "CAS";
    static final String ATTRIBUTE = "[A-Za-z0-9_.-]{0,60}";

    static CasServer of(UnitId unit, Connections.Kept kept) {
        return new CasServer(
                unit,
                kept.text("name"),
                kept.text("url"),
                kept.text("attribute"),
                Boolean.parseBoolean(kept.text("sameName")),
                Boolean.parseBoolean(kept.text("enabled")));
    }

    Connections.Kept kept() {
        return new Connections.Kept(
                Map.of(
                        "name",
                        name,
                        "url",
                        url,
                        "attribute",
                        attribute,
                        "sameName",
                        Boolean.toString(sameName),
                        "enabled",
                        Boolean.toString(enabled)),
                "");
    }

    String text() {
        return (enabled ? "启用" : "停用") + "，" + name + "，服务地址 " + url + "，用户标识 "
                + (attribute.isEmpty() ? "user" : attribute) + (sameName ? "，同名账户自动对应" : "");
    }
}
