package org.yipiao.supervision;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.database.Turns;
import org.yipiao.shared.Rounds;
import org.yipiao.shared.UnitId;

/** 表单跟踪 Asks after open forms, so that an approval is home within a minute. */
@Component
class FormClockwork implements SmartLifecycle {
    static final Duration ASK_EVERY = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(FormClockwork.class);

    private final BureauAccounts accounts;
    private final FormBook forms;
    private final Turns turns;
    private final PerUnit units = new PerUnit("bureau-forms");
    private final Rounds thread = new Rounds("bureau-forms", this::look, ASK_EVERY, ASK_EVERY);

    FormClockwork(BureauAccounts accounts, FormBook forms, Turns turns) {
        this.accounts = accounts;
        this.forms = forms;
        this.turns = turns;
    }

    private void look() {
        try {
            units.turn(
                    accounts.units().stream()
                            .filter(unit -> accounts.of(unit).usable())
                            .toList(),
                    this::turn);
        } catch (RuntimeException e) {
            log.warn("暂时读不到各单位的财政接入参数，稍后自动重试：{}", e.getMessage());
        }
    }

    /** The pause is shorter than the time between two looks, so that every look is a turn. */
    private Duration turn(UnitId unit) {
        try {
            turns.alone("supervision.forms " + unit, () -> forms.follow(unit));
        } catch (RuntimeException e) {
            log.warn("单位 {} 的表单跟踪失败，稍后自动重试：{}", unit, e.getMessage());
        }
        return Duration.ZERO;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean isRunning() {
        return thread.running();
    }
}
