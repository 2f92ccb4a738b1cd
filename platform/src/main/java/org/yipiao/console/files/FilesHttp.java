package org.yipiao.console.files;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.UnitNames;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 文件中心 Files made or received for people. They are taken where they are kept, under the rules that hold there. */
@RestController
@RequestMapping("/api/console/files")
class FilesHttp {
    private static final int TEXT_MAX = 100;
    private static final int GIVEN_SHOWN_MAX = 200;

    private final FileListStore files;
    private final FileRecordStore records;
    private final List<FileShelf> shelves;
    private final UnitNames units;
    private final InstantSource clock;

    FilesHttp(
            FileListStore files,
            FileRecordStore records,
            List<FileShelf> shelves,
            UnitNames units,
            InstantSource clock) {
        this.files = files;
        this.records = records;
        this.shelves =
                shelves.stream().sorted(Comparator.comparing(FileShelf::label)).toList();
        this.units = units;
        this.clock = clock;
    }

    record FileKind(String kind, String label) {}

    /**
     * @param bytes null while it is not written
     * @param expiresAt 可下载至
     * @param address where this person may have it now; empty when not
     * @param given 下载次数 on record
     */
    record FileRow(
            String kind,
            String kindLabel,
            String key,
            String name,
            @Nullable Long bytes,
            String maker,
            LocalDateTime at,
            @Nullable LocalDateTime expiresAt,
            FileShelf.State state,
            String stateLabel,
            String detail,
            String address,
            int given) {}

    /** @param by 姓名 @param username 登录名 */
    record FileGiven(
            String by,
            String username,
            LocalDateTime at,
            @Nullable Long bytes) {}

    /** 种类 Those of which this person may see files. */
    @GetMapping("/kinds")
    @Permit(Permission.FILES_READ)
    List<FileKind> kinds(CurrentUser user) {
        return shelves.stream()
                .filter(shelf -> shelf.listed(user).isPresent())
                .map(shelf -> new FileKind(shelf.kind(), shelf.label()))
                .toList();
    }

    /** @param from 日期 @param until the day included */
    @GetMapping
    @Permit(Permission.FILES_READ)
    Page<FileRow> list(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) FileShelf.@Nullable State state,
            @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate until,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        String sought = text.strip();
        if (sought.length() > TEXT_MAX) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "text", "查找", sought.substring(0, TEXT_MAX), "最多 " + TEXT_MAX + " 个字符", "请缩短后再查")));
        }
        var zone = units.zone(user.unit());
        var filter = new FileListStore.Filter(
                kind,
                state,
                from == null ? null : start(from, zone),
                until == null ? null : start(until.plusDays(1), zone),
                sought.isEmpty() ? null : sought);
        return files.list(user, filter, clock.instant(), Page.no(pageNo), Page.size(pageSize))
                .map(row -> row(row, zone));
    }

    /** 下载记录 Who was given it, the newest first. */
    @GetMapping("/given")
    @Permit(Permission.FILES_READ)
    List<FileGiven> given(CurrentUser user, @RequestParam String kind, @RequestParam String key) {
        var file = files.find(user, kind, key, clock.instant())
                .filter(found -> found.state() != FileShelf.State.NOT_KEPT)
                .orElseThrow(() -> new Refused(404, "FILE_NOT_FOUND", "没有这个文件，或它不在您可以看到的范围内；请刷新列表"));
        var zone = units.zone(user.unit());
        return records.given(user.unit(), file.place(), GIVEN_SHOWN_MAX).stream()
                .map(one ->
                        new FileGiven(one.name(), one.username(), LocalDateTime.ofInstant(one.at(), zone), one.bytes()))
                .toList();
    }

    private FileRow row(FileListStore.Row row, ZoneId zone) {
        var expires = row.expires();
        return new FileRow(
                row.kind(),
                label(row.kind()),
                row.key(),
                row.name(),
                row.bytes(),
                row.maker(),
                LocalDateTime.ofInstant(row.at(), zone),
                expires == null ? null : LocalDateTime.ofInstant(expires, zone),
                row.state(),
                row.state().label(),
                row.detail(),
                row.open() ? row.place() : "",
                row.given());
    }

    private String label(String kind) {
        return shelves.stream()
                .filter(shelf -> shelf.kind().equals(kind))
                .map(FileShelf::label)
                .findFirst()
                .orElseThrow();
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }
}
