package org.yipiao.access;

import java.net.URI;
import org.yipiao.shared.UnitId;

/**
 * 身份提供方 Where people of a unit sign in once for everything (OpenID Connect).
 *
 * @param name what the button on the sign-in page says
 * @param issuer 颁发者地址 exactly as the provider calls itself
 * @param secret 客户端密钥 in the clear, here only
 * @param claim 用户标识声明 the member of the identity token that names the person, such as {@code sub}
 * @param version counts changes
 */
record IdentityProvider(
        UnitId unit,
        String name,
        String issuer,
        String clientId,
        String secret,
        String claim,
        boolean enabled,
        int version) {
    static final String CLAIM = "[A-Za-z0-9_:./-]{1,60}";

    /** Secrets and codes go over TLS, or do not leave this machine. */
    static boolean reachableSafely(String address) {
        try {
            var uri = URI.create(address);
            String host = uri.getHost();
            return host != null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme())
                                    && (host.equals("127.0.0.1") || host.equals("localhost"))));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** Without the secret: settings stand in the audit log. */
    String text() {
        return (enabled ? "启用" : "停用") + "，" + name + "，颁发者 " + issuer + "，客户端 " + clientId + "，用户标识 " + claim;
    }

    @Override
    public String toString() {
        return "IdentityProvider[unit=" + unit + ", issuer=" + issuer + "]";
    }
}
