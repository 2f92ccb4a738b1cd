package org.yipiao.sandbox.mail;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what arrived at the mail server, and where it listens. */
@RestController
class MailHttp {
    private final MailSink sink;

    MailHttp(MailSink sink) {
        this.sink = sink;
    }

    /** Newest first. */
    @GetMapping("/sandbox/mail/messages")
    Map<String, Object> messages(
            @RequestParam(defaultValue = "") String to, @RequestParam(defaultValue = "100") int limit) {
        return Map.of("total", sink.count(), "rows", sink.newest(limit, to));
    }

    @GetMapping("/sandbox/mail/server")
    Map<String, Object> server() {
        return Map.of("host", "127.0.0.1", "port", sink.port());
    }
}
