package org.yipiao.console;

import java.sql.Array;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.access.CurrentUser;
import org.yipiao.console.ListViewsHttp.SavedFilter;

/** SQL of what people like to see of lists. */
@Repository
class ListViewStore {
    private final JdbcClient jdbc;

    ListViewStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record View(String list, List<String> hidden, int pageSize) {}

    List<View> views(long account) {
        return jdbc.sql(
                        "select list, hidden, page_size from console.list_view where account_id = :account order by list")
                .param("account", account)
                .query((row, i) -> {
                    Array hidden = row.getArray("hidden");
                    return new View(
                            row.getString("list"), List.of((String[]) hidden.getArray()), row.getInt("page_size"));
                })
                .list();
    }

    void save(CurrentUser user, String list, List<String> hidden, int pageSize) {
        jdbc.sql("""
                insert into console.list_view (unit_id, account_id, list, hidden, page_size)
                values (:unit, :account, :list, :hidden, :size)
                on conflict (account_id, list) do update
                   set hidden = excluded.hidden,
                       page_size = excluded.page_size
                """)
                .param("unit", user.unit().value())
                .param("account", user.id())
                .param("list", list)
                .param("hidden", hidden.toArray(String[]::new))
                .param("size", pageSize)
                .update();
    }

    /** With the name of the list. */
    List<Map.Entry<String, SavedFilter>> filters(long account) {
        return jdbc.sql("""
                select list, name, query
                  from console.saved_filter
                 where account_id = :account
                 order by list, name
                """)
                .param("account", account)
                .query((row, i) -> Map.entry(
                        row.getString("list"), new SavedFilter(row.getString("name"), row.getString("query"))))
                .list();
    }

    /** @return false when the list has so many that no new name fits */
    @Transactional
    public boolean keep(CurrentUser user, String list, SavedFilter filter, int max) {
        // Two windows of one person do not fill the last place twice.
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('console.saved_filter', :account))")
                .param("account", user.id())
                .query(row -> {});
        return jdbc.sql("""
                insert into console.saved_filter (unit_id, account_id, list, name, query)
                select :unit, :account, :list, :name, :query
                 where (select count(*)
                          from console.saved_filter
                         where account_id = :account
                           and list = :list
                           and name <> :name) < :max
                on conflict (account_id, list, name) do update
                   set query = excluded.query
                """)
                        .param("unit", user.unit().value())
                        .param("account", user.id())
                        .param("list", list)
                        .param("name", filter.name())
                        .param("query", filter.query())
                        .param("max", max)
                        .update()
                == 1;
    }

    void forget(CurrentUser user, String list, String name) {
        jdbc.sql("delete from console.saved_filter where account_id = :account and list = :list and name = :name")
                .param("account", user.id())
                .param("list", list)
                .param("name", name)
                .update();
    }
}
