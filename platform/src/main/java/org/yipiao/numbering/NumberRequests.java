package org.yipiao.numbering;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.BillCode;
import org.yipiao.numbering.StockDocument.Line;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 申领与申退 Documents that the bureau answers. The document is written first and sent afterwards, outside any transaction; a
 * lost answer is asked for again under the same number, so no allotment is lost and none is received twice.
 */
@Component
class NumberRequests {
    /** Largest request the bureau's interface takes. */
    static final long COUNT_MAX = 10_000_000;

    private static final int TRIES = 3;
    private static final Who BUREAU = Who.system("财政部门");
    private static final Who PLATFORM = Who.system("系统");
    private static final Logger log = LoggerFactory.getLogger(NumberRequests.class);

    private final DocumentDesk desk;
    private final DocumentStore store;
    private final Moves moves;
    private final CodeStore codes;
    private final DrawCertificates certificates;
    private final ObjectProvider<NumberSource> source;
    private final ObjectProvider<StockBureau> bureau;
    private final ObjectProvider<DrawGuard> guards;
    private final TransactionTemplate transaction;

    NumberRequests(
            DocumentDesk desk,
            DocumentStore store,
            Moves moves,
            CodeStore codes,
            DrawCertificates certificates,
            ObjectProvider<NumberSource> source,
            ObjectProvider<StockBureau> bureau,
            ObjectProvider<DrawGuard> guards,
            PlatformTransactionManager transactions) {
        this.desk = desk;
        this.store = store;
        this.moves = moves;
        this.codes = codes;
        this.certificates = certificates;
        this.source = source;
        this.bureau = bureau;
        this.guards = guards;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** An open request for the same code is settled first: a second click gets the first one's answer. */
    NumberSource.Grant request(UnitId unit, LedgerCode code, long count, Who by) {
        for (int i = 0; i < TRIES; i++) {
            var open = store.openRequest(unit, code.code()).or(() -> opened(unit, code, count, by));
            if (open.isPresent()) {
                return grant(unit, settle(open.get()), code);
            }
            // The request that stood in our way was answered between the two statements.
        }
        throw new IllegalStateException("no request of " + unit + " for " + code.code() + " stayed open");
    }

    private java.util.Optional<StockDocument> opened(UnitId unit, LedgerCode code, long count, Who by) {
        var opening = opening(unit, code, count, "");
        return transaction.execute(status -> desk.open(unit, opening, DocumentState.SUBMITTED, by));
    }

    private NumberSource.Grant grant(UnitId unit, StockDocument document, LedgerCode code) {
        return switch (document.state()) {
            case DONE ->
                new NumberSource.Grant.Allotted(
                        store.lines(unit, document.no()).stream()
                                .map(line -> new NumberSource.Segment(
                                        new BillCode(code.code()),
                                        line.span().first(),
                                        line.span().last()))
                                .toList(),
                        document.answer());
            case REFUSED -> new NumberSource.Grant.Refused(document.answer());
            default -> new NumberSource.Grant.Pending();
        };
    }

    /** @param submit false keeps a draft @return the document as it stands after the bureau was asked */
    StockDocument write(UnitId unit, LedgerCode code, long count, String reason, Who by, boolean submit) {
        var opening = opening(unit, code, count, reason);
        var state = submit ? DocumentState.SUBMITTED : DocumentState.DRAFT;
        var document = transaction
                .execute(status -> desk.open(unit, opening, state, by))
                .orElseThrow(() -> requestOpen(unit, code.code()));
        return submit ? settleOrWait(document) : document;
    }

    private DocumentDesk.Opening opening(UnitId unit, LedgerCode code, long count, String reason) {
        if (count < 1 || count > COUNT_MAX) {
            throw new Refused(400, "COUNT_INVALID", "申领数量必须在 1 到 " + COUNT_MAX + " 之间。");
        }
        guards.orderedStream()
                .flatMap(guard -> guard.reasonAgainst(unit).stream())
                .findFirst()
                .ifPresent(why -> {
                    throw new Refused(409, "DRAW_STOPPED", why);
                });
        String certificate = certificates.covering(unit, code, count);
        return DocumentDesk.Opening.of(DocumentType.REQUEST, code, count, Place.UNIT, Place.UNIT, reason)
                .under(certificate);
    }

    private Refused requestOpen(UnitId unit, String code) {
        String no = store.openRequest(unit, code).map(StockDocument::no).orElse("");
        return new Refused(409, "REQUEST_OPEN", "票据代码 " + code + " 的申领单 " + no + " 尚未办结，请等财政答复后再申领。");
    }

    /** 提交草稿 */
    StockDocument submit(StockDocument draft, Who by) {
        try {
            return settleOrWait(transaction.execute(status -> desk.step(draft, "提交", DocumentState.SUBMITTED, by, "")));
        } catch (DataIntegrityViolationException another) {
            throw requestOpen(draft.unit(), draft.code());
        }
    }

    /** 申退 The numbers are set aside at once; they leave when the bureau accepts. */
    StockDocument giveBack(UnitId unit, LedgerCode code, List<Span> spans, String reason, Who by) {
        long count = spans.stream().mapToLong(Span::count).sum();
        var opening = DocumentDesk.Opening.of(DocumentType.BUREAU_RETURN, code, count, Place.UNIT, Place.UNIT, reason);
        var document = transaction.execute(status -> {
            var opened = desk.open(unit, opening, DocumentState.SUBMITTED, by).orElseThrow();
            for (Span span : spans) {
                moves.move(unit, span, Holding.UNIT, Holding.OUTGOING, opened.why());
            }
            desk.lines(
                    opened,
                    spans.stream().map(span -> new Line(span, Place.UNIT)).toList());
            return opened;
        });
        return settleOrWait(document);
    }

    /** A bureau that is away does not lose the document: it is asked again. */
    private StockDocument settleOrWait(StockDocument document) {
        try {
            return settle(document);
        } catch (Refused refused) {
            throw refused;
        } catch (RuntimeException away) {
            log.warn("单据 {} 暂无财政应答：{}", document.no(), away.toString());
            return store.find(document.unit(), document.no()).orElse(document);
        }
    }

    /** 补问 Asks again for what the bureau has not answered yet. */
    @Scheduled(fixedDelayString = "${yipiao.numbering.ask-again-ms:30000}", initialDelay = 30_000)
    void askAgain() {
        if (source.getIfAvailable() == null) {
            return;
        }
        for (StockDocument document : store.openExchanges()) {
            try {
                settle(document);
            } catch (RuntimeException e) {
                log.warn("单据 {} 仍无应答：{}", document.no(), e.toString());
            }
        }
    }

    private StockDocument settle(StockDocument document) {
        if (document.type() == DocumentType.BUREAU_RETURN) {
            return settleReturn(document);
        }
        return document.paper() ? settlePaper(document) : settleNumbers(document);
    }

    private StockDocument settleNumbers(StockDocument document) {
        var numbers = source.getIfAvailable();
        if (numbers == null) {
            throw noBureau();
        }
        var grant = numbers.request(document.unit(), document.no(), new BillCode(document.code()), document.count());
        return switch (grant) {
            case NumberSource.Grant.Allotted allotted ->
                allotted(
                        document,
                        allotted.segments().stream()
                                .map(one -> new Span(one.code().digits(), one.first(), one.last()))
                                .toList(),
                        allotted.note());
            case NumberSource.Grant.Pending pending -> reviewing(document);
            case NumberSource.Grant.Refused refused -> refused(document, refused.reason());
        };
    }

    private StockDocument settlePaper(StockDocument document) {
        var grant = bureau().requestPaper(document.unit(), document.no(), document.code(), document.count());
        return switch (grant) {
            case StockBureau.PaperGrant.Allotted allotted ->
                allotted(document, spans(document, allotted.ranges()), allotted.note());
            case StockBureau.PaperGrant.Pending pending -> reviewing(document);
            case StockBureau.PaperGrant.Refused refused -> refused(document, refused.reason());
        };
    }

    private List<Span> spans(StockDocument document, List<PaperStock.PaperRange> ranges) {
        var code = codes.find(document.unit(), document.code()).orElseThrow();
        var spans = new ArrayList<Span>();
        for (PaperStock.PaperRange range : ranges) {
            Long first = code.value(range.first());
            Long last = code.value(range.last());
            if (first == null || last == null || first > last) {
                throw new IllegalStateException("allotted " + range + " for " + document.no());
            }
            spans.add(new Span(range.code(), first, last));
        }
        return spans;
    }

    /** 赋码 Electronic numbers enter the stock at once; paper waits until the boxes are there. */
    private StockDocument allotted(StockDocument document, List<Span> spans, String note) {
        long given = spans.stream().mapToLong(Span::count).sum();
        if (given > document.count()
                || spans.stream().anyMatch(span -> !span.code().equals(document.code()))) {
            return unusable(document, null);
        }
        String told = given < document.count() ? "核准 " + given + " 份" + (note.isEmpty() ? "" : "：" + note) : note;
        try {
            return transaction.execute(status -> {
                var locked = store.lock(document.unit(), document.no()).orElseThrow();
                if (locked.state() != DocumentState.SUBMITTED && locked.state() != DocumentState.REVIEWING) {
                    return locked;
                }
                var allotted = desk.step(locked, "赋码", DocumentState.ALLOTTED, BUREAU, told);
                desk.lines(
                        allotted,
                        spans.stream().map(span -> new Line(span, Place.UNIT)).toList());
                return document.paper() ? allotted : enter(allotted, PLATFORM);
            });
        } catch (Refused | DataIntegrityViolationException overlap) {
            return unusable(document, overlap);
        }
    }

    /** 确认入库 of allotted paper. */
    StockDocument receive(StockDocument document, Who by) {
        return transaction.execute(status -> {
            var locked = store.lock(document.unit(), document.no()).orElseThrow();
            if (locked.state() != DocumentState.ALLOTTED) {
                throw new Refused(409, "DOCUMENT_CHANGED", "单据 " + document.no() + " 不在待入库状态，请刷新后查看。");
            }
            return enter(locked, by);
        });
    }

    private StockDocument enter(StockDocument document, Who by) {
        for (Line line : store.lines(document.unit(), document.no())) {
            moves.enter(document.unit(), line.span(), new Moves.Why(by.name(), document.no(), document.reason()));
        }
        return desk.step(document, "入库", DocumentState.DONE, by, document.answer());
    }

    private StockDocument unusable(StockDocument document, @org.jspecify.annotations.Nullable RuntimeException why) {
        log.error("申领单 {} 的号段不能入库", document.no(), why);
        return refused(document, "财政下发的号段与票据代码或数量不符，或与已有号段重叠，未入库。请与财政核对申领单 " + document.no() + "。");
    }

    private StockDocument reviewing(StockDocument document) {
        return document.state() == DocumentState.REVIEWING
                ? document
                : transaction.execute(status -> desk.step(document, "受理", DocumentState.REVIEWING, BUREAU, "财政审核中"));
    }

    private StockDocument refused(StockDocument document, String reason) {
        return transaction.execute(status -> desk.step(document, "退回", DocumentState.REFUSED, BUREAU, reason));
    }

    private StockDocument settleReturn(StockDocument document) {
        var code = codes.find(document.unit(), document.code()).orElseThrow();
        var lines = store.lines(document.unit(), document.no());
        var ranges = lines.stream().map(line -> code.range(line.span())).toList();
        return switch (bureau().giveBack(document.unit(), document.no(), ranges, document.reason())) {
            case StockBureau.Return.Accepted accepted -> returned(document, lines, Holding.RETURNED, "财政收回", "");
            case StockBureau.Return.Pending pending -> reviewing(document);
            case StockBureau.Return.Refused refused -> returned(document, lines, Holding.UNIT, "退回", refused.reason());
        };
    }

    private StockDocument returned(StockDocument document, List<Line> lines, Holding to, String act, String note) {
        return transaction.execute(status -> {
            var locked = store.lock(document.unit(), document.no()).orElseThrow();
            if (locked.state() != DocumentState.SUBMITTED && locked.state() != DocumentState.REVIEWING) {
                return locked;
            }
            for (Line line : lines) {
                moves.move(
                        document.unit(),
                        line.span(),
                        Holding.OUTGOING,
                        to,
                        new Moves.Why(BUREAU.name(), document.no(), DocumentDesk.shortened(note)));
            }
            boolean accepted = to.account() == Account.RETURNED;
            return desk.step(locked, act, accepted ? DocumentState.DONE : DocumentState.REFUSED, BUREAU, note);
        });
    }

    private StockBureau bureau() {
        var known = bureau.getIfAvailable();
        if (known == null) {
            throw noBureau();
        }
        return known;
    }

    private static Refused noBureau() {
        return new Refused(409, "NO_NUMBER_SOURCE", "未配置财政票据系统，无法向财政申领或申退。");
    }
}
