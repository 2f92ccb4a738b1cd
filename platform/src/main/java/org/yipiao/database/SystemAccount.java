package org.yipiao.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * 系统账户 The account of the operating system the server runs as. PostgreSQL refuses to run as root, so root drops to the
 * account {@code postgres} where there is one, otherwise to 65534 (nobody), by the first tool that works here.
 *
 * @param prefix words put before each command; empty when we are not root
 * @param uid owner of the server's files; -1 leaves them ours
 * @param name for messages
 */
record SystemAccount(List<String> prefix, int uid, int gid, String name) {
    private static final int NOBODY = 65534;
    private static final int TRY_SECONDS = 10;

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    static SystemAccount choose() {
        if (!isRoot()) {
            return new SystemAccount(List.of(), -1, -1, System.getProperty("user.name"));
        }
        var accounts = new ArrayList<SystemAccount>();
        int[] ids = idsOf("postgres");
        accounts.add(ids.length == 2 ? setpriv(ids[0], ids[1], "postgres") : setpriv(NOBODY, NOBODY, "65534"));
        if (ids.length == 2) {
            accounts.add(new SystemAccount(List.of("runuser", "-u", "postgres", "--"), ids[0], ids[1], "postgres"));
        }
        // In a name space of its own the server still owns root's files, so nothing changes hands.
        accounts.add(new SystemAccount(List.of("unshare", "-U", "--"), -1, -1, "root (unshare)"));
        for (SystemAccount account : accounts) {
            if (account.works()) {
                return account;
            }
        }
        throw new DatabaseUnusable(
                "内置数据库不能以 root 身份运行，而本机的 setpriv、runuser、unshare 都不可用。请改用普通用户启动，或安装 util-linux，或用 yipiao.database.url 指定已有的 PostgreSQL。");
    }

    private static SystemAccount setpriv(int uid, int gid, String name) {
        return new SystemAccount(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"), uid, gid, name);
    }

    private static int[] idsOf(String account) {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
                String[] parts = line.split(":", -1);
                if (parts.length > 3 && parts[0].equals(account)) {
                    return new int[] {Integer.parseInt(parts[2]), Integer.parseInt(parts[3])};
                }
            }
        } catch (IOException e) {
            return new int[0];
        }
        return new int[0];
    }

    /** The command as this account. */
    List<String> run(List<String> command) {
        var all = new ArrayList<String>(prefix);
        all.addAll(command);
        return all;
    }

    /** Hands a tree of files to this account. */
    void own(Path tree) throws IOException {
        if (uid < 0) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                hand(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                hand(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void hand(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
    }

    private boolean works() {
        try {
            var process = new ProcessBuilder(run(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(TRY_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
