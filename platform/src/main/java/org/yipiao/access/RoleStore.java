package org.yipiao.access;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of the roles: the built-in ones of every unit, and each unit's own. */
@Repository
class RoleStore {
    private static final String EVERYWHERE = "*";
    private static final Set<String> KNOWN =
            Arrays.stream(Permission.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private final JdbcClient jdbc;

    RoleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * 角色
     *
     * @param builtIn 内置 the same in every unit and never changed
     * @param users how many accounts of the asking unit hold it
     */
    record Role(
            String code,
            String name,
            Office office,
            String note,
            boolean builtIn,
            boolean secondFactor,
            int version,
            Set<Permission> permissions,
            long users) {}

    /** What a person decides about a role. */
    record Draft(String name, Office office, String note, Set<Permission> permissions) {}

    List<Role> ofUnit(UnitId unit) {
        return jdbc.sql("""
                select r.code, r.name, r.office, r.note, r.unit_id, r.version,
                       exists (select 1
                                 from access.second_factor_role f
                                where f.unit_id = :unit
                                  and f.role_code = r.code) as second_factor,
                       array(select p.permission from access.role_permission p where p.role_code = r.code) as permissions,
                       (select count(*)
                          from access.account_role g
                          join access.account a on a.id = g.account_id
                         where g.role_code = r.code
                           and a.unit_id = :unit) as users
                  from access.role r
                 where r.unit_id in ('*', :unit)
                 order by r.unit_id = '*' desc, r.office, r.name
                """).param("unit", unit.value()).query(RoleStore::role).list();
    }

    /** @return false when the name is taken in the unit */
    boolean add(UnitId unit, String code, Draft draft) {
        boolean added = jdbc.sql("""
                insert into access.role (code, unit_id, name, office, note)
                select :code, :unit, :name, :office, :note
                 where not exists (select 1 from access.role where unit_id = '*' and name = :name)
                on conflict do nothing
                """)
                        .param("code", code)
                        .param("unit", unit.value())
                        .param("name", draft.name())
                        .param("office", draft.office().name())
                        .param("note", draft.note())
                        .update()
                == 1;
        if (added) {
            permissions(code, draft.permissions());
        }
        return added;
    }

    /** The version that was shown is named. Returns false when someone was faster. */
    boolean change(UnitId unit, String code, Draft draft, int version) {
        boolean changed = jdbc.sql("""
                update access.role
                   set name = :name,
                       note = :note,
                       version = version + 1
                 where unit_id = :unit
                   and code = :code
                   and version = :version
                """)
                        .param("unit", unit.value())
                        .param("code", code)
                        .param("version", version)
                        .param("name", draft.name())
                        .param("note", draft.note())
                        .update()
                == 1;
        if (changed) {
            permissions(code, draft.permissions());
        }
        return changed;
    }

    private void permissions(String code, Set<Permission> permissions) {
        jdbc.sql("delete from access.role_permission where role_code = :code")
                .param("code", code)
                .update();
        jdbc.sql("""
                insert into access.role_permission (role_code, permission)
                select :code, permission
                  from unnest(:permissions) as permission
                """)
                .param("code", code)
                .param("permissions", permissions.stream().map(Enum::name).toArray(String[]::new))
                .update();
    }

    /** Returns false when it already was so. */
    boolean demandSecondFactor(UnitId unit, String code, boolean demanded) {
        String sql = demanded
                ? "insert into access.second_factor_role (unit_id, role_code) values (:unit, :code) on conflict do nothing"
                : "delete from access.second_factor_role where unit_id = :unit and role_code = :code";
        return jdbc.sql(sql).param("unit", unit.value()).param("code", code).update() == 1;
    }

    /** Returns false while somebody holds it. */
    boolean remove(UnitId unit, String code) {
        if (jdbc.sql("select exists (select 1 from access.account_role where role_code = :code)")
                .param("code", code)
                .query(Boolean.class)
                .single()) {
            return false;
        }
        jdbc.sql("""
                delete from access.role_permission
                 where role_code in (select code from access.role where unit_id = :unit and code = :code)
                """).param("unit", unit.value()).param("code", code).update();
        return jdbc.sql("delete from access.role where unit_id = :unit and code = :code")
                        .param("unit", unit.value())
                        .param("code", code)
                        .update()
                == 1;
    }

    private static Role role(ResultSet row, int number) throws SQLException {
        return new Role(
                row.getString("code"),
                row.getString("name"),
                Office.valueOf(row.getString("office")),
                row.getString("note"),
                EVERYWHERE.equals(row.getString("unit_id")),
                row.getBoolean("second_factor"),
                row.getInt("version"),
                permissions(row.getArray("permissions")),
                row.getLong("users"));
    }

    private static Set<Permission> permissions(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray())
                .filter(KNOWN::contains)
                .map(Permission::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
