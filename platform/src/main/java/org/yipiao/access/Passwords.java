package org.yipiao.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 口令 Argon2id hashes, the policy of 等保三级, and first passwords. */
@Component
class Passwords {
    static final int LENGTH_MIN = 10;
    static final int LENGTH_MAX = 128;
    static final int CLASSES_MIN = 3;

    /** Each hash takes 19 MiB and a core for some 50 ms: more at once would starve the rest of the product. */
    static final int HASHES_AT_ONCE = 4;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;

    /** Without look-alikes, because first passwords are typed from a screen or from paper. */
    private static final List<String> CLASSES =
            List.of("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "-_+=.@#%");

    private static final int FIRST_LENGTH = 16;

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore places = new Semaphore(HASHES_AT_ONCE, true);
    private final SecureRandom random = new SecureRandom();
    private final String nobodysHash = argon2.encode(first());

    String hash(String password) {
        return inTurn(() -> argon2.encode(password));
    }

    boolean matches(String password, String hash) {
        boolean text = isText(password);
        return inTurn(() -> argon2.matches(text ? password : "", hash)) && text;
    }

    /** Half a character has no bytes to hash. */
    private static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    /** Takes as long as {@link #matches} and is never true: unknown names answer no faster than known ones. */
    boolean matchesNobody(String password) {
        matches(password, nobodysHash);
        return false;
    }

    private <T> T inTurn(java.util.function.Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    /** A first password that keeps the policy. */
    final String first() {
        while (true) {
            var password = new StringBuilder();
            for (int i = 0; i < FIRST_LENGTH; i++) {
                String letters = CLASSES.get(random.nextInt(CLASSES.size()));
                password.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (faults(password.toString(), "").isEmpty()) {
                return password.toString();
            }
        }
    }

    /** @throws Refused naming every rule that the new password breaks */
    void requirePolicy(String password, String username, int lengthMin) {
        var faults = faults(password, username, lengthMin);
        if (!faults.isEmpty()) {
            throw new Refused(400, "PASSWORD_WEAK", "新口令不符合规则，请按提示修改", faults);
        }
    }

    static List<FieldError> faults(String password, String username) {
        return faults(password, username, LENGTH_MIN);
    }

    private static List<FieldError> faults(String password, String username, int lengthMin) {
        var faults = new ArrayList<FieldError>();
        if (password.length() < lengthMin || password.length() > LENGTH_MAX) {
            faults.add(fault(
                    "长度应为 " + lengthMin + " 到 " + LENGTH_MAX + " 个字符", "现为 " + password.length() + " 个字符，请加长或缩短"));
        }
        if (!isText(password)) {
            faults.add(fault("应由完整的字符组成", "请重新输入"));
        }
        if (classes(password) < CLASSES_MIN) {
            faults.add(fault("大写字母、小写字母、数字、符号四类中至少含三类", "请加入缺少的种类"));
        }
        if (!username.isEmpty() && password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT))) {
            faults.add(fault("不得包含用户名", "请去掉其中的用户名"));
        }
        return faults;
    }

    private static long classes(String password) {
        boolean upper = password.chars().anyMatch(Character::isUpperCase);
        boolean lower = password.chars().anyMatch(Character::isLowerCase);
        boolean digit = password.chars().anyMatch(Character::isDigit);
        boolean other = password.chars().anyMatch(c -> !Character.isLetterOrDigit(c));
        return java.util.stream.Stream.of(upper, lower, digit, other)
                .filter(has -> has)
                .count();
    }

    private static FieldError fault(String rule, String hint) {
        return new FieldError("new", "新口令", "（不显示）", rule, hint);
    }
}
