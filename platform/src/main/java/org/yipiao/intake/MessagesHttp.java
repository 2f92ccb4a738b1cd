package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 原始报文与重放 Messages of business systems for the console. */
@RestController
@RequestMapping("/api/console/messages")
class MessagesHttp {
    private static final int FILTER_LENGTH_MAX = 100;

    private final MessageStore store;
    private final MarketDesk desk;
    private final Units units;
    private final Audit audit;

    MessagesHttp(MessageStore store, MarketDesk desk, Units units, Audit audit) {
        this.store = store;
        this.desk = desk;
        this.units = units;
        this.audit = audit;
    }

    /** @param message the refusal's text, empty on success */
    record MessageRow(
            String id,
            LocalDateTime at,
            String caller,
            String method,
            String busNo,
            String result,
            String message,
            int tookMs) {}

    /**
     * @param request decoded business parameters as pretty JSON, or the raw text when it can not be decoded
     * @param answer decoded answer text
     */
    record MessageDetail(
            String id,
            LocalDateTime at,
            String caller,
            String method,
            String busNo,
            String result,
            String message,
            int tookMs,
            LocalDateTime receivedAt,
            String remote,
            String replayedBy,
            String request,
            String answer) {}

    record Replayed(String result, String message) {}

    @GetMapping
    @Permit(Permission.MESSAGES_READ)
    Page<MessageRow> list(
            @RequestParam(defaultValue = "") String method,
            @RequestParam(defaultValue = "") String result,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize,
            CurrentUser user) {
        var filter = new MessageStore.Filter(bounded(method), bounded(result), bounded(text));
        return store.list(user.unit(), alone(), filter, Page.no(pageNo), Page.size(pageSize))
                .map(row -> new MessageRow(
                        row.id().toString(),
                        local(row.at(), user.unit()),
                        row.caller(),
                        row.method(),
                        row.busNo(),
                        row.result(),
                        row.message(),
                        row.tookMs()));
    }

    @GetMapping("/{id}")
    @Permit(Permission.MESSAGES_READ)
    MessageDetail detail(@PathVariable UUID id, CurrentUser user) {
        var outcome = store.outcome(user.unit(), alone(), id).orElseThrow(MessagesHttp::notFound);
        var raw = store.message(id).orElseThrow(MessagesHttp::notFound);
        // The raw message holds what screens mask: who looked at it is written down.
        audit.note(user, "查看原始报文", id.toString(), "成功");
        return new MessageDetail(
                id.toString(),
                local(outcome.at(), user.unit()),
                outcome.caller(),
                outcome.method(),
                outcome.busNo(),
                outcome.result(),
                outcome.message(),
                outcome.tookMs(),
                local(raw.receivedAt(), user.unit()),
                raw.remote(),
                outcome.replayedBy(),
                decoded(raw.body()),
                outcome.answer());
    }

    @PostMapping("/{id}/replay")
    @Permit(Permission.MESSAGES_REPLAY)
    Replayed replay(@PathVariable UUID id, CurrentUser user) {
        if (store.outcome(user.unit(), alone(), id).isEmpty()) {
            throw notFound();
        }
        var raw = store.message(id).orElseThrow(MessagesHttp::notFound);
        var reply = desk.replay(raw, user.username());
        audit.note(user, "重放报文", id.toString(), reply.isSuccess() ? "成功" : "失败：" + reply.result());
        return new Replayed(reply.result(), reply.isSuccess() ? "处理成功" : reply.message());
    }

    /** Messages of unknown accounts belong to no unit; where there is one unit only, they are its own business. */
    private boolean alone() {
        return units.all().size() <= 1;
    }

    private static String decoded(byte[] body) {
        try {
            return Json.pretty(Envelope.read(body).content().fields());
        } catch (Refusal notReadable) {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private LocalDateTime local(Instant at, UnitId unit) {
        return LocalDateTime.ofInstant(at, units.current(unit).zone()).truncatedTo(ChronoUnit.MILLIS);
    }

    private static String bounded(String text) {
        String clean = text.replace("\0", "").strip();
        return clean.length() <= FILTER_LENGTH_MAX ? clean : clean.substring(0, FILTER_LENGTH_MAX);
    }

    private static Refused notFound() {
        return new Refused(404, "MESSAGE_NOT_FOUND", "报文不存在或已过保存期限；请刷新列表");
    }
}
