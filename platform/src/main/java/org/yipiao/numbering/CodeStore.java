package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** SQL of the codes of the ledger, electronic and paper alike. */
@Component
class CodeStore {
    private static final String CODES = """
            select code, paper, kind, name, width, year
              from (select unit_id, bill_code as code, false as paper, kind, '' as name, 10 as width, year
                      from numbering.code
                     union all
                    select unit_id, paper_code, true, null, name, width, year
                      from numbering.paper_code) codes
             where unit_id = :unit
            """;

    private final JdbcClient jdbc;

    CodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<LedgerCode> find(UnitId unit, String code) {
        return jdbc.sql(CODES + " and code = :code")
                .param("unit", unit.value())
                .param("code", code)
                .query(CodeStore::code)
                .optional();
    }

    List<LedgerCode> all(UnitId unit) {
        return jdbc.sql(CODES + " order by paper, year desc nulls first, code")
                .param("unit", unit.value())
                .query(CodeStore::code)
                .list();
    }

    private static LedgerCode code(ResultSet row, int i) throws SQLException {
        boolean paper = row.getBoolean("paper");
        BillKind kind = paper ? null : BillKind.valueOf(row.getString("kind"));
        return new LedgerCode(
                row.getString("code"),
                paper,
                kind,
                kind == null ? row.getString("name") : kind.title(),
                row.getInt("width"),
                row.getObject("year", Integer.class));
    }
}
