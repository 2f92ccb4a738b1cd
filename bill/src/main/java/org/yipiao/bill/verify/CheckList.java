package org.yipiao.bill.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the checks of one file in order; what a check throws is its reason to fail. */
final class CheckList {
    private static final int REASON_MAX = 300;

    private final List<Check> checks = new ArrayList<>();

    /** A check that passes with what it found, fails with an exception, or throws {@link NotApplicable}. */
    interface Body {
        String found();
    }

    /** A check that makes something the later ones need. */
    interface Reading<T> {
        T read();
    }

    /** Why a check says nothing of this file. */
    static final class NotApplicable extends RuntimeException {
        NotApplicable(String reason) {
            super(reason, null, false, false);
        }
    }

    void run(String name, String title, Body body) {
        read(name, title, body::found, found -> found);
    }

    /** @return what was read; null when the check failed */
    <T> @Nullable T read(String name, String title, Reading<T> reading, java.util.function.Function<T, String> found) {
        try {
            T read = reading.read();
            add(name, title, Check.Result.PASSED, found.apply(read));
            return read;
        } catch (NotApplicable e) {
            add(name, title, Check.Result.NOT_APPLICABLE, e.getMessage());
        } catch (IllegalArgumentException e) {
            failed(name, title, e.getMessage());
        } catch (RuntimeException e) {
            // A forger's bytes found a way past the parsers' own refusals: that is a failure like any other.
            failed(name, title, "内容无法解析（" + e.getClass().getSimpleName() + "）");
        }
        return null;
    }

    void failed(String name, String title, @Nullable String reason) {
        add(name, title, Check.Result.FAILED, reason);
    }

    private void add(String name, String title, Check.Result result, @Nullable String reason) {
        String text = reason == null ? "" : reason;
        checks.add(new Check(name, title, result, text.substring(0, Math.min(REASON_MAX, text.length()))));
    }

    List<Check> done() {
        return List.copyOf(checks);
    }

    /** @throws IllegalArgumentException with the reason unless it holds */
    static void require(boolean holds, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
    }
}
