package org.yipiao.archive;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** 归档巡检 Room left in the file store. */
@Component
class ArchiveInspection implements Inspection {
    static final long FREE_SERIOUS = 2L * 1024 * 1024 * 1024;
    static final long FREE_WARNING = 20L * 1024 * 1024 * 1024;

    private final DirectoryBlobs blobs;

    ArchiveInspection(DirectoryBlobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public String title() {
        return "文件存储";
    }

    @Override
    public List<Finding> inspect() {
        return findings(blobs.freeBytes());
    }

    static List<Finding> findings(long free) {
        List<Finding> findings = new ArrayList<>();
        if (free < FREE_WARNING) {
            findings.add(new Finding(
                    free < FREE_SERIOUS ? Severity.SERIOUS : Severity.ORDINARY,
                    "文件存储所在磁盘剩余 " + free / 1024 / 1024 + " MB",
                    "信息科",
                    "扩容磁盘或迁移文件存储目录；写满后票据停在版式签章环节，开票不受影响"));
        }
        return findings;
    }
}
