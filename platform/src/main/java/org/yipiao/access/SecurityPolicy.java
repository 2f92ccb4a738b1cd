package org.yipiao.access;

/**
 * 安全策略 What a unit's security administrator may tighten or loosen within the bounds of 等保三级.
 *
 * @param lengthMin 口令最短长度
 * @param history 不得与最近几次口令相同
 * @param expiryDays 口令有效天数, 0 without end
 * @param idleMinutes 无操作自动退出
 * @param oneSession 同一用户只允许一处登录
 * @param version counts changes; 0 while everything stands at its default
 */
record SecurityPolicy(int lengthMin, int history, int expiryDays, int idleMinutes, boolean oneSession, int version) {
    static final SecurityPolicy DEFAULT = new SecurityPolicy(10, 5, 90, 30, false, 0);

    String text() {
        return "口令至少 " + lengthMin + " 位，不同于最近 " + history + " 次，" + (expiryDays == 0 ? "长期有效" : expiryDays + " 天有效")
                + "，无操作 " + idleMinutes + " 分钟退出，" + (oneSession ? "只允许一处登录" : "允许多处登录");
    }
}
