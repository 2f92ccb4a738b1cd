package org.yipiao.notices;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.access.AccountEvent;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.People;
import org.yipiao.access.Permission;
import org.yipiao.shared.UnitId;

@Service
class NoticeBook implements Notices {
    static final int TITLE_MAX = 100;
    static final int BODY_MAX = 1_000;

    private static final String SYSTEM = "系统";

    private final NoticeStore store;
    private final People people;
    private final InstantSource clock;

    NoticeBook(NoticeStore store, People people, InstantSource clock) {
        this.store = store;
        this.people = people;
        this.clock = clock;
    }

    @Override
    @Transactional
    public boolean tell(Permission who, Notice notice) {
        return add(notice, SYSTEM, people.who(notice.unit(), who));
    }

    @Override
    @Transactional
    public boolean tell(long account, Notice notice) {
        return add(notice, SYSTEM, people.find(notice.unit(), account).stream().toList());
    }

    /** 公告 to everybody of the unit. */
    @Transactional
    public boolean announce(CurrentUser by, String title, String body) {
        return add(
                new Notice(by.unit(), Kind.ANNOUNCEMENT, title, body, "", ""), by.displayName(), people.all(by.unit()));
    }

    @EventListener
    @Transactional
    public void on(AccountEvent event) {
        var kind = event.readers() == null ? Kind.SECURITY : Kind.APPROVAL;
        var notice = new Notice(event.unit(), kind, event.title(), event.text(), event.link(), "");
        if (event.readers() != null) {
            tell(event.readers(), notice);
        } else {
            tell(event.account(), notice);
        }
    }

    private boolean add(Notice notice, String by, List<People.Person> readers) {
        if (readers.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        var added = store.add(notice, by, now);
        added.ifPresent(id -> store.deliver(
                notice.unit(),
                id,
                notice.kind(),
                readers.stream().map(People.Person::id).toList(),
                now));
        return added.isPresent();
    }

    @Override
    public void close(UnitId unit, String matter) {
        if (!matter.isEmpty()) {
            store.close(unit, matter, clock.instant());
        }
    }
}
