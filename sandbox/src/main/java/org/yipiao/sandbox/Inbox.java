package org.yipiao.sandbox;

import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * 收件箱 What arrived at the receivers of messages, newest last, the oldest forgotten above a limit. Written to disk within a
 * second.
 */
@Component
public class Inbox {
    static final int KEPT_MAX = 200_000;
    private static final int PAGE_MAX = 1000;

    private final MVStore store;
    private final JsonMapper json;

    Inbox(Home home, JsonMapper json) {
        this.json = json;
        this.store = new MVStore.Builder()
                .fileName(home.file("messages.mv").toString())
                .cacheSize(8)
                .open();
        this.store.setAutoCommitDelay(500);
        Home.ownerOnly(home.file("messages.mv"));
    }

    @PreDestroy
    void close() {
        store.close();
    }

    /** The messages of one receiver. @param name such as {@code sms} */
    public <T> Box<T> box(String name, Class<T> type) {
        return new Box<>(name, type);
    }

    /** 收件箱 One receiver's messages, and the request numbers it has seen. */
    public final class Box<T> {
        private final MVMap<Long, String> messages;
        private final MVMap<String, Long> seen;
        private final Class<T> type;

        private Box(String name, Class<T> type) {
            this.messages = store.openMap(name);
            this.seen = store.openMap(name + ".seen");
            this.type = type;
        }

        /**
         * Adds a message once.
         *
         * @param request number by which the sender may send again; empty: every call is a new message
         * @param message made from its own number, which starts at 1
         * @return the message as first received
         */
        public synchronized T add(Optional<String> request, Function<Long, T> message) {
            Long earlier = request.map(seen::get).orElse(null);
            if (earlier != null) {
                String text = messages.get(earlier);
                if (text != null) {
                    return json.readValue(text, type);
                }
            }
            Long last = messages.lastKey();
            long id = last == null ? 1 : last + 1;
            T fresh = message.apply(id);
            messages.put(id, json.writeValueAsString(fresh));
            request.ifPresent(number -> seen.put(number, id));
            forget();
            return fresh;
        }

        /** Newest first. @param limit at most 1000 */
        public List<T> newest(int limit, Predicate<T> wanted) {
            int most = Math.min(Math.max(1, limit), PAGE_MAX);
            var found = new ArrayList<T>();
            for (Long id = messages.lastKey(); id != null && found.size() < most; id = messages.lowerKey(id)) {
                String text = messages.get(id);
                if (text == null) {
                    continue;
                }
                T message = json.readValue(text, type);
                if (wanted.test(message)) {
                    found.add(message);
                }
            }
            return found;
        }

        public long count() {
            Long last = messages.lastKey();
            return last == null ? 0 : last;
        }

        private void forget() {
            if (messages.sizeAsLong() <= KEPT_MAX) {
                return;
            }
            Long oldest = messages.firstKey();
            if (oldest != null) {
                messages.remove(oldest);
            }
            if (oldest != null && oldest % (KEPT_MAX / 4) == 0) {
                long first = oldest;
                seen.entrySet().stream()
                        .filter(entry -> entry.getValue() <= first)
                        .map(Map.Entry::getKey)
                        .toList()
                        .forEach(seen::remove);
            }
        }
    }
}
