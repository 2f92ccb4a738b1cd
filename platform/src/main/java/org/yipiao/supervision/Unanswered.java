package org.yipiao.supervision;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.access.Permission;
import org.yipiao.notices.Notices;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.supervision.AskStore.Asked;
import org.yipiao.supervision.AskStore.What;
import org.yipiao.supervision.AskStore.Which;
import org.yipiao.supervision.UsageStore.Step;
import org.yipiao.transit.Outcome.Fault;

/**
 * 未获答复 Usage reports and reviews that the bureau answered with an error or not at all. A passing fault is asked about again
 * with a growing pause, for about a day; an error that asking again can not cure stops at once. Then a person is told, and
 * sends it again or takes it back.
 */
@Component
class Unanswered implements Inspection {
    /** Pauses after the first failures; the last one is kept until the end. */
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** Together a little more than a day. */
    static final int ATTEMPTS_MAX = 30;

    private static final int REASON_MIN = 2;
    private static final int REASON_MAX = 200;
    private static final int NOTICE_MAX = 900;
    private static final long LOOK_MS = 60_000;
    private static final String PAGE = "/numbers/usage";
    private static final Logger log = LoggerFactory.getLogger(Unanswered.class);

    private final AskStore store;
    private final Notices notices;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final TransactionTemplate transaction;
    private volatile long stuck;

    Unanswered(
            AskStore store,
            Notices notices,
            InstantSource clock,
            MeterRegistry registry,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.notices = notices;
        this.clock = clock;
        this.registry = registry;
        this.transaction = new TransactionTemplate(transactions);
        registry.gauge("yipiao.supervision.documents.stuck", this, self -> self.stuck);
    }

    List<Which> due(What what) {
        return store.due(what, clock.instant());
    }

    /** The call for this document failed. */
    void failed(Which one, RuntimeException failure) {
        var trouble = BureauTrouble.of(failure);
        if (trouble.fault() == Fault.OUR_FAULT) {
            log.error("{} {} 的财政应答未能处理", one.what().label(), one.no(), failure);
        } else {
            log.warn("{} {} 未获财政答复：{}", one.what().label(), one.no(), trouble.message());
        }
        registry.counter(
                        "yipiao.supervision.documents.failed",
                        "what",
                        one.what().name(),
                        "fault",
                        trouble.fault().name())
                .increment();
        transaction.executeWithoutResult(status -> store.find(one).ifPresent(was -> keep(one, was, trouble)));
    }

    private void keep(Which one, Asked was, BureauTrouble trouble) {
        Instant now = clock.instant();
        boolean ends = trouble.lasts() || was.attempts() + 1 >= ATTEMPTS_MAX;
        Instant next = ends ? null : now.plus(PAUSES.get(Math.min(was.attempts(), PAUSES.size() - 1)));
        if (!store.failed(one, was.attempts(), trouble, now, next)) {
            return;
        }
        // The same trouble again is counted, not written down each time.
        if (ends || !was.message().equals(trouble.message())) {
            store.step(
                    one,
                    new Step(
                            now,
                            ends ? "需处理" : "未成功，稍后再问",
                            BureauClient.PARTY,
                            trouble.message()
                                    + (ends
                                            ? "。责任方：" + BureauTrouble.owner(trouble.fault()) + "。"
                                                    + BureauTrouble.nextStep(trouble.fault(), true)
                                            : "")));
        }
        if (ends) {
            String body = trouble.message() + "。" + BureauTrouble.nextStep(trouble.fault(), true) + "。";
            notices.tell(
                    Permission.NUMBERS_MANAGE,
                    new Notices.Notice(
                            one.unit(),
                            Notices.Kind.TRANSIT,
                            one.what().label() + " " + one.no() + " 未能提交财政，需处理",
                            body.substring(0, Math.min(body.length(), NOTICE_MAX)),
                            PAGE,
                            matter(one)));
        }
    }

    /** The bureau is looking at it: asked often at first, then less. */
    void looking(Which one, Instant since) {
        Instant now = clock.instant();
        Duration age = Duration.between(since, now);
        Duration pause = age.compareTo(Duration.ofMinutes(10)) < 0
                ? Duration.ZERO
                : age.compareTo(Duration.ofHours(1)) < 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(10);
        store.looking(one, now.plus(pause));
    }

    /** 重新提交 @throws Refused DOCUMENT_CHANGED when it does not wait for a person */
    void again(Which one, String by) {
        transaction.executeWithoutResult(status -> {
            if (!store.again(one)) {
                throw changed(one);
            }
            store.step(one, new Step(clock.instant(), "重新提交", by, ""));
            notices.close(one.unit(), matter(one));
        });
    }

    /**
     * 撤回
     *
     * @param verified the person has asked the bureau that it does not have the document
     * @throws Refused FIELD_INVALID, MAYBE_TAKEN or DOCUMENT_CHANGED
     */
    void withdraw(Which one, String reason, boolean verified, String by) {
        if (reason.length() < REASON_MIN || reason.length() > REASON_MAX) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "reason", "撤回原因", reason, REASON_MIN + " 到 " + REASON_MAX + " 个字", "请写明为什么撤回")));
        }
        transaction.executeWithoutResult(status -> {
            var now = store.find(one).orElseThrow(() -> changed(one));
            if (now.maybeTaken() && !verified) {
                throw new Refused(
                        409,
                        "MAYBE_TAKEN",
                        "财政可能已收到" + one.what().label() + " " + one.no() + "，请先与财政核实对方没有受理，并在撤回时勾选“已与财政核实”。");
            }
            if (!store.withdraw(one, clock.instant())) {
                throw changed(one);
            }
            store.step(one, new Step(clock.instant(), "撤回", by, verified ? reason + "（已与财政核实未受理）" : reason));
            notices.close(one.unit(), matter(one));
        });
    }

    private static Refused changed(Which one) {
        return new Refused(409, "DOCUMENT_CHANGED", one.what().label() + " " + one.no() + " 不在需处理状态，请刷新后查看。");
    }

    private static String matter(Which one) {
        return "bureau:" + one.what().name() + ":" + one.no();
    }

    @Scheduled(fixedDelay = LOOK_MS, initialDelay = LOOK_MS)
    void count() {
        stuck = (long) store.stuck(What.USAGE).size() + store.stuck(What.REVIEW).size();
    }

    @Override
    public String title() {
        return "核销与审验";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (What what : What.values()) {
            for (Which one : store.stuck(what)) {
                store.find(one).filter(Asked::stuck).ifPresent(asked -> {
                    Fault fault = Objects.requireNonNullElse(asked.fault(), Fault.OUR_FAULT);
                    findings.add(new Finding(
                                    Severity.SERIOUS,
                                    what.label() + " " + one.no() + " 未能提交财政：" + asked.message(),
                                    BureauTrouble.owner(fault),
                                    BureauTrouble.nextStep(fault, true))
                            .of(one.unit()));
                });
            }
        }
        return findings;
    }
}
