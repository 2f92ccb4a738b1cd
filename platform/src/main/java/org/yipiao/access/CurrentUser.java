package org.yipiao.access;

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
 */
public record CurrentUser(long id, String username, String displayName, UnitId unit, Set<Permission> permissions) {}
