package org.yipiao.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 重放中心 Calls that wait for a mapping: why, what would happen, and play again. */
@RestController
@RequestMapping("/api/console/parked")
class ParkedHttp {
    /** 一次最多重放笔数 */
    static final int REPLAYED_AT_ONCE_MAX = 200;

    private static final int REASON_MAX = 100;

    private final ParkedStore store;
    private final MessageStore messages;
    private final MarketDesk desk;
    private final DryRun dryRun;
    private final CallCodes codes;
    private final Callers callers;
    private final Units units;
    private final Audit audit;
    private final InstantSource clock;

    ParkedHttp(
            ParkedStore store,
            MessageStore messages,
            MarketDesk desk,
            DryRun dryRun,
            CallCodes codes,
            Callers callers,
            Units units,
            Audit audit,
            InstantSource clock) {
        this.store = store;
        this.messages = messages;
        this.desk = desk;
        this.dryRun = dryRun;
        this.codes = codes;
        this.callers = callers;
        this.units = units;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param mapped true when it has been mapped since */
    record Missing(Kind kind, String kindLabel, String code, String name, boolean mapped) {}

    /** @param ready every missing code has been mapped since */
    record Row(
            String id,
            String messageId,
            String caller,
            String method,
            String busNo,
            LocalDateTime firstAt,
            LocalDateTime lastAt,
            int calls,
            List<Missing> missing,
            boolean ready,
            String refusal,
            ParkedStore.State state,
            @Nullable LocalDateTime closedAt,
            @Nullable String closedBy,
            @Nullable String outcome) {}

    record Done(boolean succeeded, String result, String message) {}

    /** @param tried how many were ready and tried @param succeeded how many of them are bills now */
    record AllDone(int tried, int succeeded, List<String> failures) {}

    record Dropped(@Nullable String reason) {}

    @GetMapping
    @Permit(Permission.MESSAGES_READ)
    Page<Row> list(
            @RequestParam(defaultValue = "WAITING") ParkedStore.State state,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize,
            CurrentUser user) {
        return store.list(user.unit(), state, Page.no(pageNo), Page.size(pageSize))
                .map(parked -> row(user.unit(), parked));
    }

    /** 试运行 Says what a replay would do; nothing is written but the audit entry. */
    @PostMapping("/{id}/dry-run")
    @Permit(Permission.MESSAGES_REPLAY)
    DryRun.Forecast dryRun(@PathVariable UUID id, CurrentUser user) {
        var parked = store.find(user.unit(), id).orElseThrow(ParkedHttp::notFound);
        var forecast = dryRun.of(raw(parked));
        audit.note(user, "重放试运行", parked.busNo(), forecast.wouldSucceed() ? "可以开票" : "仍会被拒");
        return forecast;
    }

    @PostMapping("/{id}/replay")
    @Permit(Permission.MESSAGES_REPLAY)
    Done replay(@PathVariable UUID id, CurrentUser user) {
        var parked = store.find(user.unit(), id).orElseThrow(ParkedHttp::notFound);
        if (parked.state() != ParkedStore.State.WAITING) {
            throw closed();
        }
        return replay(parked, user);
    }

    /** 全部重放 Every waiting call whose codes are all mapped by now, oldest pages first, at most 200. */
    @PostMapping("/replay-ready")
    @Permit(Permission.MESSAGES_REPLAY)
    AllDone replayReady(CurrentUser user) {
        var failures = new ArrayList<String>();
        int tried = 0;
        var waiting = store.list(user.unit(), ParkedStore.State.WAITING, 1, REPLAYED_AT_ONCE_MAX);
        for (var parked : waiting.rows()) {
            if (ready(user.unit(), parked)) {
                tried++;
                var done = replay(parked, user);
                if (!done.succeeded()) {
                    failures.add(parked.busNo() + "：" + done.message());
                }
            }
        }
        return new AllDone(tried, tried - failures.size(), failures);
    }

    @PostMapping("/{id}/drop")
    @Permit(Permission.MESSAGES_REPLAY)
    void drop(@PathVariable UUID id, @RequestBody Dropped body, CurrentUser user) {
        String reason = body.reason() == null ? "" : body.reason().strip();
        if (reason.length() < 2 || reason.length() > REASON_MAX) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "请写明不再重放的原因",
                    List.of(new FieldError("reason", "原因", "", "2 到 " + REASON_MAX + " 个字", "如：已在窗口重新结算")));
        }
        var parked = store.find(user.unit(), id).orElseThrow(ParkedHttp::notFound);
        if (!store.close(
                user.unit(), id, ParkedStore.State.DROPPED, clock.instant(), user.displayName(), "不再重放：" + reason)) {
            throw closed();
        }
        audit.note(user, "放弃重放", parked.busNo(), "成功：" + reason);
    }

    private Done replay(ParkedStore.Parked parked, CurrentUser user) {
        var reply = desk.replay(raw(parked), user.username());
        if (reply.isSuccess()) {
            store.close(
                    user.unit(), parked.id(), ParkedStore.State.DONE, clock.instant(), user.displayName(), "重放后已开票");
        }
        audit.note(user, "重放报文", parked.busNo(), reply.isSuccess() ? "成功" : "失败：" + reply.result());
        return new Done(reply.isSuccess(), reply.result(), reply.isSuccess() ? "已开票" : reply.message());
    }

    private RawMessage raw(ParkedStore.Parked parked) {
        return messages.message(parked.messageId())
                .orElseThrow(() -> new Refused(410, "MESSAGE_EXPIRED", "原始报文已过保存期限；请业务系统重新发送"));
    }

    private boolean ready(UnitId unit, ParkedStore.Parked parked) {
        return missing(unit, parked).stream().allMatch(Missing::mapped);
    }

    private List<Missing> missing(UnitId unit, ParkedStore.Parked parked) {
        var caller = callers.find(parked.caller()).filter(one -> one.unit().equals(unit));
        return parked.missing().stream()
                .map(code -> new Missing(
                        code.kind(),
                        code.kind().label(),
                        code.code(),
                        code.name(),
                        caller.map(one -> codes.mapped(one, code.kind(), code.code()))
                                .orElse(false)))
                .toList();
    }

    private Row row(UnitId unit, ParkedStore.Parked parked) {
        var missing = missing(unit, parked);
        return new Row(
                parked.id().toString(),
                parked.messageId().toString(),
                parked.caller(),
                parked.method(),
                parked.busNo(),
                local(parked.firstAt(), unit),
                local(parked.lastAt(), unit),
                parked.calls(),
                missing,
                missing.stream().allMatch(Missing::mapped),
                parked.refusal(),
                parked.state(),
                parked.closedAt() == null ? null : local(parked.closedAt(), unit),
                parked.closedBy(),
                parked.outcome());
    }

    private LocalDateTime local(Instant at, UnitId unit) {
        return LocalDateTime.ofInstant(at, units.current(unit).zone()).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Refused notFound() {
        return new Refused(404, "PARKED_NOT_FOUND", "没有这笔待重放的请求；请刷新列表");
    }

    private static Refused closed() {
        return new Refused(409, "PARKED_CLOSED", "这笔请求已处理，不能再重放；请刷新列表");
    }
}
