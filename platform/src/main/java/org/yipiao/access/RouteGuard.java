package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.yipiao.shared.Refused;

/** 路由权限 Deny by default: a route is reached only through {@link Open}, {@link SignedIn} or {@link Permit}. */
final class RouteGuard implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod route) {
            require(request, route);
            return true;
        }
        // Pages, and the answer to a browser that asks whether it may ask.
        if (handler instanceof ResourceHttpRequestHandler || handler instanceof CorsConfigurationSource) {
            return true;
        }
        throw denied();
    }

    private static void require(HttpServletRequest request, HandlerMethod route) {
        if (route.hasMethodAnnotation(Open.class)) {
            return;
        }
        var permit = route.getMethodAnnotation(Permit.class);
        if (permit == null && !route.hasMethodAnnotation(SignedIn.class)) {
            throw denied();
        }
        var present = SessionFilter.present(request).orElseThrow(RouteGuard::notSignedIn);
        if (permit == null) {
            return;
        }
        if (!present.user().permissions().contains(permit.value())) {
            throw new Refused(
                    403,
                    "NOT_PERMITTED",
                    "没有“" + permit.value().group() + "·" + permit.value().label() + "”权限，如需使用请联系系统管理员");
        }
        if (present.mustChange()) {
            throw new Refused(403, "PASSWORD_MUST_CHANGE", "首次登录或口令到期须先修改口令，修改后即可使用");
        }
        if (present.mustEnrol()) {
            throw new Refused(403, "SECOND_FACTOR_MUST_ENROL", "您的角色要求双因素登录，请先在个人设置中绑定手机动态口令");
        }
    }

    static Refused notSignedIn() {
        return new Refused(401, "NOT_SIGNED_IN", "尚未登录或登录已过期，请重新登录");
    }

    private static Refused denied() {
        return new Refused(403, "ROUTE_DENIED", "该地址不对外开放");
    }
}
