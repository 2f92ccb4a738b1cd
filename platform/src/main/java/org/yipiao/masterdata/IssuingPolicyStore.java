package org.yipiao.masterdata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.masterdata.IssuingPolicy.Arrears;
import org.yipiao.masterdata.IssuingPolicy.Channels;
import org.yipiao.masterdata.IssuingPolicy.Rounding;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.shared.UnitId;

/** SQL of the issuing policies. */
@Component
class IssuingPolicyStore {
    private final JdbcClient jdbc;

    IssuingPolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<IssuingPolicy> all() {
        return jdbc.sql("""
                        select unit_id, rounding, rounding_max_fen, rounding_item, channels, zero, arrears,
                               approval_from_fen, reasons
                          from masterdata.issuing_policy
                        """).query((row, n) -> policy(row)).list();
    }

    void save(IssuingPolicy policy) {
        jdbc.sql("""
                        insert into masterdata.issuing_policy (
                          unit_id, rounding, rounding_max_fen, rounding_item, channels, zero, arrears,
                          approval_from_fen, reasons)
                        values (:unit, :rounding, :max, :item, :channels, :zero, :arrears, :approval, :reasons)
                        on conflict (unit_id) do update
                        set rounding = excluded.rounding, rounding_max_fen = excluded.rounding_max_fen,
                            rounding_item = excluded.rounding_item, channels = excluded.channels,
                            zero = excluded.zero, arrears = excluded.arrears,
                            approval_from_fen = excluded.approval_from_fen, reasons = excluded.reasons
                        """)
                .param("unit", policy.unit().value())
                .param("rounding", policy.rounding().name())
                .param("max", policy.roundingMax().fen())
                .param("item", policy.roundingItem())
                .param("channels", policy.channels().name())
                .param("zero", policy.zero().name())
                .param("arrears", policy.arrears().name())
                .param("approval", policy.approvalFrom().map(Money::fen).orElse(null), Types.BIGINT)
                .param("reasons", policy.reasons().toArray(String[]::new))
                .update();
    }

    private static IssuingPolicy policy(ResultSet row) throws SQLException {
        long from = row.getLong("approval_from_fen");
        return new IssuingPolicy(
                new UnitId(row.getString("unit_id")),
                Rounding.valueOf(row.getString("rounding")),
                Money.ofFen(row.getLong("rounding_max_fen")),
                row.getString("rounding_item"),
                Channels.valueOf(row.getString("channels")),
                Zero.valueOf(row.getString("zero")),
                Arrears.valueOf(row.getString("arrears")),
                from == 0 ? Optional.empty() : Optional.of(Money.ofFen(from)),
                List.of((String[]) row.getArray("reasons").getArray()));
    }
}
