package org.yipiao.access;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 域目录 The unit's directory (LDAP, Active Directory): a person signs in with the name and password that open the desk computer.
 *
 * @param name what the button on the sign-in page says
 * @param url {@code ldaps://} for TLS from the start, {@code ldap://} for TLS by StartTLS; only on this machine also without
 * @param certificate 根证书 PEM of who issued the server's certificate; empty: whom this machine trusts
 * @param bindDn 查询账户 who looks people up @param password its password, in the clear here only
 * @param base 起始目录 below which people are looked for
 * @param attribute 用户名属性 such as {@code sAMAccountName} or {@code uid}; its value names the person
 * @param filter 附加条件 an LDAP filter that a person must match too, such as being in a group; empty for none
 * @param tries 连续错误次数 after so many wrong passwords nobody is asked for a while, so that the directory does not lock the account
 * @param sameName 同名对应 an account of that name is the person's, unless it administers or is linked to somebody else
 */
record Directory(
        UnitId unit,
        String name,
        String url,
        String certificate,
        String bindDn,
        String password,
        String base,
        String attribute,
        String filter,
        int tries,
        boolean sameName,
        boolean enabled) {
    static final String PARTY = "LDAP";
    static final String ATTRIBUTE = "[A-Za-z][A-Za-z0-9-]{0,59}";
    static final int TRIES_MAX = 10;
    static final int TRIES_USUAL = 3;
    private static final int PORT = 389;
    private static final int PORT_TLS = 636;

    /** 传输安全 */
    enum Security {
        TLS,
        START_TLS,
        /** This machine only. */
        NONE
    }

    /** 服务器 */
    record Server(String host, int port, Security security) {}

    /** @return null when the text is no address of a directory */
    static @Nullable Server server(String url) {
        try {
            var uri = URI.create(url);
            String host = uri.getHost();
            boolean bare = (uri.getPath() == null
                            || uri.getPath().isEmpty()
                            || uri.getPath().equals("/"))
                    && uri.getQuery() == null
                    && uri.getUserInfo() == null;
            if (host == null || !bare || uri.getPort() == 0 || uri.getPort() > 65_535) {
                return null;
            }
            return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
                case "ldaps" -> new Server(host, uri.getPort() < 0 ? PORT_TLS : uri.getPort(), Security.TLS);
                case "ldap" ->
                    new Server(
                            host,
                            uri.getPort() < 0 ? PORT : uri.getPort(),
                            host.equals("127.0.0.1") || host.equals("localhost") ? Security.NONE : Security.START_TLS);
                default -> null;
            };
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /** Whose people these are, whichever of its servers answered: links outlive a server. */
    String issuer() {
        return PARTY + " " + base.toLowerCase(Locale.ROOT);
    }

    static Directory of(UnitId unit, Connections.Kept kept) {
        return new Directory(
                unit,
                kept.text("name"),
                kept.text("url"),
                kept.text("certificate"),
                kept.text("bindDn"),
                kept.secret(),
                kept.text("base"),
                kept.text("attribute"),
                kept.text("filter"),
                Integer.parseInt(kept.text("tries")),
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
                        "certificate",
                        certificate,
                        "bindDn",
                        bindDn,
                        "base",
                        base,
                        "attribute",
                        attribute,
                        "filter",
                        filter,
                        "tries",
                        Integer.toString(tries),
                        "sameName",
                        Boolean.toString(sameName),
                        "enabled",
                        Boolean.toString(enabled)),
                password);
    }

    /** Without the password: settings stand in the audit log. */
    String text() {
        return (enabled ? "启用" : "停用") + "，" + name + "，" + url + (certificate.isEmpty() ? "" : "（指定根证书）") + "，查询账户 "
                + bindDn
                + "，起始目录 " + base + "，用户名属性 " + attribute + (filter.isEmpty() ? "" : "，附加条件 " + filter) + "，连续错误 "
                + tries
                + " 次暂停" + (sameName ? "，同名账户自动对应" : "");
    }

    @Override
    public String toString() {
        return "Directory[unit=" + unit + ", url=" + url + "]";
    }
}
