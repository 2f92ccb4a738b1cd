package org.yipiao.supervision;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.DrawGuard;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.UsageStore.Review;
import org.yipiao.supervision.UsageStore.State;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import tools.jackson.databind.json.JsonMapper;

/**
 * 审验 The bureau's periodic review: the package of the year's usage reports goes out, the verdict and the next date come
 * back. The unit is warned before the date; after it, nothing more is drawn until the review is passed.
 */
@Component
class Reviews implements Inspection, DrawGuard {
    /** Days before the date on which the warning becomes louder. */
    static final List<Integer> WARNINGS = List.of(30, 15, 7, 1);

    static final List<String> RESULTS = List.of("良好", "合格", "问题", "整改通过");
    private static final int PROBLEM = 3;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final UsageStore store;
    private final AskStore steps;
    private final Unanswered unanswered;
    private final BureauClient bureau;
    private final Units units;
    private final InstantSource clock;

    Reviews(
            UsageStore store,
            AskStore steps,
            Unanswered unanswered,
            BureauClient bureau,
            Units units,
            InstantSource clock) {
        this.store = store;
        this.steps = steps;
        this.unanswered = unanswered;
        this.bureau = bureau;
        this.units = units;
        this.clock = clock;
    }

    /** 审验资料 What the year's accepted reports add up to. */
    BureauWire.ReviewAsked pack(UnitId unit, int year, String no) {
        var reports = store.reports(unit).stream()
                .filter(report ->
                        report.state() == State.ACCEPTED && report.until().getYear() == year)
                .toList();
        return new BureauWire.ReviewAsked(
                no,
                year,
                reports.stream().map(UsageStore.Report::no).toList(),
                reports.stream().mapToLong(UsageStore.Report::numbers).sum(),
                reports.stream().mapToLong(UsageStore.Report::bills).sum(),
                reports.stream().mapToLong(UsageStore.Report::totalFen).sum());
    }

    /** 申报审验 @throws Refused NO_USAGE_REPORT or REVIEW_OPEN */
    Review declare(UnitId unit, int year, String by) {
        String no = "SY" + year + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        var pack = pack(unit, year, no);
        if (pack.reports().isEmpty()) {
            throw new Refused(409, "NO_USAGE_REPORT", year + " 年度还没有已核销的用票，请先办理核销，再申报审验。");
        }
        var review = new Review(
                unit, no, year, "SUBMITTED", JSON.writeValueAsString(pack), null, "", null, by, clock.instant(), null);
        if (!store.add(review)) {
            throw new Refused(409, "REVIEW_OPEN", "上一次审验尚未办结，请等财政答复。");
        }
        note(review, "申报", by, "核销单 " + pack.reports().size() + " 份，号码 " + pack.numbers() + " 个");
        return settleOrWait(review);
    }

    private Review settleOrWait(Review review) {
        try {
            settle(review);
        } catch (RuntimeException failure) {
            unanswered.failed(which(review), failure);
        }
        return store.findReview(review.unit(), review.no()).orElseThrow();
    }

    /** 重新提交 of one that waits for a person. */
    Review again(UnitId unit, String no, String by) {
        var review = store.findReview(unit, no).orElseThrow(Reviews::unknown);
        unanswered.again(which(review), by);
        return settleOrWait(store.findReview(unit, no).orElseThrow());
    }

    /** 撤回 */
    Review withdraw(UnitId unit, String no, String reason, boolean verified, String by) {
        var review = store.findReview(unit, no).orElseThrow(Reviews::unknown);
        unanswered.withdraw(which(review), reason, verified, by);
        return store.findReview(unit, no).orElseThrow();
    }

    static Refused unknown() {
        return new Refused(404, "REVIEW_NOT_FOUND", "没有这份审验申报，或它不属于本单位，请返回列表重新选择");
    }

    private static AskStore.Which which(Review review) {
        return new AskStore.Which(AskStore.What.REVIEW, review.unit(), review.no());
    }

    private void note(Review review, String act, String by, String note) {
        steps.step(which(review), new UsageStore.Step(clock.instant(), act, by, note));
    }

    @Scheduled(fixedDelayString = "${yipiao.supervision.ask-again-ms:10000}", initialDelay = 65_000)
    void askAgain() {
        for (var one : unanswered.due(AskStore.What.REVIEW)) {
            store.findReview(one.unit(), one.no()).ifPresent(this::settleOrWait);
        }
    }

    private void settle(Review review) {
        var answer =
                bureau.declareReview(review.unit(), JSON.readValue(review.content(), BureauWire.ReviewAsked.class));
        if (!"REVIEWED".equals(answer.state())) {
            unanswered.looking(which(review), review.at());
            if (store.reviewing(review)) {
                note(review, "财政审验中", BureauClient.PARTY, "");
            }
            return;
        }
        Integer result = answer.result();
        LocalDate next = day(answer.nextDate());
        if (result == null || result < 1 || result > RESULTS.size() || next == null) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统的审验结果不完整");
        }
        String opinion = answer.opinion() == null ? "" : answer.opinion();
        if (store.reviewed(review, result, opinion, next, clock.instant())) {
            note(review, RESULTS.get(result - 1), BureauClient.PARTY, opinion);
        }
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException notADay) {
            return null;
        }
    }

    /** 下次审验 of the last verdict; empty before the first one. */
    Optional<LocalDate> due(UnitId unit) {
        return store.reviews(unit).stream()
                .filter(review -> review.nextDate() != null)
                .findFirst()
                .map(Review::nextDate);
    }

    /** Days until the date; negative when it is past. */
    Optional<Long> daysLeft(UnitId unit) {
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
        return due(unit).map(date -> ChronoUnit.DAYS.between(today, date));
    }

    @Override
    public Optional<String> reasonAgainst(UnitId unit) {
        if (units.stopped(unit)) {
            return Optional.of("单位已停用，不能申领。");
        }
        var last = store.reviews(unit).stream()
                .filter(review -> review.result() != null)
                .findFirst();
        if (last.isPresent() && Integer.valueOf(PROBLEM).equals(last.get().result())) {
            return Optional.of("最近一次审验结果为“问题”，整改通过前不能申领。财政意见：" + last.get().opinion() + "。整改后请重新申报审验。");
        }
        return daysLeft(unit).filter(days -> days < 0).map(days -> "票据审验已过期 " + -days + " 天，审验合格前不能申领。请在核销审验页申报审验。");
    }

    @Override
    public String title() {
        return "票据审验";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (UnitId unit : units.all()) {
            daysLeft(unit).filter(days -> days <= WARNINGS.getFirst()).ifPresent(days -> {
                // The step of the ladder is told, not the day, so that the message changes only when it is crossed.
                int step = WARNINGS.stream()
                        .filter(warning -> days <= warning)
                        .reduce((earlier, later) -> later)
                        .orElse(WARNINGS.getFirst());
                var finding = days < 0
                        ? new Finding(Severity.SERIOUS, "票据审验已过期，申领已停止", "财务", "在核销审验页申报审验")
                        : new Finding(
                                step <= 7 ? Severity.SERIOUS : Severity.ORDINARY,
                                "距票据审验日期 " + due(unit).orElseThrow() + " 不足 " + step + " 天，逾期将停止申领",
                                "财务",
                                "办理核销后在核销审验页申报审验");
                findings.add(finding.of(unit));
            });
        }
        return findings;
    }

    static BureauWire.ReviewAsked packOf(Review review) {
        return JSON.readValue(review.content(), BureauWire.ReviewAsked.class);
    }
}
