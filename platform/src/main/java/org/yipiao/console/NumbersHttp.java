package org.yipiao.console;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 票源 Stock of numbers, asking the bureau for more, handing them to points. */
@RestController
@RequestMapping("/api/console/numbers")
class NumbersHttp {
    static final long COUNT_MAX = 10_000_000;

    private static final String UNIT_ACCOUNT = "单位库存";

    private final NumberStock numbers;
    private final IssuingPoints points;
    private final BillRows rows;
    private final UnitTime time;
    private final Audit audit;

    NumbersHttp(NumberStock numbers, IssuingPoints points, BillRows rows, UnitTime time, Audit audit) {
        this.numbers = numbers;
        this.points = points;
        this.rows = rows;
        this.time = time;
        this.audit = audit;
    }

    record Stocks(List<StockRow> stock) {}

    /** @param point null is the unit's own account @param next 下一号 empty when none is left */
    record StockRow(
            @Nullable String point,
            String pointName,
            BillKind kind,
            String kindLabel,
            String code,
            long left,
            long issuedToday,
            String next) {}

    /** 申领 @param count 1 to 10 000 000 */
    record Request(@Nullable BillKind kind, @Nullable Long count) {}

    /** @param state ALLOTTED, PENDING or REFUSED */
    record Granted(String state, String reason, List<SegmentRow> segments) {}

    record SegmentRow(String code, String first, String last, long count) {}

    /** 下发 @param count 1 to 10 000 000 */
    record Distribution(
            @Nullable String point,
            @Nullable BillKind kind,
            @Nullable Long count) {}

    record Distributed(List<SegmentRow> segments) {}

    record MovementRow(
            LocalDateTime at,
            String code,
            String first,
            String last,
            String from,
            String to,
            long count,
            String by,
            String document) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Stocks stock(CurrentUser user) {
        if (!time.known(user.unit())) {
            return new Stocks(List.of());
        }
        var names = rows.pointNames(user.unit());
        return new Stocks(numbers.stock(user.unit()).stream()
                .filter(stock -> stock.point() == null || user.scope().coversPoint(stock.point()))
                .map(stock -> new StockRow(
                        stock.point(),
                        stock.point() == null ? UNIT_ACCOUNT : names.getOrDefault(stock.point(), stock.point()),
                        stock.kind(),
                        stock.kind().medicalType(),
                        stock.code().digits(),
                        stock.left(),
                        stock.issuedToday(),
                        stock.left() == 0 ? "" : BillNumber.of(stock.next()).digits()))
                .toList());
    }

    @GetMapping("/movements")
    @Permit(Permission.NUMBERS_READ)
    Page<MovementRow> movements(
            CurrentUser user,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        UnitId unit = user.unit();
        var names = rows.pointNames(unit);
        return numbers.movements(unit, PaperHttp.points(user, null), Page.no(pageNo), Page.size(pageSize))
                .map(moved -> {
                    return new MovementRow(
                            time.local(unit, moved.at()),
                            moved.code(),
                            moved.first(),
                            moved.last(),
                            account(moved.from(), moved.fromPoint(), names),
                            account(moved.to(), moved.toPoint(), names),
                            moved.count(),
                            moved.by(),
                            moved.document());
                });
    }

    private static String account(String account, @Nullable String point, java.util.Map<String, String> names) {
        return point == null ? account : account + "·" + names.getOrDefault(point, point);
    }

    @PostMapping("/requests")
    @Permit(Permission.NUMBERS_MANAGE)
    Granted request(CurrentUser user, @RequestBody Request asked) {
        time.requireKnown(user.unit());
        var errors = new ArrayList<FieldError>();
        BillKind kind = kind(asked.kind(), errors);
        long count = count(asked.count(), errors);
        BillFilter.refuse(errors);
        var grant = numbers.request(user.unit(), kind, year(user.unit()), count, user.displayName());
        String object = kind.medicalType() + " " + count + " 个";
        return switch (grant) {
            case NumberSource.Grant.Allotted allotted -> {
                audit.note(user, "申领票号", object, "成功");
                yield new Granted("ALLOTTED", "", segments(allotted.segments()));
            }
            case NumberSource.Grant.Pending pending -> {
                audit.note(user, "申领票号", object, "待财政审核");
                yield new Granted("PENDING", "财政部门尚未审核，审核通过后自动入库", List.of());
            }
            case NumberSource.Grant.Refused refused -> {
                audit.note(user, "申领票号", object, "拒绝：" + refused.reason());
                yield new Granted("REFUSED", refused.reason(), List.of());
            }
        };
    }

    @PostMapping("/distributions")
    @Permit(Permission.NUMBERS_MANAGE)
    Distributed distribute(CurrentUser user, @RequestBody Distribution asked) {
        UnitId unit = user.unit();
        time.requireKnown(unit);
        var errors = new ArrayList<FieldError>();
        String point = asked.point() == null ? "" : asked.point();
        if (points.find(unit, point).isEmpty()) {
            errors.add(new FieldError(
                    "point", "开票点", point.length() <= 60 ? point : point.substring(0, 60), "应为本单位的开票点", "请从列表中选择开票点"));
        }
        BillKind kind = kind(asked.kind(), errors);
        long count = count(asked.count(), errors);
        BillFilter.refuse(errors);
        var moved = numbers.distribute(unit, point, kind, year(unit), count, user.displayName());
        String object = point + " " + kind.medicalType() + " " + count + " 个";
        if (moved.isEmpty()) {
            audit.note(user, "下发票号", object, "拒绝：单位库存不足");
            throw new Refused(409, "STOCK_EXHAUSTED", "单位库存不足，请先申领票号，或减少下发数量");
        }
        audit.note(user, "下发票号", object, "成功");
        return new Distributed(segments(moved));
    }

    private int year(UnitId unit) {
        return time.today(unit).getYear();
    }

    private static BillKind kind(@Nullable BillKind kind, List<FieldError> errors) {
        if (kind == null) {
            errors.add(new FieldError("kind", "票据种类", "", "必填", "请选择门诊或住院"));
            return BillKind.OUTPATIENT;
        }
        return kind;
    }

    private static long count(@Nullable Long count, List<FieldError> errors) {
        if (count == null || count < 1 || count > COUNT_MAX) {
            errors.add(new FieldError(
                    "count", "数量", count == null ? "" : count.toString(), "1 到 " + COUNT_MAX + " 的整数", "请改正数量"));
            return 1;
        }
        return count;
    }

    private static List<SegmentRow> segments(List<NumberSource.Segment> segments) {
        return segments.stream().map(NumbersHttp::row).toList();
    }

    private static SegmentRow row(NumberSource.Segment segment) {
        return new SegmentRow(
                segment.code().digits(),
                BillNumber.of(segment.first()).digits(),
                BillNumber.of(segment.last()).digits(),
                segment.last() - segment.first() + 1);
    }
}
