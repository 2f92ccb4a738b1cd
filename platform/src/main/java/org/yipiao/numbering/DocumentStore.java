package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of stock documents. */
@Component
class DocumentStore {
    static final int EXCHANGES_MAX = 200;

    private static final String COLUMNS = """
            select unit_id, document_no, type, state, code, paper, count, from_point, from_cashier, to_point, to_cashier,
                   certificate_no, year, reason, answer, by_whom, by_account, created_at, state_at
              from numbering.document
            """;

    private final JdbcClient jdbc;

    DocumentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 流水 The next number of a series such as XF20261121. */
    int nextOf(UnitId unit, String series) {
        return jdbc.sql("""
                insert into numbering.document_counter as c (unit_id, series, last_no)
                values (:unit, :series, 1)
                on conflict (unit_id, series) do update
                   set last_no = c.last_no + 1
                returning last_no
                """)
                .param("unit", unit.value())
                .param("series", series)
                .query(Integer.class)
                .single();
    }

    /** @return false when an open request for this code, or a carry-over of this year, is there already */
    boolean add(StockDocument document) {
        return jdbc.sql("""
                insert into numbering.document
                  (unit_id, document_no, type, state, code, paper, count, from_point, from_cashier, to_point, to_cashier,
                   certificate_no, year, reason, answer, by_whom, by_account, created_at, state_at)
                values
                  (:unit, :no, :type, :state, :code, :paper, :count, :fromPoint, :fromCashier, :toPoint, :toCashier,
                   :certificate, :year, :reason, :answer, :by, :account, :at, :at)
                on conflict do nothing
                """)
                        .param("unit", document.unit().value())
                        .param("no", document.no())
                        .param("type", document.type().name())
                        .param("state", document.state().name())
                        .param("code", document.code())
                        .param("paper", document.paper())
                        .param("count", document.count())
                        .param("fromPoint", document.from().point(), Types.VARCHAR)
                        .param("fromCashier", document.from().cashier(), Types.VARCHAR)
                        .param("toPoint", document.to().point(), Types.VARCHAR)
                        .param("toCashier", document.to().cashier(), Types.VARCHAR)
                        .param("certificate", document.certificateNo())
                        .param("year", document.year(), Types.INTEGER)
                        .param("reason", document.reason())
                        .param("answer", document.answer())
                        .param("by", document.by().name())
                        .param("account", document.by().account())
                        .param("at", utc(document.at()))
                        .update()
                == 1;
    }

    void addLines(StockDocument document, List<StockDocument.Line> lines) {
        int no = 1;
        for (StockDocument.Line line : lines) {
            jdbc.sql("""
                    insert into numbering.document_line
                      (unit_id, document_no, line_no, code, first_no, last_no, from_point, from_cashier)
                    values (:unit, :no, :line, :code, :first, :last, :point, :cashier)
                    """)
                    .param("unit", document.unit().value())
                    .param("no", document.no())
                    .param("line", no++)
                    .param("code", line.span().code())
                    .param("first", line.span().first())
                    .param("last", line.span().last())
                    .param("point", line.from().point(), Types.VARCHAR)
                    .param("cashier", line.from().cashier(), Types.VARCHAR)
                    .update();
        }
    }

    void addStep(UnitId unit, String no, StockDocument.Step step) {
        jdbc.sql("""
                insert into numbering.document_step (unit_id, document_no, at, act, state, by_whom, by_account, note)
                values (:unit, :no, :at, :act, :state, :by, :account, :note)
                """)
                .param("unit", unit.value())
                .param("no", no)
                .param("at", utc(step.at()))
                .param("act", step.act())
                .param("state", step.state().name())
                .param("by", step.by().name())
                .param("account", step.by().account())
                .param("note", step.note())
                .update();
    }

    /** @return false when someone was faster, or another open request for the code is in the way */
    boolean change(StockDocument document, DocumentState to, String answer, Instant at) {
        return jdbc.sql("""
                update numbering.document
                   set state = :to,
                       answer = :answer,
                       state_at = :at
                 where unit_id = :unit
                   and document_no = :no
                   and state = :from
                """)
                        .param("unit", document.unit().value())
                        .param("no", document.no())
                        .param("from", document.state().name())
                        .param("to", to.name())
                        .param("answer", answer)
                        .param("at", utc(at))
                        .update()
                == 1;
    }

    Optional<StockDocument> find(UnitId unit, String no) {
        return one(unit, no, "");
    }

    Optional<StockDocument> lock(UnitId unit, String no) {
        return one(unit, no, " for update");
    }

    private Optional<StockDocument> one(UnitId unit, String no, String lock) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit and document_no = :no" + lock)
                .param("unit", unit.value())
                .param("no", no)
                .query(DocumentStore::document)
                .optional();
    }

    Optional<StockDocument> openRequest(UnitId unit, String code) {
        return jdbc.sql(COLUMNS + """
                 where unit_id = :unit
                   and code = :code
                   and type = 'REQUEST'
                   and state in ('SUBMITTED', 'REVIEWING')
                """)
                .param("unit", unit.value())
                .param("code", code)
                .query(DocumentStore::document)
                .optional();
    }

    /** What the bureau has not answered yet, oldest first. */
    List<StockDocument> openExchanges() {
        return jdbc.sql(COLUMNS + """
                 where type in ('REQUEST', 'BUREAU_RETURN')
                   and state in ('SUBMITTED', 'REVIEWING')
                 order by created_at
                 limit :max
                """)
                .param("max", EXCHANGES_MAX)
                .query(DocumentStore::document)
                .list();
    }

    /** Numbers asked for and not refused since a day, for the certificate's limit of a year. */
    long requestedSince(UnitId unit, String code, Instant since) {
        return jdbc.sql("""
                select coalesce(sum(count), 0)
                  from numbering.document
                 where unit_id = :unit
                   and type = 'REQUEST'
                   and state in ('SUBMITTED', 'REVIEWING', 'ALLOTTED', 'DONE')
                   and created_at >= :since
                   and code = :code
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("since", utc(since))
                .query(Long.class)
                .single();
    }

    /**
     * @param text begins a document number, a code, or a person's name; empty for all
     * @param points only what goes from or to one of these; null: everything
     */
    record Filter(
            @Nullable DocumentType type,
            @Nullable DocumentState state,
            String text,
            @Nullable List<String> points) {}

    List<StockDocument> list(UnitId unit, Filter filter, int pageNo, int pageSize) {
        return filtered(COLUMNS, unit, filter, " order by created_at desc, document_no desc limit :size offset :skip")
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(DocumentStore::document)
                .list();
    }

    long count(UnitId unit, Filter filter) {
        return filtered("select count(*) from numbering.document", unit, filter, "")
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec filtered(String select, UnitId unit, Filter filter, String tail) {
        return jdbc.sql(select + """
                 where unit_id = :unit
                   and (cast(:type as text) is null or type = :type)
                   and (cast(:state as text) is null or state = :state)
                   and (:text = '' or starts_with(document_no, :text) or starts_with(code, :text) or starts_with(by_whom, :text))
                   and (cast(:points as text[]) is null
                        or from_point = any(cast(:points as text[])) or to_point = any(cast(:points as text[])))
                """ + tail)
                .param(
                        "points",
                        filter.points() == null ? null : filter.points().toArray(String[]::new),
                        Types.ARRAY)
                .param("unit", unit.value())
                .param("type", filter.type() == null ? null : filter.type().name(), Types.VARCHAR)
                .param("state", filter.state() == null ? null : filter.state().name(), Types.VARCHAR)
                .param("text", filter.text());
    }

    List<StockDocument.Line> lines(UnitId unit, String no) {
        return jdbc.sql("""
                select code, first_no, last_no, from_point, from_cashier
                  from numbering.document_line
                 where unit_id = :unit
                   and document_no = :no
                 order by line_no
                """)
                .param("unit", unit.value())
                .param("no", no)
                .query((row, i) -> new StockDocument.Line(
                        new Span(row.getString("code"), row.getLong("first_no"), row.getLong("last_no")),
                        new Place(row.getString("from_point"), row.getString("from_cashier"))))
                .list();
    }

    List<StockDocument.Step> steps(UnitId unit, String no) {
        return jdbc.sql("""
                select at, act, state, by_whom, by_account, note
                  from numbering.document_step
                 where unit_id = :unit
                   and document_no = :no
                 order by id
                """)
                .param("unit", unit.value())
                .param("no", no)
                .query((row, i) -> new StockDocument.Step(
                        at(row, "at"),
                        row.getString("act"),
                        DocumentState.valueOf(row.getString("state")),
                        new Who(row.getString("by_account"), row.getString("by_whom")),
                        row.getString("note")))
                .list();
    }

    /** @return false when this person approved it before */
    boolean approve(StockDocument document, Who by, Instant at) {
        return jdbc.sql("""
                insert into numbering.approval (unit_id, document_no, by_account, by_whom, at)
                values (:unit, :no, :account, :by, :at)
                on conflict do nothing
                """)
                        .param("unit", document.unit().value())
                        .param("no", document.no())
                        .param("account", by.account())
                        .param("by", by.name())
                        .param("at", utc(at))
                        .update()
                == 1;
    }

    private static StockDocument document(ResultSet row, int i) throws SQLException {
        return new StockDocument(
                new UnitId(row.getString("unit_id")),
                row.getString("document_no"),
                DocumentType.valueOf(row.getString("type")),
                DocumentState.valueOf(row.getString("state")),
                row.getString("code"),
                row.getBoolean("paper"),
                row.getLong("count"),
                new Place(row.getString("from_point"), row.getString("from_cashier")),
                new Place(row.getString("to_point"), row.getString("to_cashier")),
                row.getString("certificate_no"),
                row.getObject("year", Integer.class),
                row.getString("reason"),
                row.getString("answer"),
                new Who(row.getString("by_account"), row.getString("by_whom")),
                at(row, "created_at"),
                at(row, "state_at"));
    }

    static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
