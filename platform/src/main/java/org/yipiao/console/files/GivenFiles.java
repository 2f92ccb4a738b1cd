package org.yipiao.console.files;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;

/** 下载记录 Whatever the console gives out as a file is on record, whichever page gave it. */
@Component
class GivenFiles implements HandlerInterceptor, WebMvcConfigurer {
    /** A bill's own files are the bill's business; empty forms tell nothing. */
    private static final Set<String> NOT_RECORDED =
            Set.of("/api/console/bills/{id}/files/{kind}", "/api/console/desk/batches/template");

    private final FileRecords records;
    private final Set<String> kept;

    GivenFiles(FileRecords records, List<FileShelf> shelves) {
        this.records = records;
        this.kept = shelves.stream().map(FileShelf::route).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this).addPathPatterns("/api/console/**");
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failed) {
        String disposition = response.getHeader(HttpHeaders.CONTENT_DISPOSITION);
        if (failed != null || disposition == null || response.getStatus() != HttpStatus.OK.value()) {
            return;
        }
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        String name = ContentDisposition.parse(disposition).getFilename();
        if (name == null || NOT_RECORDED.contains(route)) {
            return;
        }
        CurrentUser.of(request)
                .ifPresent(user ->
                        records.given(user, kept.contains(route), name, request.getRequestURI(), bytes(response)));
    }

    /** Null when it was streamed. */
    private static @Nullable Long bytes(HttpServletResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? null : Long.valueOf(length);
    }
}
