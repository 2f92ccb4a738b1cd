package org.yipiao.console.system;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Installation;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.Refused;
import org.yipiao.shared.Remembered;

/** 缓存 What this instance remembers, how often that was of use, and forgetting it. */
@RestController
@RequestMapping("/api/console/system/caches")
class CachesHttp {
    private static final int WHOLE = 100;

    private final List<Remembered> holders;
    private final Installation installation;
    private final Audit audit;

    CachesHttp(List<Remembered> holders, Installation installation, Audit audit) {
        this.holders = List.copyOf(holders);
        this.installation = installation;
        this.audit = audit;
    }

    /** @param hitPercent 命中率 of all questions since the start; 0 while nobody asked */
    record CacheRow(String name, String title, String lasts, long entries, long asked, long hitPercent) {}

    /** @param mayForget whether the person may empty them */
    record Caches(List<CacheRow> rows, boolean mayForget) {}

    @GetMapping
    @Permit(Permission.SYSTEM_READ)
    Caches list(CurrentUser user) {
        installation.refuseUnlessRunBy(user, user.unit());
        return new Caches(
                all().map(CachesHttp::row)
                        .sorted(Comparator.comparing(CacheRow::name))
                        .toList(),
                user.may(Permission.SYSTEM_MANAGE));
    }

    @PostMapping("/{name}/forget")
    @Permit(Permission.SYSTEM_MANAGE)
    Caches forget(CurrentUser user, @PathVariable String name) {
        installation.refuseUnlessRunBy(user, user.unit());
        var kept = all().filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(404, "CACHE_NOT_FOUND", "没有这个缓存；请刷新列表"));
        long entries = kept.entries().getAsLong();
        kept.forget().run();
        audit.note(user, "清理缓存", kept.title(), "成功：" + entries + " 条");
        return list(user);
    }

    private Stream<Remembered.Kept> all() {
        return holders.stream().flatMap(holder -> holder.remembered().stream());
    }

    private static CacheRow row(Remembered.Kept kept) {
        long hits = kept.hits().getAsLong();
        long asked = hits + kept.misses().getAsLong();
        return new CacheRow(
                kept.name(),
                kept.title(),
                kept.lasts(),
                kept.entries().getAsLong(),
                asked,
                asked == 0 ? 0 : hits * WHOLE / asked);
    }
}
