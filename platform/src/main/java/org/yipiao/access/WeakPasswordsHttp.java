package org.yipiao.access;

import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.UnitId;

/** 弱口令检测 Who has a password that is guessed first; never which. */
@RestController
@RequestMapping("/api/console/weak-passwords")
class WeakPasswordsHttp implements DisposableBean {
    static final int ROWS_MAX = 500;

    private static final Logger log = LoggerFactory.getLogger(WeakPasswordsHttp.class);

    private final WeakPasswords weak;
    private final WallClock clock;
    private final Audit audit;
    /** One check at a time: each password costs seconds of a core. */
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("weak-passwords").daemon().factory());

    WeakPasswordsHttp(WeakPasswords weak, WallClock clock, Audit audit) {
        this.weak = weak;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param changed 已修改 */
    record WeakRow(String username, String displayName, LocalDateTime checkedAt, boolean changed) {}

    /** @param checked how many of the accounts this edition of the dictionary was tried on */
    record Report(long accounts, long checked, @Nullable LocalDateTime checkedAt, List<WeakRow> rows) {}

    @GetMapping
    @Permit(Permission.POLICY_READ)
    Report report(CurrentUser user) {
        UnitId unit = user.unit();
        var progress = weak.progress(unit);
        return new Report(
                progress.accounts(),
                progress.checked(),
                clock.localOrNull(unit, progress.checkedAt()),
                weak.found(unit, ROWS_MAX).stream()
                        .map(found -> new WeakRow(
                                found.username(),
                                found.displayName(),
                                clock.local(unit, found.checkedAt()),
                                found.changed()))
                        .toList());
    }

    @PostMapping("/check")
    @Permit(Permission.POLICY_MANAGE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Report check(CurrentUser user) {
        audit.note(user, "弱口令检测", "本单位", "开始");
        UnitId unit = user.unit();
        worker.execute(() -> {
            try {
                weak.check(unit);
            } catch (RuntimeException e) {
                log.error("弱口令检测中断", e);
            }
        });
        return report(user);
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
