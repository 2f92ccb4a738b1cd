package org.yipiao.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** 登录设备 A browser is known again by a random mark that it keeps; the mark opens nothing. */
final class Devices {
    static final String COOKIE = "YIPIAO_DEVICE";

    private static final String MARK = Devices.class.getName();
    private static final int MARK_BYTES = 16;
    private static final int KEPT_SECONDS = 400 * 24 * 3600;
    private static final int AGENT_MAX = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Devices() {}

    /** Gives the browser a mark unless it has one; to be asked before the answer begins. */
    static void mark(HttpServletRequest request, HttpServletResponse response) {
        if (known(request) != null) {
            return;
        }
        byte[] random = new byte[MARK_BYTES];
        RANDOM.nextBytes(random);
        String mark = HexFormat.of().formatHex(random);
        request.setAttribute(MARK, mark);
        var cookie = new Cookie(COOKIE, mark);
        cookie.setHttpOnly(true);
        cookie.setPath("/api/console");
        cookie.setMaxAge(KEPT_SECONDS);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    static SignInStore.From from(HttpServletRequest request) {
        String mark = known(request);
        String agent = request.getHeader("User-Agent");
        String address = AuditLog.clean(String.valueOf(request.getRemoteAddr()));
        return new SignInStore.From(
                address.length() <= 64 ? address : address.substring(0, 64),
                mark != null ? mark : request.getAttribute(MARK) instanceof String fresh ? fresh : "",
                agent == null ? "" : shortened(AuditLog.clean(agent)));
    }

    private static String shortened(String text) {
        return text.length() <= AGENT_MAX ? text : text.substring(0, AGENT_MAX);
    }

    private static @Nullable String known(HttpServletRequest request) {
        var cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (COOKIE.equals(cookie.getName()) && cookie.getValue().matches("[0-9a-f]{32}")) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    /** 浏览器 · 系统 in short, of what a browser calls itself. */
    static String label(String agent) {
        String browser = agent.contains("Edg/")
                ? "Edge"
                : agent.contains("MicroMessenger")
                        ? "微信"
                        : agent.contains("Firefox/")
                                ? "Firefox"
                                : agent.contains("Chrome/") ? "Chrome" : agent.contains("Safari/") ? "Safari" : "其他浏览器";
        String system = agent.contains("Windows")
                ? "Windows"
                : agent.contains("Android")
                        ? "Android"
                        : agent.contains("iPhone") || agent.contains("iPad")
                                ? "iOS"
                                : agent.contains("Mac OS") ? "macOS" : agent.contains("Linux") ? "Linux" : "其他系统";
        return browser + " · " + system;
    }
}
