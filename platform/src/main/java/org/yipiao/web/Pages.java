package org.yipiao.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * 静态页面 The built web project: from {@code yipiao.web-root} when set, else from the jar. File names under assets hold a
 * hash of their content and never change; pages are asked for anew each time. The build left each text file packed beside
 * the plain one, so that nothing is packed per request; {@code Vary} keeps a shared cache from giving one browser what was
 * packed for another.
 */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final String root;

    Pages(@Value("${yipiao.web-root:}") String webRoot) {
        this.root = webRoot.isBlank()
                ? "classpath:/static/"
                : Path.of(webRoot).toAbsolutePath().normalize().toUri().toString();
    }

    String root() {
        return root.endsWith("/") ? root : root + "/";
    }

    /** Packed files say it themselves; the plain ones have to say it too. */
    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new VaryByCoding()).addPathPatterns("/assets/**");
    }

    private static final class VaryByCoding implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            return true;
        }
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry handlers) {
        handlers.addResourceHandler("/assets/**")
                .addResourceLocations(root() + "assets/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .resourceChain(false)
                .addResolver(new PackedFiles());
        handlers.addResourceHandler("/*.html").addResourceLocations(root()).setCacheControl(CacheControl.noStore());
        // The worker that keeps the verifying page usable offline must stand at the top, and be found when it changes.
        handlers.addResourceHandler("/*.js", "/*.svg", "/*.png", "/*.ico", "/*.webmanifest", "/*.txt")
                .addResourceLocations(root())
                .setCacheControl(CacheControl.noCache());
    }
}
