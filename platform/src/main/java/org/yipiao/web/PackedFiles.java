package org.yipiao.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * 压缩文件 Brotli for whoever takes it, though browsers name gzip first; gzip for the others, which are all browsers that come
 * without TLS.
 */
final class PackedFiles implements ResourceResolver {
    private final EncodedResourceResolver brotli = of("br");
    private final EncodedResourceResolver gzip = of("gzip");

    private static EncodedResourceResolver of(String coding) {
        var resolver = new EncodedResourceResolver();
        resolver.setContentCodings(List.of(coding));
        return resolver;
    }

    @Override
    public @Nullable Resource resolveResource(
            @Nullable HttpServletRequest request,
            String path,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        String taken = request == null ? null : request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean both = taken != null && taken.matches(".*\\bbr\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
        return (both ? brotli : gzip).resolveResource(request, path, locations, chain);
    }

    @Override
    public @Nullable String resolveUrlPath(
            String path, List<? extends Resource> locations, ResourceResolverChain chain) {
        return chain.resolveUrlPath(path, locations);
    }
}
