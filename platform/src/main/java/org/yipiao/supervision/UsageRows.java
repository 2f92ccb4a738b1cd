package org.yipiao.supervision;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.ReviewHttp.ReviewState;
import org.yipiao.supervision.UsageHttp.ReviewRow;
import org.yipiao.supervision.UsageHttp.Trouble;
import org.yipiao.supervision.UsageHttp.UsageStepRow;

/** What the pages of usage reports and of reviews show alike. */
@Component
class UsageRows {
    private final AskStore asks;
    private final Units units;

    UsageRows(AskStore asks, Units units) {
        this.asks = asks;
        this.units = units;
    }

    LocalDateTime local(UnitId unit, Instant at) {
        if (!units.all().contains(unit)) {
            throw new Refused(409, "UNIT_NOT_READY", "尚未从财政票据系统取得本单位资料，请信息科先完成财政接口配置");
        }
        ZoneId zone = units.current(unit).zone();
        return LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.MILLIS);
    }

    List<UsageStepRow> steps(AskStore.Which one) {
        return asks.steps(one).stream()
                .map(step -> new UsageStepRow(local(one.unit(), step.at()), step.act(), step.by(), step.note()))
                .toList();
    }

    @Nullable
    Trouble trouble(AskStore.Which one) {
        return asks.find(one).map(asked -> told(one.unit(), asked)).orElse(null);
    }

    private @Nullable Trouble told(UnitId unit, AskStore.Asked asked) {
        var fault = asked.fault();
        var at = asked.at();
        boolean open = List.of("SUBMITTED", "REVIEWING", "STUCK").contains(asked.state());
        if (!open || fault == null || at == null) {
            return null;
        }
        var next = asked.nextAt();
        return new Trouble(
                asked.code(),
                asked.message(),
                BureauTrouble.owner(fault),
                BureauTrouble.nextStep(fault, asked.stuck()),
                asked.attempts(),
                asked.maybeTaken(),
                local(unit, at),
                next == null || asked.stuck() ? null : local(unit, next));
    }

    ReviewRow row(UnitId unit, UsageStore.Review review) {
        var pack = Reviews.packOf(review);
        Integer result = review.result();
        return new ReviewRow(
                review.no(),
                review.year(),
                review.state(),
                ReviewState.valueOf(review.state()).label(),
                result == null ? "" : Reviews.RESULTS.get(result - 1),
                review.opinion(),
                review.nextDate(),
                pack.reports().size(),
                pack.numbers(),
                pack.bills(),
                pack.totalFen(),
                review.by(),
                local(unit, review.at()),
                trouble(new AskStore.Which(AskStore.What.REVIEW, unit, review.no())));
    }
}
