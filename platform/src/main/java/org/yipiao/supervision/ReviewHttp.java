package org.yipiao.supervision;

import java.time.InstantSource;
import java.util.List;
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
import org.yipiao.masterdata.Units;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.UsageHttp.ReviewDetail;
import org.yipiao.supervision.UsageHttp.ReviewRow;
import org.yipiao.supervision.UsageHttp.ReviewYear;
import org.yipiao.supervision.UsageHttp.Withdrawal;

/** 审验 Reviews of the console. */
@RestController
@RequestMapping("/api/console/usage/reviews")
class ReviewHttp {
    private final Reviews reviews;
    private final UsageStore store;
    private final UsageRows rows;
    private final Units units;
    private final InstantSource clock;
    private final Audit audit;

    ReviewHttp(Reviews reviews, UsageStore store, UsageRows rows, Units units, InstantSource clock, Audit audit) {
        this.reviews = reviews;
        this.store = store;
        this.rows = rows;
        this.units = units;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param state null or empty: all */
    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Page<ReviewRow> reviews(
            CurrentUser user,
            @RequestParam(required = false) @Nullable ReviewState state,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        UnitId unit = user.unit();
        String wanted = state == null ? null : state.name();
        return units.all().contains(unit)
                ? store.reviews(unit, wanted, Page.no(pageNo), Page.size(pageSize))
                        .map(review -> rows.row(unit, review))
                : new Page<>(List.of(), 0, 1, Page.size(pageSize));
    }

    enum ReviewState {
        SUBMITTED("已提交"),
        REVIEWING("审验中"),
        STUCK("需处理"),
        WITHDRAWN("已撤回"),
        REVIEWED("已审验");

        private final String label;

        ReviewState(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    @GetMapping("/{no}")
    @Permit(Permission.NUMBERS_READ)
    ReviewDetail reviewDetail(CurrentUser user, @PathVariable String no) {
        user.scope().requireWhole();
        UnitId unit = user.unit();
        var review = store.findReview(unit, no).orElseThrow(Reviews::unknown);
        return new ReviewDetail(rows.row(unit, review), rows.steps(new AskStore.Which(AskStore.What.REVIEW, unit, no)));
    }

    @PostMapping("/{no}/again")
    @Permit(Permission.NUMBERS_MANAGE)
    ReviewRow reviewAgain(CurrentUser user, @PathVariable String no) {
        user.scope().requireWhole();
        var review = reviews.again(user.unit(), no, user.displayName());
        audit.note(user, "重新提交审验", no, ReviewState.valueOf(review.state()).label());
        return rows.row(user.unit(), review);
    }

    @PostMapping("/{no}/withdraw")
    @Permit(Permission.NUMBERS_MANAGE)
    ReviewRow withdrawReview(CurrentUser user, @PathVariable String no, @RequestBody Withdrawal asked) {
        user.scope().requireWhole();
        var review = reviews.withdraw(
                user.unit(), no, UsageHttp.reason(asked), Boolean.TRUE.equals(asked.verified()), user.displayName());
        audit.note(user, "撤回审验", no, UsageHttp.reason(asked));
        return rows.row(user.unit(), review);
    }

    @PostMapping
    @Permit(Permission.NUMBERS_MANAGE)
    ReviewRow review(CurrentUser user, @RequestBody ReviewYear asked) {
        int today = rows.local(user.unit(), clock.instant()).getYear();
        Integer year = asked.year();
        if (year == null || year < 2000 || year > today) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "year", "年度", year == null ? "" : year.toString(), "2000 到 " + today, "请填写要审验的年度")));
        }
        var review = reviews.declare(user.unit(), year, user.displayName());
        audit.note(user, "申报审验", review.no(), review.state());
        return rows.row(user.unit(), review);
    }
}
