package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;

/**
 * 弱口令检测 Passwords that keep every rule and are guessed first all the same: common ones, and those made of the person's own
 * name. New ones are refused, existing ones are found at night by trying the dictionary on their hashes.
 */
@Service
class WeakPasswords {
    private static final Logger log = LoggerFactory.getLogger(WeakPasswords.class);
    private static final String DICTIONARY = "weak-passwords.txt";
    private static final List<String> TAILS =
            List.of("@123", "@1234", "@123456", "123!", "@2025", "@2026", "123456", "1234!", "#123");

    private final WeakPasswordStore store;
    private final Passwords passwords;
    private final WallClock clock;
    private final ApplicationEventPublisher events;
    private final Set<String> common;
    private final String edition;

    WeakPasswords(WeakPasswordStore store, Passwords passwords, WallClock clock, ApplicationEventPublisher events) {
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
        this.events = events;
        this.common = dictionary();
        this.edition = Sm2.sm3Hex(String.join("\n", common).getBytes(UTF_8)).substring(0, 16);
    }

    private static Set<String> dictionary() {
        var stream = Objects.requireNonNull(WeakPasswords.class.getResourceAsStream(DICTIONARY), DICTIONARY);
        try (var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            return new LinkedHashSet<>(
                    lines.lines().filter(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(DICTIONARY, e);
        }
    }

    /** Whether a new password stands in the dictionary, whatever its case. */
    boolean contains(String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        return common.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).equals(lower));
    }

    private static Set<String> ofName(String username) {
        var words = new HashSet<String>();
        String capital = username.substring(0, 1).toUpperCase(Locale.ROOT) + username.substring(1);
        for (String tail : TAILS) {
            words.add(username + tail);
            words.add(capital + tail);
        }
        return words;
    }

    /** 猜测 What somebody would try first for this user of whatever system. */
    Set<String> guesses(String username) {
        var words = new LinkedHashSet<>(common);
        words.add(username);
        words.addAll(ofName(username));
        return words;
    }

    @Scheduled(cron = "0 30 2 * * *", zone = WallClock.ZONE)
    void checkAtNight() {
        int found = check(null);
        if (found > 0) {
            log.warn("弱口令检测：发现 {} 个账户使用弱口令，已要求修改", found);
        }
    }

    /**
     * Tries every password that this edition was not tried on. Several instances share the work: who claims an account
     * checks it.
     *
     * @param unit null checks all
     * @return how many were found
     */
    int check(@Nullable UnitId unit) {
        int found = 0;
        for (var account : store.unchecked(unit, edition)) {
            if (store.claim(account, edition, clock.now()) && isWeak(account)) {
                found(account);
                found++;
            }
        }
        return found;
    }

    private boolean isWeak(WeakPasswordStore.Candidate account) {
        for (String word : ofName(account.username())) {
            if (passwords.matches(word, account.hash())) {
                return true;
            }
        }
        for (String word : common) {
            if (passwords.matches(word, account.hash())) {
                return true;
            }
        }
        return false;
    }

    private void found(WeakPasswordStore.Candidate account) {
        store.found(account, edition);
        events.publishEvent(new AccountEvent(
                account.unit(), account.id(), null, "您的口令过于常见，请立即修改", "弱口令检测发现您的口令可被轻易猜出，下次操作前须修改口令", "/settings"));
    }

    /** 弱口令账户 and whether they have changed it. */
    List<WeakPasswordStore.Found> found(UnitId unit, int max) {
        return store.found(unit, max);
    }

    /** @param checkedAt null before the first check */
    record Progress(long accounts, long checked, @Nullable Instant checkedAt) {}

    Progress progress(UnitId unit) {
        return store.progress(unit, edition);
    }
}
