package org.yipiao.console.basics;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.History;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;

/** 变更历史 What changed, by whom, and how everything stood on any day. */
@RestController
@RequestMapping("/api/console/basics")
class HistoryHttp {
    private static final ZoneId BEFORE_SYNC = ZoneId.of("Asia/Shanghai");

    private final History history;
    private final Units units;

    HistoryHttp(History history, Units units) {
        this.history = history;
        this.units = units;
    }

    /** @param before empty when the field was not there */
    record Field(String label, String before, String after, boolean changed) {}

    record Change(String code, LocalDateTime at, String by, String act, List<Field> fields) {}

    record State(String code, LocalDateTime since, String by, Map<String, String> fields) {}

    @GetMapping("/history")
    @Permit(Permission.BASICS_READ)
    Page<Change> changes(
            CurrentUser user,
            @RequestParam History.Kind kind,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return history.changes(user.unit(), kind, code, Page.no(pageNo), Page.size(pageSize))
                .map(change ->
                        new Change(change.code(), local(change.at(), user), change.by(), change.act(), fields(change)));
    }

    @GetMapping("/as-of")
    @Permit(Permission.BASICS_READ)
    List<State> asOf(
            CurrentUser user,
            @RequestParam History.Kind kind,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) LocalDateTime at) {
        return history.asOf(user.unit(), kind, at.atZone(zone(user)).toInstant()).stream()
                .map(state -> new State(state.code(), local(state.since(), user), state.by(), state.fields()))
                .toList();
    }

    private static List<Field> fields(History.Change change) {
        var labels = new LinkedHashSet<>(change.after().keySet());
        labels.addAll(change.before().keySet());
        var fields = new ArrayList<Field>();
        for (String label : labels) {
            String before = change.before().getOrDefault(label, "");
            String after = change.after().getOrDefault(label, "");
            fields.add(new Field(label, before, after, !before.equals(after)));
        }
        return fields;
    }

    private LocalDateTime local(Instant at, CurrentUser user) {
        return LocalDateTime.ofInstant(at, zone(user)).truncatedTo(ChronoUnit.SECONDS);
    }

    private ZoneId zone(CurrentUser user) {
        return units.all().contains(user.unit()) ? units.current(user.unit()).zone() : BEFORE_SYNC;
    }
}
