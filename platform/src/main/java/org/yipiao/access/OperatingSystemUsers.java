package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * 操作系统用户弱口令检测 Tries the dictionary on the hashes of the shadow file, offline: nobody is signed in, nobody is locked out. The
 * system's own {@code crypt} knows every hash that the system writes; Perl, a part of every Debian, is the way to it.
 */
@Component
class OperatingSystemUsers implements WeakPlace {
    private static final Logger log = LoggerFactory.getLogger(OperatingSystemUsers.class);
    private static final int USERS_MAX = 200;
    private static final long MINUTES_MAX = 20;

    /** Reads lines of user number, hash and word; tells the numbers whose word it is. Words stand in no argument list. */
    private static final String CRYPT =
            "while(<STDIN>){chomp;my($n,$h,$w)=split /\\t/,$_,3;my $c=crypt($w,$h);print \"$n\\n\" if defined $c && $c eq $h}";

    private final WeakPasswords words;
    private final Path shadow;

    OperatingSystemUsers(WeakPasswords words, @Value("${yipiao.security.shadow:/etc/shadow}") String shadow) {
        this.words = words;
        this.shadow = Path.of(shadow);
    }

    private record User(String name, String hash) {
        @Override
        public String toString() {
            return "User[" + name + "]";
        }
    }

    @Override
    public Kind kind() {
        return Kind.OPERATING_SYSTEM;
    }

    @Override
    public Looked look() {
        if (!Files.isReadable(shadow)) {
            return Looked.impossible(
                    "平台进程无权读取 " + shadow + "；请由系统管理员复制一份只有平台用户可读的文件，用 YIPIAO_SECURITY_SHADOW 指定，检测后删除");
        }
        try {
            return look(users(Files.readAllLines(shadow, UTF_8)));
        } catch (IOException e) {
            log.warn("weak passwords of the operating system could not be looked for", e);
            return Looked.impossible("没有检测成功：读不到 " + shadow + " 或没有 perl");
        }
    }

    /** Without those that can not sign in by password: their hash is a mark. */
    private static List<User> users(List<String> lines) {
        var users = new ArrayList<User>();
        for (String line : lines) {
            String[] part = line.split(":", -1);
            if (part.length > 2 && (part[1].isEmpty() || part[1].startsWith("$") || part[1].length() == 13)) {
                users.add(new User(part[0], part[1]));
            }
        }
        return users;
    }

    private Looked look(List<User> users) throws IOException {
        var found = new ArrayList<Weak>();
        var asked = users.subList(0, Math.min(users.size(), USERS_MAX));
        Set<Integer> guessed = guessed(asked);
        for (int i = 0; i < asked.size(); i++) {
            var user = asked.get(i);
            if (user.hash().isEmpty()) {
                found.add(new Weak(user.name(), "没有口令", "立即设置口令（passwd " + user.name() + "）或锁定该用户（passwd -l）"));
            } else if (guessed.contains(i)) {
                found.add(new Weak(user.name(), "口令在弱口令字典中或由用户名构成", "立即修改口令（passwd " + user.name() + "），远程登录改用密钥"));
            }
        }
        boolean all = asked.size() == users.size();
        return new Looked(all, asked.size(), all ? "" : "用户过多，只检测了前 " + USERS_MAX + " 个", found);
    }

    private Set<Integer> guessed(List<User> users) throws IOException {
        var crypt = new ProcessBuilder("perl", "-e", CRYPT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = crypt.outputWriter(UTF_8)) {
            for (int i = 0; i < users.size(); i++) {
                var user = users.get(i);
                for (String word : user.hash().isEmpty() ? Set.<String>of() : words.guesses(user.name())) {
                    in.write(i + "\t" + user.hash() + "\t" + word + "\n");
                }
            }
        }
        var guessed = new HashSet<Integer>();
        try (var out = crypt.inputReader(UTF_8)) {
            out.lines().map(Integer::valueOf).forEach(guessed::add);
            if (!crypt.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || crypt.exitValue() != 0) {
                throw new IOException("crypt ended with trouble");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            crypt.destroyForcibly();
        }
        return guessed;
    }
}
