package org.yipiao.notices;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.People;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.UnitNames;
import org.yipiao.notices.StaffMessages.Way;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 转发记录 What became of every notice that was sent on to a colleague. */
@RestController
@RequestMapping("/api/console/forwardings")
class ForwardingsHttp {
    private static final int TEXT_MAX = 100;

    private final ForwardingStore store;
    private final People people;
    private final UnitNames units;
    private final InstantSource clock;
    private final Audit audit;

    ForwardingsHttp(ForwardingStore store, People people, UnitNames units, InstantSource clock, Audit audit) {
        this.store = store;
        this.people = people;
        this.units = units;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param reader 接收人 @param nextTry only while it waits @param detail why not, in Chinese */
    record ForwardingRow(
            String id,
            Way way,
            String wayLabel,
            String kindLabel,
            String title,
            String reader,
            ForwardingState state,
            String stateLabel,
            int attempts,
            String detail,
            LocalDateTime queuedAt,
            @Nullable LocalDateTime nextTry,
            @Nullable LocalDateTime doneAt) {}

    @GetMapping
    @Permit(Permission.CHANNELS_READ)
    Page<ForwardingRow> list(
            CurrentUser user,
            @RequestParam(required = false) @Nullable Way way,
            @RequestParam(required = false) @Nullable ForwardingState state,
            @RequestParam(required = false) Notices.@Nullable Kind kind,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        String wanted = text.strip();
        if (wanted.length() > TEXT_MAX) {
            throw new Refused(400, "FIELD_INVALID", "标题关键字不超过 " + TEXT_MAX + " 个字符");
        }
        Map<Long, String> names = people.all(user.unit()).stream()
                .collect(Collectors.toMap(People.Person::id, person -> person.displayName() + " " + person.username()));
        return store.list(
                        user.unit(),
                        new ForwardingStore.Filter(way, state, kind, wanted),
                        Page.no(pageNo),
                        Page.size(pageSize))
                .map(row -> row(user, row, names.getOrDefault(row.account(), "（已停用账户）")));
    }

    /** 重新发送 Begins anew what was given up, and sends at once what waits. */
    @PostMapping("/{id}/again")
    @Permit(Permission.CHANNELS_MANAGE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void again(CurrentUser user, @PathVariable String id) {
        if (!id.matches("[0-9]{1,18}") || !store.resend(user.unit(), Long.parseLong(id), clock.instant())) {
            throw new Refused(404, "FORWARDING_NOT_FOUND", "没有这条待发送的转发，请刷新列表");
        }
        audit.note(user, "重新转发消息", "转发 " + id, "成功");
    }

    private ForwardingRow row(CurrentUser user, ForwardingStore.Row row, String reader) {
        return new ForwardingRow(
                Long.toString(row.id()),
                row.way(),
                row.way().label(),
                row.kind().label(),
                row.title(),
                reader,
                row.state(),
                row.state().label(),
                row.attempts(),
                row.detail(),
                local(user, row.queuedAt()),
                row.state() == ForwardingState.RETRYING ? local(user, row.nextTry()) : null,
                row.doneAt() == null ? null : local(user, row.doneAt()));
    }

    private LocalDateTime local(CurrentUser user, Instant at) {
        return LocalDateTime.ofInstant(at, units.zone(user.unit()));
    }
}
