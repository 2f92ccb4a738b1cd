package org.yipiao.database;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Says in Chinese what stands in the way of the embedded server, and what to do now. */
final class Faults {
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int TAIL = 1500;

    private Faults() {}

    static DatabaseUnusable of(EmbeddedPostgres.Options options, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left")) {
            return diskFull(options);
        }
        String file = e instanceof FileSystemException f && f.getFile() != null
                ? f.getFile()
                : options.place().toString();
        return new DatabaseUnusable("内置数据库的目录不可用：" + file + "（" + text + "）。请检查该目录的归属和权限，或用 yipiao.home 指定别的目录。", e);
    }

    static DatabaseUnusable of(EmbeddedPostgres.Options options, String step, String output) {
        if (output.contains("No space left")) {
            return diskFull(options);
        }
        if (output.contains("could not bind")) {
            return new DatabaseUnusable("内置数据库的端口已被占用。请释放该端口，或把 yipiao.database.port 设为 0 自动选择。\n" + tail(output));
        }
        if (output.contains("could not create shared memory") || output.contains("could not map")) {
            return new DatabaseUnusable("内存不足，内置数据库无法启动。请释放内存后再启动。\n" + tail(output));
        }
        return new DatabaseUnusable(
                "内置数据库" + step + "失败。目录 " + options.place() + "，日志在其中的 start.log 和 log 目录。\n" + tail(output));
    }

    /** The account the server drops to must be able to walk down to the programs; a home under /root fails here. */
    static void checkReach(EmbeddedPostgres.Options options, Path binaries, SystemAccount account) {
        var result = new PostgresCommand(account, Path.of("/"))
                .run(List.of(binaries.resolve("bin/postgres").toString(), "--version"));
        if (!result.ok()) {
            throw new DatabaseUnusable("数据库账户 " + account.name() + " 不能进入目录 " + binaries
                    + "（它的每一级上级目录都要允许其他用户进入）。请用 yipiao.home 指定别的目录，例如 /var/lib/yipiao。\n" + tail(result.output()));
        }
        if (account.uid() >= 0 && !Files.isDirectory(options.place())) {
            throw new DatabaseUnusable("目录 " + options.place() + " 不存在。");
        }
    }

    static void checkVersion(Path data) throws IOException {
        String made = Files.readString(data.resolve("PG_VERSION")).trim();
        String major = Integer.toString(PostgresBinaries.MAJOR);
        if (!made.equals(major)) {
            throw new DatabaseUnusable("目录 " + data + " 是 PostgreSQL " + made + " 的数据，本版本内置 PostgreSQL " + major
                    + "。请用原版本导出后导入，或用 yipiao.database.url 指定已有的数据库。");
        }
    }

    private static DatabaseUnusable diskFull(EmbeddedPostgres.Options options) {
        return new DatabaseUnusable("磁盘已满：" + options.place() + " 所在的分区没有剩余空间。请清理后再启动，已开具的票据不受影响。");
    }

    private static String tail(String output) {
        return output.length() <= TAIL ? output : output.substring(output.length() - TAIL);
    }
}
