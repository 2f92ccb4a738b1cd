package org.yipiao.console.files;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;

/** 文件记录 Who was given which file, and which files were read and not kept. */
@Component
public class FileRecords {
    static final int NAME_MAX = 200;
    private static final int DETAIL_MAX = 200;

    private final FileRecordStore store;
    private final InstantSource clock;

    FileRecords(FileRecordStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param kept whether a shelf lists the file itself @param place the route that gave it out @param bytes null when nobody counted */
    void given(CurrentUser to, boolean kept, String name, String place, @Nullable Long bytes) {
        store.add(to, FileRecordStore.Way.GIVEN, kept, shortened(name, NAME_MAX), place, bytes, "", clock.instant());
    }

    /** 导入 A sheet was read into the records; the sheet itself is not kept. @param outcome in Chinese, with the count of wrong lines */
    public void received(CurrentUser from, String name, String place, long bytes, String outcome) {
        store.add(
                from,
                FileRecordStore.Way.RECEIVED,
                false,
                shortened(name, NAME_MAX),
                place,
                bytes,
                shortened(outcome, DETAIL_MAX),
                clock.instant());
    }

    private static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}
