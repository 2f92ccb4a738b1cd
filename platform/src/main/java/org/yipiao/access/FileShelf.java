package org.yipiao.access;

import java.util.Map;
import java.util.Optional;

/**
 * 文件架 The files of one kind that a module made or received for people and keeps, or can write again. Nothing is copied: a
 * shelf says where they are, and what its own page refuses it refuses too.
 */
public interface FileShelf {
    /** 种类 the same for ever, capitals, such as {@code BOOKING_SHEET}. */
    String kind();

    /** in Chinese */
    String label();

    /** The route that gives one out, as its controller has it; empty when nobody keeps them. */
    String route();

    /** What this person may see of it; empty when nothing. */
    Optional<Listed> listed(CurrentUser user);

    /** 状态 */
    enum State {
        WAITING("待审批"),
        WORKING("处理中"),
        READY("可下载"),
        REFUSED("已退回"),
        EXPIRED("已过期"),
        NOT_KEPT("未留存");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param sql selects {@code file_key}, {@code name}, {@code bytes} (null: unknown before it is written), {@code maker},
     *     {@code made_at}, {@code expires_at}, {@code state}, {@code detail}, {@code place} (the route that gives it out, which
     *     checks once more) and {@code open} (whether this person may have it now). {@code :unit}, {@code :account} and
     *     {@code :now} are known to it.
     * @param parameters its own, named after its kind
     */
    record Listed(String sql, Map<String, Object> parameters) {}
}
