package org.yipiao.notices;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.People;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.SignedIn;
import org.yipiao.access.UnitNames;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 消息中心 The own notices, and announcements to everybody. */
@RestController
@RequestMapping("/api/console/notices")
class NoticesHttp {
    static final int IDS_MAX = 500;
    static final int RECEIPTS_MAX = 5_000;

    private final NoticeStore store;
    private final ForwardingStore forwardings;
    private final NoticeBook book;
    private final LiveNotices live;
    private final People people;
    private final UnitNames units;
    private final InstantSource clock;
    private final Audit audit;

    NoticesHttp(
            NoticeStore store,
            ForwardingStore forwardings,
            NoticeBook book,
            LiveNotices live,
            People people,
            UnitNames units,
            InstantSource clock,
            Audit audit) {
        this.store = store;
        this.forwardings = forwardings;
        this.book = book;
        this.live = live;
        this.people = people;
        this.units = units;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param closed 事项已了结 @param readAt null while unread */
    record NoticeRow(
            String id,
            Notices.Kind kind,
            String kindLabel,
            String title,
            String body,
            String link,
            String by,
            LocalDateTime at,
            boolean closed,
            @Nullable LocalDateTime readAt,
            List<Forward> forwards) {}

    /** 转发 @param at when it was sent or given up; while it waits, when it is tried next */
    record Forward(String wayLabel, ForwardingState state, String stateLabel, String detail, LocalDateTime at) {}

    record Unread(long unread) {}

    /** @param ids of notices @param all true marks everything; one of the two is said, not both */
    record Marked(@Nullable List<String> ids, @Nullable Boolean all) {}

    record Announcement(@Nullable String title, @Nullable String body) {}

    record ReceiptRow(
            String username, String displayName, @Nullable LocalDateTime readAt) {}

    @GetMapping
    @SignedIn("the own notices")
    Page<NoticeRow> list(
            CurrentUser user,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(required = false) Notices.@Nullable Kind kind,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var page = store.list(user.id(), unread, kind, Page.no(pageNo), Page.size(pageSize));
        var forwarded = forwardings
                .of(user.id(), page.rows().stream().map(NoticeStore.Row::id).toList())
                .stream()
                .collect(Collectors.groupingBy(ForwardingStore.Row::notice));
        return page.map(row -> row(user, row, forwarded.getOrDefault(row.id(), List.of())));
    }

    @GetMapping("/unread")
    @SignedIn("counts the own notices")
    Unread unread(CurrentUser user) {
        return new Unread(store.unread(user.id()));
    }

    /** The number of unread notices whenever it changes, and {@code out} when the sign-in has been ended. */
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @SignedIn("counts the own notices")
    SseEmitter live(CurrentUser user) {
        return live.open(user.id());
    }

    @PostMapping("/read")
    @SignedIn("marks the own notices")
    Unread read(CurrentUser user, @RequestBody Marked asked) {
        List<String> ids = asked.ids() == null ? List.of() : asked.ids();
        boolean all = Boolean.TRUE.equals(asked.all());
        var faults = new ArrayList<FieldError>();
        if (all == !ids.isEmpty()) {
            faults.add(new FieldError(
                    all ? "all" : "ids",
                    all ? "全部" : "消息编号",
                    all ? "true" : "",
                    "ids 和 all: true 二者必填其一，不能同时填写",
                    "标记部分消息填 ids，全部标记填 all: true"));
        }
        if (ids.size() > IDS_MAX) {
            faults.add(
                    new FieldError("ids", "消息编号", ids.size() + " 个", "一次最多 " + IDS_MAX + " 条", "请分次标记，或填 all: true"));
        }
        ids.stream()
                .filter(id -> id == null || !id.matches("[0-9]{1,18}"))
                .findFirst()
                .ifPresent(id -> faults.add(new FieldError("ids", "消息编号", shown(id), "1 到 18 位数字", "请使用消息列表返回的编号")));
        if (!faults.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", faults);
        }
        store.read(user.id(), ids.stream().map(Long::valueOf).toList(), clock.instant());
        return new Unread(store.unread(user.id()));
    }

    @GetMapping("/announcements")
    @Permit(Permission.NOTICES_SEND)
    Page<NoticeRow> announcements(
            CurrentUser user,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return store.announcements(user.unit(), Page.no(pageNo), Page.size(pageSize))
                .map(row -> row(user, row, List.of()));
    }

    @PostMapping("/announcements")
    @Permit(Permission.NOTICES_SEND)
    @ResponseStatus(HttpStatus.CREATED)
    Unread announce(CurrentUser user, @RequestBody Announcement asked) {
        var faults = new ArrayList<FieldError>();
        String title = text("title", "标题", asked.title(), 2, NoticeBook.TITLE_MAX, faults);
        String body = text("body", "正文", asked.body(), 0, NoticeBook.BODY_MAX, faults);
        if (!faults.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", faults);
        }
        book.announce(user, title, body);
        audit.note(user, "发布公告", title, "成功");
        return new Unread(store.unread(user.id()));
    }

    private static String text(
            String path, String label, @Nullable String value, int min, int max, List<FieldError> faults) {
        String text = value == null ? "" : value.strip();
        boolean odd = text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')
                || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
        if (text.length() < min || text.length() > max || odd) {
            faults.add(new FieldError(
                    path,
                    label,
                    text.length() <= 60 ? text : text.substring(0, 60),
                    min + " 到 " + max + " 个字符，不含控制字符",
                    "请改正" + label));
        }
        return text;
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : text.length() <= 60 ? text : text.substring(0, 60);
    }

    /** 回执 Who has read an announcement or any other notice of the unit. */
    @GetMapping("/{id}/receipts")
    @Permit(Permission.NOTICES_SEND)
    List<ReceiptRow> receipts(CurrentUser user, @PathVariable String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw notFound();
        }
        var receipts = store.receipts(user.unit(), Long.parseLong(id), RECEIPTS_MAX);
        if (receipts.isEmpty()) {
            throw notFound();
        }
        var known = people.all(user.unit()).stream().collect(Collectors.toMap(People.Person::id, person -> person));
        return receipts.stream()
                .flatMap(receipt -> Optional.ofNullable(known.get(receipt.account())).stream()
                        .map(person -> row(user, person, receipt.readAt())))
                .toList();
    }

    private ReceiptRow row(CurrentUser user, People.Person person, @Nullable Instant readAt) {
        return new ReceiptRow(
                person.username(),
                person.displayName(),
                readAt == null ? null : LocalDateTime.ofInstant(readAt, units.zone(user.unit())));
    }

    private static Refused notFound() {
        return new Refused(404, "NOTICE_NOT_FOUND", "没有这条消息，请刷新列表");
    }

    private NoticeRow row(CurrentUser user, NoticeStore.Row row, List<ForwardingStore.Row> forwards) {
        var zone = units.zone(user.unit());
        return new NoticeRow(
                Long.toString(row.id()),
                row.kind(),
                row.kind().label(),
                row.title(),
                row.body(),
                row.link(),
                row.by(),
                LocalDateTime.ofInstant(row.at(), zone),
                row.closed(),
                row.readAt() == null ? null : LocalDateTime.ofInstant(row.readAt(), zone),
                forwards.stream()
                        .map(one -> new Forward(
                                one.way().label(),
                                one.state(),
                                one.state().label(),
                                one.detail(),
                                LocalDateTime.ofInstant(one.doneAt() == null ? one.nextTry() : one.doneAt(), zone)))
                        .toList());
    }
}
