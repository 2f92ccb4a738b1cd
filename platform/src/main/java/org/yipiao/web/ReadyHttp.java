package org.yipiao.web;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;

/** 就绪 What a load balancer asks before it sends requests here. */
@RestController
class ReadyHttp {
    private final Leaving leaving;

    ReadyHttp(Leaving leaving) {
        this.leaving = leaving;
    }

    /**
     * 200 while this instance takes requests, 503 before it is complete and from the moment it is asked to stop. The
     * database is not asked: all instances share it, and when it is away each of them says so in the caller's own words.
     */
    @GetMapping("/readyz")
    @Open("says nothing but yes or no, to the load balancer in front")
    ResponseEntity<String> ready() {
        boolean ready = leaving.isWelcoming();
        return ResponseEntity.status(ready ? 200 : 503)
                .contentType(MediaType.TEXT_PLAIN)
                .cacheControl(CacheControl.noStore())
                .body(ready ? "ready" : "not ready");
    }
}
