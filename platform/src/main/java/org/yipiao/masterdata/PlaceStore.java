package org.yipiao.masterdata;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Campuses.Campus;
import org.yipiao.masterdata.PayChannels.Means;
import org.yipiao.masterdata.PayChannels.PayChannel;
import org.yipiao.shared.UnitId;

/** All SQL of pay channels and campuses. */
@Component
class PlaceStore {
    private final JdbcClient jdbc;

    PlaceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<PayChannel> channels() {
        return jdbc.sql("select unit_id, code, name, means, shown_at, enabled from masterdata.pay_channel")
                .query((row, n) -> new PayChannel(
                        new UnitId(row.getString("unit_id")),
                        row.getString("code"),
                        row.getString("name"),
                        Means.valueOf(row.getString("means")),
                        row.getInt("shown_at"),
                        row.getBoolean("enabled")))
                .list();
    }

    void save(PayChannel channel) {
        jdbc.sql("""
                        insert into masterdata.pay_channel (unit_id, code, name, means, shown_at, enabled)
                        values (:unit, :code, :name, :means, :shownAt, :enabled)
                        on conflict (unit_id, code) do update
                        set name = excluded.name, means = excluded.means,
                            shown_at = excluded.shown_at, enabled = excluded.enabled
                        """)
                .param("unit", channel.unit().value())
                .param("code", channel.code())
                .param("name", channel.name())
                .param("means", channel.means().name())
                .param("shownAt", channel.shownAt())
                .param("enabled", channel.enabled())
                .update();
    }

    List<Campus> campuses() {
        return jdbc.sql("select unit_id, code, name, address, phone, enabled from masterdata.campus")
                .query((row, n) -> new Campus(
                        new UnitId(row.getString("unit_id")),
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("address"),
                        row.getString("phone"),
                        row.getBoolean("enabled")))
                .list();
    }

    void save(Campus campus) {
        jdbc.sql("""
                        insert into masterdata.campus (unit_id, code, name, address, phone, enabled)
                        values (:unit, :code, :name, :address, :phone, :enabled)
                        on conflict (unit_id, code) do update
                        set name = excluded.name, address = excluded.address,
                            phone = excluded.phone, enabled = excluded.enabled
                        """)
                .param("unit", campus.unit().value())
                .param("code", campus.code())
                .param("name", campus.name())
                .param("address", campus.address())
                .param("phone", campus.phone())
                .param("enabled", campus.enabled())
                .update();
    }
}
