package org.yipiao.access;

import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** 外部弱口令检测 Who around the platform has a password that is guessed first; never which. Only for the unit that runs the installation. */
@RestController
@RequestMapping("/api/console/weak-elsewhere")
class WeakElsewhereHttp implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(WeakElsewhereHttp.class);

    private final WeakElsewhere weak;
    private final Installation installation;
    private final WallClock clock;
    private final Audit audit;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("weak-elsewhere").daemon().factory());

    WeakElsewhereHttp(WeakElsewhere weak, Installation installation, WallClock clock, Audit audit) {
        this.weak = weak;
        this.installation = installation;
        this.clock = clock;
        this.audit = audit;
    }

    record WeakOne(String who, String what, String advice) {}

    /** @param complete false: some of it could not be looked at, as the note says */
    record WeakPlaceRow(
            WeakPlace.Kind kind,
            String label,
            String host,
            LocalDateTime checkedAt,
            boolean complete,
            int looked,
            String note,
            List<WeakOne> found) {}

    /** @param ours the machines belong to the unit that runs the installation; others see nothing of them */
    record WeakElsewhereReport(boolean ours, boolean running, List<WeakPlaceRow> rows) {}

    @GetMapping
    @Permit(Permission.POLICY_READ)
    WeakElsewhereReport report(CurrentUser user) {
        if (!installation.isRunBy(user)) {
            return new WeakElsewhereReport(false, false, List.of());
        }
        return new WeakElsewhereReport(
                true,
                running.get(),
                weak.all().stream().map(row -> row(user, row)).toList());
    }

    private WeakPlaceRow row(CurrentUser user, WeakElsewhereStore.Row row) {
        var looked = row.looked();
        return new WeakPlaceRow(
                row.kind(),
                row.kind().label(),
                row.host(),
                clock.local(user.unit(), row.checkedAt()),
                looked.complete(),
                looked.looked(),
                looked.note(),
                looked.found().stream()
                        .map(one -> new WeakOne(one.who(), one.what(), one.advice()))
                        .toList());
    }

    @PostMapping("/check")
    @Permit(Permission.POLICY_MANAGE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    WeakElsewhereReport check(CurrentUser user) {
        installation.refuseUnlessRunBy(user, user.unit());
        if (running.compareAndSet(false, true)) {
            audit.note(user, "外部弱口令检测", "操作系统、数据库、第三方组件", "开始");
            worker.execute(this::run);
        }
        return report(user);
    }

    private void run() {
        try {
            weak.check();
        } catch (RuntimeException e) {
            log.error("外部弱口令检测中断", e);
        } finally {
            running.set(false);
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
