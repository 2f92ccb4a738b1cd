package org.yipiao.web;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * 静态页面 The built web project: from {@code yipiao.web-root} when set, else from the jar. File names under assets hold a
 * hash of their content and never change; pages are asked for anew each time. The build left each text file packed beside
 * the plain one, so that nothing is packed per request; kept by the browser itself only, since a shared cache could give
 * one browser what was packed for another.
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

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry handlers) {
        handlers.addResourceHandler("/assets/**")
                .addResourceLocations(root() + "assets/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePrivate().immutable())
                .resourceChain(false)
                .addResolver(new PackedFiles());
        handlers.addResourceHandler("/*.html").addResourceLocations(root()).setCacheControl(CacheControl.noStore());
        // The worker that keeps the verifying page usable offline must stand at the top, and be found when it changes.
        handlers.addResourceHandler("/*.js", "/*.svg", "/*.png", "/*.ico", "/*.webmanifest", "/*.txt")
                .addResourceLocations(root())
                .setCacheControl(CacheControl.noCache());
    }
}
