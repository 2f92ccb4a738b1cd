package org.yipiao.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.yipiao.shared.UnitId;

/**
 * 当前用户 Who acts in this request; a controller takes it as a parameter.
 *
 * @param id account id
 * @param username 登录名
 * @param displayName 姓名
 * @param unit 单位: every query of the console is limited to it in SQL
 * @param permissions what the account may do
 * @param office 岗位类别
 * @param scope 数据权限: which rows of the unit it sees
 */
public record CurrentUser(
        long id,
        String username,
        String displayName,
        UnitId unit,
        Set<Permission> permissions,
        Office office,
        DataScope scope) {
    /** A business account that sees the whole unit. */
    public CurrentUser(long id, String username, String displayName, UnitId unit, Set<Permission> permissions) {
        this(id, username, displayName, unit, permissions, Office.BUSINESS, DataScope.whole(unit));
    }

    /** Who sent this request, if somebody signed in did. */
    public static Optional<CurrentUser> of(HttpServletRequest request) {
        return SessionFilter.present(request).map(Sessions.Present::user);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
