package org.yipiao.numbering;

import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 填单 Reads a filled-in form, names every fault at once, and lets the right verb act on it. */
@Component
class DocumentForm {
    static final int CASHIER_MAX = 60;
    static final int CERTIFICATE_MAX = 40;

    private final CodeStore codes;
    private final RangeStore ranges;
    private final IssuingPoints points;
    private final NumberRequests requests;
    private final StockDocuments documents;
    private final DocumentDesk desk;

    DocumentForm(
            CodeStore codes,
            RangeStore ranges,
            IssuingPoints points,
            NumberRequests requests,
            StockDocuments documents,
            DocumentDesk desk) {
        this.codes = codes;
        this.ranges = ranges;
        this.points = points;
        this.requests = requests;
        this.documents = documents;
        this.desk = desk;
    }

    /**
     * 单据填写 Which parts are needed depends on the type.
     *
     * @param code 票据代码, electronic or paper
     * @param count 数量 1 to 10 000 000; the lowest numbers are taken
     * @param first 起始号码 as printed, instead of a count
     * @param last 终止号码 included
     * @param fromPoint 调出开票点; null is the unit's stock
     * @param fromCashier 调出开票员
     * @param toPoint 调入开票点; null is the unit's stock
     * @param toCashier 调入开票员
     * @param certificateNo 领用证号 of received paper
     * @param year 年度 of recovery and carry-over
     * @param reason 事由, at most 200 characters; needed for returns to the bureau, destruction and voiding
     * @param draft true keeps a request as a draft
     */
    record Filled(
            @Nullable DocumentType type,
            @Nullable String code,
            @Nullable Long count,
            @Nullable String first,
            @Nullable String last,
            @Nullable String fromPoint,
            @Nullable String fromCashier,
            @Nullable String toPoint,
            @Nullable String toCashier,
            @Nullable String certificateNo,
            @Nullable Integer year,
            @Nullable String reason,
            @Nullable Boolean draft) {}

    /** @throws Refused FIELD_INVALID naming every fault, or why the movement can not be */
    StockDocument act(UnitId unit, Filled form, Who by) {
        var errors = new ArrayList<FieldError>();
        var type = form.type();
        if (type == null) {
            errors.add(new FieldError("type", "单据种类", "", "必填", "请选择单据种类"));
            throw refused(errors);
        }
        String reason = reason(form, type, errors);
        if (type == DocumentType.RECOVERY || type == DocumentType.CARRY_OVER) {
            int year = year(unit, form, type, errors);
            refuse(errors);
            return type == DocumentType.RECOVERY
                    ? documents.recover(unit, year, by)
                    : documents.carryOver(unit, year, by);
        }
        var code = code(unit, form, errors);
        var span = code == null ? null : span(code, form, errors);
        long count = count(form, span, type, errors);
        Place from = place("fromPoint", unit, form.fromPoint(), form.fromCashier(), errors);
        Place to = place("toPoint", unit, form.toPoint(), form.toCashier(), errors);
        ways(type, from, to, errors);
        String certificate = text("certificateNo", "领用证号", form.certificateNo(), CERTIFICATE_MAX, errors);
        if (code != null) {
            suits(unit, type, code, to, errors);
        }
        refuse(errors);
        if (code == null) {
            throw new IllegalStateException("a form without a code was not refused");
        }
        return act(unit, type, code, span, count, from, to, certificate, reason, Boolean.TRUE.equals(form.draft()), by);
    }

    private StockDocument act(
            UnitId unit,
            DocumentType type,
            LedgerCode code,
            @Nullable Span span,
            long count,
            Place from,
            Place to,
            String certificate,
            String reason,
            boolean draft,
            Who by) {
        return switch (type) {
            case REQUEST -> requests.write(unit, code, count, reason, by, !draft);
            case RECEIPT -> documents.receive(unit, code, named(span), certificate, reason, by);
            case BUREAU_RETURN ->
                requests.giveBack(unit, code, span == null ? lowest(unit, code, count) : List.of(span), reason, by);
            case DESTRUCTION -> documents.applyForDestruction(unit, code, named(span), reason, by);
            case VOIDING -> documents.moveNamed(unit, type, code, named(span), from, from, reason, by);
            default ->
                span == null
                        ? documents
                                .moveLowest(unit, type, code, count, from, to, reason, by)
                                .orElseThrow(() -> tooFew(from, code))
                        : documents.moveNamed(unit, type, code, span, from, to, reason, by);
        };
    }

    private List<Span> lowest(UnitId unit, LedgerCode code, long count) {
        var spans = new ArrayList<Span>();
        long wanted = count;
        for (RangeStore.Row row : ranges.free(unit, code.code(), Holding.UNIT)) {
            long here = Math.min(wanted, row.span().count());
            if (here > 0) {
                spans.add(new Span(code.code(), row.span().first(), row.span().first() + here - 1));
                wanted -= here;
            }
        }
        if (wanted > 0) {
            throw tooFew(Place.UNIT, code);
        }
        return spans;
    }

    private static Refused tooFew(Place from, LedgerCode code) {
        return new Refused(
                409,
                "STOCK_EXHAUSTED",
                Holding.of(from).label() + "的" + code.name() + "（" + code.code() + "）库存不足，请减少数量，或先申领、下发。");
    }

    private static Span named(@Nullable Span span) {
        if (span == null) {
            throw new IllegalStateException("a form without its numbers was not refused");
        }
        return span;
    }

    private @Nullable LedgerCode code(UnitId unit, Filled form, List<FieldError> errors) {
        String code = form.code() == null ? "" : form.code().strip();
        var known = codes.find(unit, code);
        if (known.isEmpty()) {
            errors.add(new FieldError("code", "票据代码", shortened(code), "应为本单位的票据代码", "请从列表中选择；纸质票据请先登记票据代码"));
        }
        return known.orElse(null);
    }

    private static @Nullable Span span(LedgerCode code, Filled form, List<FieldError> errors) {
        String first = form.first() == null ? "" : form.first().strip();
        String last = form.last() == null ? "" : form.last().strip();
        if (first.isEmpty() && last.isEmpty()) {
            return null;
        }
        Long from = number("first", "起始号码", code, first, errors);
        Long until = number("last", "终止号码", code, last, errors);
        if (from == null || until == null) {
            return null;
        }
        if (from > until) {
            errors.add(new FieldError("last", "终止号码", last, "不小于起始号码", "请核对起止号码"));
            return null;
        }
        return new Span(code.code(), from, until);
    }

    private static @Nullable Long number(
            String path, String label, LedgerCode code, String digits, List<FieldError> errors) {
        Long value = code.value(digits);
        if (value == null) {
            errors.add(new FieldError(path, label, shortened(digits), code.width() + " 位数字", "按票面号码填写，保留前导零"));
        }
        return value;
    }

    private static long count(Filled form, @Nullable Span span, DocumentType type, List<FieldError> errors) {
        boolean named = form.first() != null && !form.first().isBlank();
        boolean needsNumbers =
                type == DocumentType.RECEIPT || type == DocumentType.DESTRUCTION || type == DocumentType.VOIDING;
        if (needsNumbers && !named) {
            errors.add(new FieldError("first", "起止号码", "", "必填", "请填写起始号码和终止号码"));
            return 1;
        }
        if (named && type != DocumentType.REQUEST) {
            long count = span == null ? 1 : span.count();
            if (count > NumberRequests.COUNT_MAX) {
                errors.add(new FieldError(
                        "last", "终止号码", String.valueOf(count), "一张单据不超过 " + NumberRequests.COUNT_MAX + " 份", "请分次办理"));
            }
            return count;
        }
        Long count = form.count();
        if (count == null || count < 1 || count > NumberRequests.COUNT_MAX) {
            errors.add(new FieldError(
                    "count",
                    "数量",
                    count == null ? "" : count.toString(),
                    "1 到 " + NumberRequests.COUNT_MAX + " 的整数",
                    "请填写数量"));
            return 1;
        }
        return count;
    }

    private Place place(
            String path, UnitId unit, @Nullable String point, @Nullable String cashier, List<FieldError> errors) {
        String at = point == null ? "" : point.strip();
        String who = text(path.replace("Point", "Cashier"), "开票员", cashier, CASHIER_MAX, errors);
        if (at.isEmpty()) {
            if (!who.isEmpty()) {
                errors.add(new FieldError(path, "开票点", "", "开票员属于某个开票点", "请选择开票员所在的开票点"));
            }
            return Place.UNIT;
        }
        if (points.find(unit, at).isEmpty()) {
            errors.add(new FieldError(path, "开票点", shortened(at), "应为本单位的开票点", "请从列表中选择开票点"));
            return Place.UNIT;
        }
        return new Place(at, who.isEmpty() ? null : who);
    }

    /** Unit to point, point to its cashier or another point, cashier to a colleague; and the same ways back. */
    private static void ways(DocumentType type, Place from, Place to, List<FieldError> errors) {
        boolean samePoint = from.point() != null && from.point().equals(to.point());
        boolean good = switch (type) {
            case DISTRIBUTION ->
                from.equals(Place.UNIT)
                        ? to.point() != null && to.cashier() == null
                        : from.cashier() == null
                                ? to.point() != null && !to.equals(from) && (samePoint || to.cashier() == null)
                                : samePoint && to.cashier() != null && !to.equals(from);
            case RETURN ->
                from.cashier() != null ? samePoint && to.cashier() == null : from.point() != null && to.point() == null;
            default -> true;
        };
        if (!good) {
            errors.add(new FieldError(
                    "toPoint",
                    "调入",
                    Holding.of(to).label(),
                    type == DocumentType.RETURN ? "开票员退回本开票点，开票点退回单位" : "单位下发到开票点，开票点交给本点开票员或另一开票点",
                    "请重新选择调出和调入"));
        }
    }

    private void suits(UnitId unit, DocumentType type, LedgerCode code, Place to, List<FieldError> errors) {
        Integer year = code.year();
        int today = desk.today(unit).getYear();
        boolean goesOut = type == DocumentType.REQUEST || type == DocumentType.DISTRIBUTION;
        if (goesOut && year != null && year < today) {
            errors.add(new FieldError("code", "票据代码", code.code(), year + " 年度旧票不能再申领或下发", "请办理旧票回收和申退"));
        }
        if (type == DocumentType.RECEIPT && !code.paper()) {
            errors.add(new FieldError("code", "票据代码", code.code(), "入库单只用于纸质票据", "电子票号请用申领单，核准后自动入库"));
        }
        var point = to.point() == null ? null : points.find(unit, to.point()).orElse(null);
        if (type == DocumentType.DISTRIBUTION && point != null) {
            if (point.stopped()) {
                errors.add(new FieldError("toPoint", "开票点", point.code(), "开票点已停用", "请先启用开票点，或选择其他开票点"));
            } else if (code.kind() != null && !point.kinds().contains(code.kind())) {
                errors.add(new FieldError(
                        "toPoint", "开票点", point.code(), "该开票点不开" + code.kind().medicalType() + "票据", "请选择其他开票点或票据代码"));
            }
        }
    }

    private int year(UnitId unit, Filled form, DocumentType type, List<FieldError> errors) {
        LocalDate today = desk.today(unit);
        // A year is carried over when it ends: what lies where on an earlier day is not what goes on into the next.
        boolean ending = today.equals(today.with(TemporalAdjusters.lastDayOfYear()));
        int latest = type == DocumentType.CARRY_OVER && ending ? today.getYear() : today.getYear() - 1;
        Integer year = form.year();
        if (year == null || year < 2000 || year > latest) {
            errors.add(new FieldError(
                    "year",
                    "年度",
                    year == null ? "" : year.toString(),
                    "2000 到 " + latest,
                    type == DocumentType.RECOVERY ? "只回收往年的票据" : "12 月 31 日起才能结转当年"));
            return latest;
        }
        return year;
    }

    private static String reason(Filled form, DocumentType type, List<FieldError> errors) {
        String reason = text("reason", "事由", form.reason(), DocumentDesk.REASON_MAX, errors);
        boolean needed = switch (type) {
            case BUREAU_RETURN, DESTRUCTION, VOIDING -> true;
            default -> false;
        };
        if (needed && reason.isEmpty()) {
            errors.add(new FieldError(
                    "reason", "事由", "", "必填", "请说明" + type.label().replace("单", "") + "的原因"));
        }
        return reason;
    }

    private static String text(String path, String label, @Nullable String text, int max, List<FieldError> errors) {
        String stripped = text == null ? "" : text.replace("\0", "").strip();
        if (stripped.length() > max) {
            errors.add(new FieldError(path, label, shortened(stripped), "不超过 " + max + " 个字符", "请缩短"));
            return "";
        }
        return stripped;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw refused(errors);
        }
    }

    private static Refused refused(List<FieldError> errors) {
        return new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60);
    }
}
