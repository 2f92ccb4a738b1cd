package org.yipiao.issuing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillContent;
import org.yipiao.shared.BillId;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 部分退费台 Both steps are safe to repeat, so the operation is: read how far it has come, do what is left. */
@Component
class RefundDesk implements PartialRefunds, Inspection {
    static final Duration FINISHED_WITHIN = Duration.ofMinutes(1);
    private static final String CALLER = "console";
    private static final int RESUMED_MAX = 50;
    private static final long LOOK_MS = 30_000;
    private static final Logger log = LoggerFactory.getLogger(RefundDesk.class);

    private final RefundStore store;
    private final Issuing issuing;
    private final BillQueries bills;
    private final InstantSource clock;

    RefundDesk(RefundStore store, Issuing issuing, BillQueries bills, InstantSource clock) {
        this.store = store;
        this.issuing = issuing;
        this.bills = bills;
        this.clock = clock;
    }

    @Override
    public Done refund(UnitId unit, BillId id, BillContent rest, String reason, String by, LocalDateTime busAt) {
        var blue = bills.byId(unit, id).orElseThrow(() -> new Refused(404, "BILL_NOT_FOUND", "没有这张票据，或它不属于本单位"));
        if (!rest.total().minus(blue.total()).isNegative()
                || rest.total().isNegative()
                || rest.total().isZero()) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "items",
                            "退费金额",
                            rest.total().plain(),
                            "退费后的金额必须大于 0 且小于原金额 " + blue.total().plain(),
                            "全部退费请直接冲红")));
        }
        String json = ContentJson.write(rest);
        byte[] sm3 = ContentJson.sm3(json.getBytes(StandardCharsets.UTF_8));
        store.add(unit, id, json, sm3, reason, by, busAt, clock.instant());
        var row = store.row(unit, id);
        if (!Arrays.equals(row.restSm3(), sm3)) {
            throw new Refused(
                    409,
                    "REFUND_DIFFERS",
                    "这张票据已按其他金额办理部分退费，退费后金额 " + row.rest().total().plain() + " 元。请核对后在新票据上办理。");
        }
        return resumed(row);
    }

    private Done resumed(RefundStore.Row row) {
        var red = row.red().flatMap(id -> bills.byId(row.unit(), id)).orElseGet(() -> reversed(row));
        var known = row.restBill().flatMap(id -> bills.byId(row.unit(), id));
        if (known.isPresent()) {
            return new Done(red, known, "");
        }
        return switch (issuing.issue(rest(row))) {
            case IssueResult.Accepted(var bill, var first) -> {
                store.finished(row, bill.id());
                yield new Done(red, Optional.of(bill), "");
            }
            case IssueResult.Refused refused -> new Done(red, Optional.empty(), refused.detail());
        };
    }

    private IssuedBill reversed(RefundStore.Row row) {
        var blue = bills.byId(row.unit(), row.blue()).orElseThrow();
        var result = issuing.reverse(
                new Reversal(row.unit(), blue.code(), blue.number(), row.reason(), row.by(), "", row.busAt(), CALLER));
        switch (result) {
            case IssueResult.Accepted(var red, var first) -> {
                store.reversed(row, red.id());
                return red;
            }
            case IssueResult.Refused refused -> {
                // Our own reversal, whose outcome was not written down any more.
                var ours = bills.byId(row.unit(), row.blue())
                        .flatMap(IssuedBill::reversedBy)
                        .flatMap(id -> bills.byId(row.unit(), id))
                        .filter(red -> refused.why() == IssueRefusal.ALREADY_REVERSED
                                && red.busAt().equals(row.busAt())
                                && red.caller().equals(CALLER));
                if (ours.isPresent()) {
                    store.reversed(row, ours.get().id());
                    return ours.get();
                }
                if (!refused.why().retryHelps()) {
                    store.refused(row, refused.detail());
                }
                throw new Refused(409, refused.why().name(), refused.detail(), refused.errors());
            }
        }
    }

    private Charge rest(RefundStore.Row row) {
        var blue = bills.byId(row.unit(), row.blue()).orElseThrow();
        return new Charge(
                row.unit(),
                CALLER,
                row.rest().bizCode(),
                blue.busType(),
                blue.point(),
                row.busAt(),
                row.rest(),
                bills.circulates(blue.id()),
                "",
                bills.contact(blue.id()),
                "{}");
    }

    @Override
    public List<Open> open(UnitId unit) {
        return store.open(unit, clock.instant().plusSeconds(1), RESUMED_MAX).stream()
                .map(row -> new Open(row.blue(), row.busAt(), row.by(), row.reason()))
                .toList();
    }

    @Override
    public Optional<Progress> of(UnitId unit, BillId blue) {
        return store.find(unit, blue)
                .map(row -> new Progress(
                        bills.byId(unit, blue)
                                .orElseThrow()
                                .total()
                                .minus(row.rest().total()),
                        row.reason(),
                        row.by(),
                        row.busAt(),
                        row.red(),
                        row.restBill(),
                        row.refused()));
    }

    /** What a break or an empty stock has left half done. */
    @Scheduled(fixedDelay = LOOK_MS, initialDelay = LOOK_MS)
    void resume() {
        for (var row : store.open(null, left(), RESUMED_MAX)) {
            try {
                resumed(row);
            } catch (RuntimeException e) {
                log.warn("票据 {} 的部分退费尚未完成，稍后自动继续：{}", row.blue(), e.getMessage());
            }
        }
    }

    private Instant left() {
        return clock.instant().minus(FINISHED_WITHIN);
    }

    @Override
    public String title() {
        return "部分退费";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (var row : store.open(null, left().minus(FINISHED_WITHIN), RESUMED_MAX)) {
            String number = bills.byId(row.unit(), row.blue())
                    .map(bill -> bill.code() + " " + bill.number())
                    .orElse(row.blue().toString());
            findings.add(new Finding(
                    Severity.SERIOUS,
                    "票据 " + number + " 的部分退费未完成：" + (row.red().isPresent() ? "已冲红，剩余金额尚未重新开票" : "尚未冲红") + "，经办人 "
                            + row.by(),
                    "财务",
                    "核对开票点票号库存；恢复后自动重新开票"));
        }
        return findings;
    }
}
