package org.yipiao.numbering;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.shared.UnitId;

/** SQL of the requests to the bureau. */
@Component
class RequestStore {
    private final JdbcClient jdbc;

    RequestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 申领单 */
    record Request(UnitId unit, String number, BillCode code, long count, String by, String state, String reason) {}

    /** Writes the request unless one for this code is still open. */
    void add(UnitId unit, String number, BillCode code, long count, String by, Instant at) {
        jdbc.sql("""
                insert into numbering.request (unit_id, request_no, bill_code, count, by_whom, asked_at, state, reason)
                values (:unit, :number, :code, :count, :by, :at, 'ASKED', '')
                on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("number", number)
                .param("code", code.digits())
                .param("count", count)
                .param("by", by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Request> open(UnitId unit, BillCode code) {
        return jdbc.sql("""
                select unit_id, request_no, bill_code, count, by_whom, state, reason
                  from numbering.request
                 where unit_id = :unit
                   and bill_code = :code
                   and state in ('ASKED', 'PENDING')
                """)
                .param("unit", unit.value())
                .param("code", code.digits())
                .query((row, i) -> request(row))
                .optional();
    }

    List<Request> allOpen() {
        return jdbc.sql("""
                select unit_id, request_no, bill_code, count, by_whom, state, reason
                  from numbering.request
                 where state in ('ASKED', 'PENDING')
                 order by asked_at
                """).query((row, i) -> request(row)).list();
    }

    /** The request's state under lock, so that one answer is received once. */
    String lockState(Request request) {
        return jdbc.sql("""
                select state
                  from numbering.request
                 where unit_id = :unit
                   and request_no = :number
                   for update
                """)
                .param("unit", request.unit().value())
                .param("number", request.number())
                .query(String.class)
                .single();
    }

    void answered(Request request, String state, String reason) {
        jdbc.sql("""
                update numbering.request
                   set state = :state,
                       reason = :reason
                 where unit_id = :unit
                   and request_no = :number
                   and state in ('ASKED', 'PENDING')
                """)
                .param("unit", request.unit().value())
                .param("number", request.number())
                .param("state", state)
                .param("reason", reason)
                .update();
    }

    private static Request request(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Request(
                new UnitId(row.getString("unit_id")),
                row.getString("request_no"),
                new BillCode(row.getString("bill_code")),
                row.getLong("count"),
                row.getString("by_whom"),
                row.getString("state"),
                row.getString("reason"));
    }
}
