package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 单据台账 Opens documents, gives them their numbers and writes down every step. */
@Component
class DocumentDesk {
    static final int REASON_MAX = 200;

    private final DocumentStore store;
    private final Units units;
    private final InstantSource clock;

    DocumentDesk(DocumentStore store, Units units, InstantSource clock) {
        this.store = store;
        this.units = units;
        this.clock = clock;
    }

    /** What a new document says; the rest has defaults. */
    record Opening(
            DocumentType type,
            String code,
            boolean paper,
            long count,
            Place from,
            Place to,
            String certificateNo,
            @org.jspecify.annotations.Nullable Integer year,
            String reason) {
        static Opening of(DocumentType type, LedgerCode code, long count, Place from, Place to, String reason) {
            return new Opening(type, code.code(), code.paper(), count, from, to, "", null, reason);
        }

        Opening under(String certificate) {
            return new Opening(type, code, paper, count, from, to, certificate, year, reason);
        }
    }

    /** Inside the caller's transaction. @return empty when the same is open already */
    java.util.Optional<StockDocument> open(UnitId unit, Opening opening, DocumentState state, Who by) {
        var now = clock.instant();
        var document = new StockDocument(
                unit,
                number(unit, opening.type()),
                opening.type(),
                state,
                opening.code(),
                opening.paper(),
                opening.count(),
                opening.from(),
                opening.to(),
                opening.certificateNo(),
                opening.year(),
                opening.reason(),
                "",
                by,
                now,
                now);
        if (!store.add(document)) {
            return java.util.Optional.empty();
        }
        store.addStep(
                unit,
                document.no(),
                new StockDocument.Step(now, state == DocumentState.DRAFT ? "保存草稿" : "填单", state, by, opening.reason()));
        return java.util.Optional.of(document);
    }

    /** Inside the caller's transaction. @throws Refused DOCUMENT_CHANGED when someone was faster */
    StockDocument step(StockDocument document, String act, DocumentState to, Who by, String note) {
        var now = clock.instant();
        String answer = to == DocumentState.REFUSED || to == DocumentState.ALLOTTED || to == DocumentState.DONE
                ? shortened(note)
                : document.answer();
        if (!store.change(document, to, answer, now)) {
            throw new Refused(409, "DOCUMENT_CHANGED", "单据 " + document.no() + " 刚被他人处理，请刷新后查看。");
        }
        store.addStep(document.unit(), document.no(), new StockDocument.Step(now, act, to, by, shortened(note)));
        return store.find(document.unit(), document.no()).orElseThrow();
    }

    /** Notes something that did not change the state. */
    void note(StockDocument document, String act, Who by, String note) {
        store.addStep(
                document.unit(),
                document.no(),
                new StockDocument.Step(clock.instant(), act, document.state(), by, shortened(note)));
    }

    void lines(StockDocument document, List<StockDocument.Line> lines) {
        store.addLines(document, lines);
    }

    java.time.Instant now() {
        return clock.instant();
    }

    LocalDate today(UnitId unit) {
        return LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
    }

    /** Type, day and a running number; what goes to the bureau also carries chance, so it never meets an older one. */
    private String number(UnitId unit, DocumentType type) {
        String series = type.prefix() + DateTimeFormatter.BASIC_ISO_DATE.format(today(unit));
        String no = series + String.format(Locale.ROOT, "%04d", store.nextOf(unit, series));
        return type.goesToBureau()
                ? no + UUID.randomUUID().toString().substring(0, 6).toUpperCase(Locale.ROOT)
                : no;
    }

    static String shortened(String text) {
        return text.length() <= REASON_MAX ? text : text.substring(0, REASON_MAX);
    }
}
