package org.yipiao.notices;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.yipiao.shared.Refused;

/**
 * 实时未读数 Pages that are open are told when their number of unread notices changes. One query for everybody twice a
 * second, on each instance; a page whose connection ends asks anew, and then it is seen whether its session still counts.
 */
@Component
class LiveNotices {
    static final long EVERY_MS = 500;
    static final int PAGES_MAX = 5_000;

    /** Short, so that a person who was sent out is out within seconds. */
    static final long CONNECTION_MS = 5_000;

    private final NoticeStore store;
    private final Map<SseEmitter, Open> open = new ConcurrentHashMap<>();

    LiveNotices(NoticeStore store) {
        this.store = store;
    }

    private record Open(long account, long told) {}

    SseEmitter open(long account) {
        if (open.size() >= PAGES_MAX) {
            throw new Refused(429, "TOO_MANY_PAGES", "打开的页面过多，请关闭不用的页面");
        }
        var emitter = new SseEmitter(CONNECTION_MS);
        emitter.onCompletion(() -> open.remove(emitter));
        emitter.onError(gone -> open.remove(emitter));
        emitter.onTimeout(() -> {
            open.remove(emitter);
            emitter.complete();
        });
        long unread = store.unread(account);
        open.put(emitter, new Open(account, unread));
        tell(emitter, unread);
        return emitter;
    }

    @Scheduled(fixedDelay = EVERY_MS)
    void look() {
        if (open.isEmpty()) {
            return;
        }
        var accounts = open.values().stream().map(Open::account).distinct().toList();
        var unread = store.unread(accounts);
        open.forEach((emitter, page) -> {
            long now = unread.getOrDefault(page.account(), 0L);
            if (now != page.told() && open.replace(emitter, page, new Open(page.account(), now))) {
                tell(emitter, now);
            }
        });
    }

    private void tell(SseEmitter emitter, long unread) {
        try {
            emitter.send(SseEmitter.event().name("unread").reconnectTime(1_000).data(Long.toString(unread)));
        } catch (IOException | IllegalStateException closed) {
            // The page went away; its completion is on the way.
            open.remove(emitter);
        }
    }
}
