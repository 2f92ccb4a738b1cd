package org.yipiao.numbering;

import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.numbering.StockDocument.Line;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 库存单据 The movements inside the unit, each one document with its numbers, people and times. */
@Component
class StockDocuments {
    private final DocumentDesk desk;
    private final DocumentStore store;
    private final RangeStore ranges;
    private final Moves moves;
    private final CodeStore codes;
    private final TransactionTemplate transaction;

    StockDocuments(
            DocumentDesk desk,
            DocumentStore store,
            RangeStore ranges,
            Moves moves,
            CodeStore codes,
            PlatformTransactionManager transactions) {
        this.desk = desk;
        this.store = store;
        this.ranges = ranges;
        this.moves = moves;
        this.codes = codes;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** 入库 A roll or box of paper, whose range is printed on it. */
    StockDocument receive(UnitId unit, LedgerCode code, Span span, String certificateNo, String note, Who by) {
        var opening = DocumentDesk.Opening.of(DocumentType.RECEIPT, code, span.count(), Place.UNIT, Place.UNIT, note)
                .under(certificateNo);
        try {
            return transaction.execute(status -> {
                var document =
                        desk.open(unit, opening, DocumentState.SUBMITTED, by).orElseThrow();
                moves.enter(unit, span, document.why());
                desk.lines(document, List.of(new Line(span, Place.UNIT)));
                return desk.step(document, "入库", DocumentState.DONE, by, "");
            });
        } catch (DataIntegrityViolationException twice) {
            throw new Refused(409, "NUMBERS_OVERLAP", "该号段刚由他人登记入库，未重复入库。请刷新后核对。");
        }
    }

    /**
     * 下发, 退库 Moves the lowest {@code count} numbers. @return empty when there are fewer; nothing is written then
     */
    java.util.Optional<StockDocument> moveLowest(
            UnitId unit, DocumentType type, LedgerCode code, long count, Place from, Place to, String reason, Who by) {
        return transaction.execute(status -> {
            var document = desk.open(
                            unit,
                            DocumentDesk.Opening.of(type, code, count, from, to, reason),
                            DocumentState.SUBMITTED,
                            by)
                    .orElseThrow();
            var spans = moves.moveLowest(unit, code.code(), count, Holding.of(from), Holding.of(to), document.why());
            if (spans.isEmpty()) {
                status.setRollbackOnly();
                return java.util.Optional.<StockDocument>empty();
            }
            desk.lines(
                    document, spans.stream().map(span -> new Line(span, from)).toList());
            return java.util.Optional.of(
                    desk.step(document, type == DocumentType.RETURN ? "退库" : "下发", DocumentState.DONE, by, ""));
        });
    }

    /** The same for named numbers; also 空白作废 where {@code to} is where they were voided. */
    StockDocument moveNamed(
            UnitId unit, DocumentType type, LedgerCode code, Span span, Place from, Place to, String reason, Who by) {
        return transaction.execute(status -> {
            var document = desk.open(
                            unit,
                            DocumentDesk.Opening.of(type, code, span.count(), from, to, reason),
                            DocumentState.SUBMITTED,
                            by)
                    .orElseThrow();
            var source = Holding.of(from);
            var target = type == DocumentType.VOIDING ? source.as(Account.VOIDED) : Holding.of(to);
            moves.move(unit, span, source, target, document.why());
            desk.lines(document, List.of(new Line(span, from)));
            String act = switch (type) {
                case RETURN -> "退库";
                case VOIDING -> "作废";
                default -> "下发";
            };
            return desk.step(document, act, DocumentState.DONE, by, "");
        });
    }

    List<Line> lines(StockDocument document) {
        return store.lines(document.unit(), document.no());
    }

    /** 旧票回收 Everything unused of the years up to {@code year} comes back from points and cashiers. */
    StockDocument recover(UnitId unit, int year, Who by) {
        return transaction.execute(status -> {
            var lines = new ArrayList<Line>();
            for (LedgerCode code : codes.all(unit)) {
                Integer of = code.year();
                if (of != null && of <= year) {
                    ranges.atPoints(unit, code.code()).forEach(row -> lines.add(free(row)));
                }
            }
            if (lines.isEmpty()) {
                throw new Refused(409, "NOTHING_TO_RECOVER", year + " 年度及以前的票据在各开票点已无未用库存，无需回收。");
            }
            long count = lines.stream().mapToLong(line -> line.span().count()).sum();
            var document = desk.open(
                            unit,
                            new DocumentDesk.Opening(
                                    DocumentType.RECOVERY,
                                    "",
                                    false,
                                    count,
                                    Place.UNIT,
                                    Place.UNIT,
                                    "",
                                    year,
                                    year + " 年度旧票回收"),
                            DocumentState.SUBMITTED,
                            by)
                    .orElseThrow();
            for (Line line : lines) {
                toUnit(unit, line, document.why());
            }
            desk.lines(document, lines);
            return desk.step(document, "回收", DocumentState.DONE, by, "");
        });
    }

    /** A cashier's numbers go home through the point. */
    private void toUnit(UnitId unit, Line line, Moves.Why why) {
        var from = line.from();
        if (from.cashier() != null && from.point() != null) {
            var point = Place.point(from.point());
            moves.move(unit, line.span(), Holding.of(from), Holding.of(point), why);
            moves.move(unit, line.span(), Holding.of(point), Holding.UNIT, why);
        } else {
            moves.move(unit, line.span(), Holding.of(from), Holding.UNIT, why);
        }
    }

    /** 结转 Paper without a year goes on into the next: what lies where at the line between the years, once a year. */
    StockDocument carryOver(UnitId unit, int year, Who by) {
        return transaction.execute(status -> {
            var lines = new ArrayList<Line>();
            for (LedgerCode code : codes.all(unit)) {
                if (code.year() == null) {
                    ranges.unused(unit, code.code()).forEach(row -> lines.add(free(row)));
                }
            }
            long count = lines.stream().mapToLong(line -> line.span().count()).sum();
            var document = desk.open(
                            unit,
                            new DocumentDesk.Opening(
                                    DocumentType.CARRY_OVER,
                                    "",
                                    true,
                                    count,
                                    Place.UNIT,
                                    Place.UNIT,
                                    "",
                                    year,
                                    year + " 年末结存转 " + (year + 1) + " 年初"),
                            DocumentState.DONE,
                            by)
                    .orElseThrow(() -> new Refused(409, "CARRIED_OVER", year + " 年度已经结转，不能重复结转。"));
            desk.lines(document, lines);
            return document;
        });
    }

    private static Line free(RangeStore.Row row) {
        var place = row.holding().place();
        if (place == null) {
            throw new IllegalStateException("free numbers of no place: " + row);
        }
        return new Line(new Span(row.span().code(), row.next(), row.span().last()), place);
    }

    /** 销毁申请 Nothing moves before two others approved it. */
    StockDocument applyForDestruction(UnitId unit, LedgerCode code, Span span, String reason, Who by) {
        if (!code.paper()) {
            throw new Refused(409, "ELECTRONIC_KEPT", "电子票据号码不销毁，未用的请申退。");
        }
        return transaction.execute(status -> {
            var document = desk.open(
                            unit,
                            DocumentDesk.Opening.of(
                                    DocumentType.DESTRUCTION, code, span.count(), Place.UNIT, Place.UNIT, reason),
                            DocumentState.SUBMITTED,
                            by)
                    .orElseThrow();
            destroyable(unit, span);
            desk.lines(document, List.of(new Line(span, Place.UNIT)));
            return document;
        });
    }

    /** Void sheets, stubs of used ones, and blanks in the unit's own stock. */
    private List<RangeStore.Row> destroyable(UnitId unit, Span span) {
        var rows = ranges.covering(unit, span);
        long found = rows.stream()
                .filter(row -> switch (row.holding().account()) {
                    case VOIDED, ISSUED, UNIT -> true;
                    default -> false;
                })
                .mapToLong(row -> Math.min(row.span().last(), span.last())
                        - Math.max(row.span().first(), span.first())
                        + 1)
                .sum();
        if (found != span.count()) {
            throw new Refused(
                    409,
                    "NOT_DESTROYABLE",
                    "号段中有 " + (span.count() - found) + " 个号码不能销毁：只能销毁已作废、已使用的存根和单位库存中的空白票。请先退库或作废，再申请销毁。");
        }
        return rows;
    }

    /** 审批 @throws Refused APPROVER_IS_APPLICANT or APPROVED_BEFORE */
    StockDocument approve(StockDocument document, Who by) {
        return transaction.execute(status -> {
            var locked = store.lock(document.unit(), document.no()).orElseThrow();
            if (locked.by().account().equals(by.account())) {
                throw new Refused(409, "APPROVER_IS_APPLICANT", "申请人不能审批自己的销毁单，请由另外两人审批。");
            }
            if (locked.state() != DocumentState.SUBMITTED && locked.state() != DocumentState.FIRST_APPROVED) {
                throw new Refused(409, "DOCUMENT_CHANGED", "单据 " + document.no() + " 已办结，请刷新后查看。");
            }
            if (!store.approve(locked, by, desk.now())) {
                throw new Refused(409, "APPROVED_BEFORE", "您已审批过这张销毁单，须由另一人进行第二次审批。");
            }
            if (locked.state() == DocumentState.SUBMITTED) {
                return desk.step(locked, "一级审批", DocumentState.FIRST_APPROVED, by, "同意");
            }
            for (Line line : store.lines(document.unit(), document.no())) {
                for (RangeStore.Row row : destroyable(document.unit(), line.span())) {
                    var piece = new Span(
                            line.span().code(),
                            Math.max(row.span().first(), line.span().first()),
                            Math.min(row.span().last(), line.span().last()));
                    moves.move(document.unit(), piece, row.holding(), Holding.DESTROYED, locked.why());
                }
            }
            return desk.step(locked, "二级审批并销毁", DocumentState.DONE, by, "同意");
        });
    }

    StockDocument refuse(StockDocument document, String why, Who by) {
        return transaction.execute(status -> desk.step(document, "不同意", DocumentState.REFUSED, by, why));
    }

    StockDocument cancel(StockDocument document, Who by) {
        return transaction.execute(status -> desk.step(document, "撤销", DocumentState.CANCELLED, by, ""));
    }
}
