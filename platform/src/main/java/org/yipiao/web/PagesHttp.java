package org.yipiao.web;

import java.net.URI;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;
import org.yipiao.shared.Refused;

/** 页面地址 The addresses people type or scan, all leading to the two pages. */
@RestController
class PagesHttp {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final ResourceLoader resources;
    private final Pages pages;

    PagesHttp(ResourceLoader resources, Pages pages) {
        this.resources = resources;
        this.pages = pages;
    }

    @GetMapping("/")
    @Open("leads to the sign-in page")
    ResponseEntity<Void> start() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/console.html"))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    /** The token stays in the address; the page asks the payer routes with it. */
    @GetMapping({"/p/{token}", "/check", "/verify", "/family"})
    @Open("a page without content of its own")
    ResponseEntity<Resource> payer() {
        Resource page = resources.getResource(pages.root() + "payer.html");
        if (!page.exists()) {
            throw new Refused(404, "PAGE_NOT_INSTALLED", "页面没有安装，请运维检查 yipiao.web-root 的设置");
        }
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(page);
    }
}
