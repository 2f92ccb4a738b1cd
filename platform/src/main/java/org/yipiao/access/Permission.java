package org.yipiao.access;

import java.util.Set;

/**
 * 权限 One per thing a person may do; every console route names one. Append only. Without named offices, looking
 * ({@code _READ}) is for every office and everything else is for business roles only.
 */
public enum Permission {
    HOME_READ("首页", "查看首页"),
    BILL_READ("票据", "查看票据"),
    BILL_EXPORT("票据", "导出票据"),
    BILL_REVERSE("票据", "冲红"),
    TRANSIT_READ("在途", "查看在途"),
    TRANSIT_RETRY("在途", "立即重试"),
    NUMBERS_READ("票源", "查看票源"),
    NUMBERS_MANAGE("票源", "申领和下发"),
    MESSAGES_READ("接入", "查看原始报文"),
    MESSAGES_REPLAY("接入", "重放报文"),
    USERS_READ("用户", "查看用户", Office.SYSTEM, Office.SECURITY, Office.AUDIT),
    USERS_MANAGE("用户", "新建、修改、停用和解锁用户", Office.SYSTEM),
    USERS_RESET("用户", "重置口令", Office.SYSTEM, Office.SECURITY, Office.AUDIT),
    ROLES_READ("角色", "查看角色", Office.SYSTEM, Office.SECURITY, Office.AUDIT),
    ROLES_MANAGE("角色", "新建和修改角色", Office.SECURITY),
    ROLES_GRANT("角色", "给用户授权", Office.SECURITY),
    POLICY_READ("安全", "查看安全策略", Office.SYSTEM, Office.SECURITY, Office.AUDIT),
    POLICY_MANAGE("安全", "修改安全策略", Office.SECURITY),
    SESSIONS_READ("安全", "查看在线用户", Office.SYSTEM, Office.SECURITY, Office.AUDIT),
    SESSIONS_END("安全", "强制下线", Office.SYSTEM, Office.SECURITY),
    LOGINS_READ("日志", "查看登录日志", Office.SECURITY, Office.AUDIT),
    AUDIT_READ("日志", "查看操作日志", Office.AUDIT),
    AUDIT_EXPORT("日志", "申请导出操作日志", Office.AUDIT),
    EXPORT_APPROVE("日志", "审批导出", Office.SECURITY),
    NOTICES_SEND("消息", "发布公告和查看回执", Office.BUSINESS, Office.SYSTEM),
    PAPER_READ("纸质票据", "查看纸质票据"),
    PAPER_CONVERT("纸质票据", "换开和作废"),
    PREPAY_READ("预交金", "查看预交金"),
    PREPAY_MANAGE("预交金", "收退预交金"),
    BILL_ISSUE("票据", "手工开票"),
    BASICS_READ("基础信息", "查看基础信息"),
    BASICS_MANAGE("基础信息", "维护基础信息"),
    CALLERS_MANAGE("基础信息", "管理接入方账号和密钥"),
    FORMS_MANAGE("基础信息", "填报单位表单"),
    OFFLINE_READ("离线开票", "查看离线开票"),
    OFFLINE_MANAGE("离线开票", "管理窗口代理、补录和裁定"),
    REVERSAL_APPROVE("票据", "审批冲红"),
    STATISTICS_READ("统计", "查看统计报表"),
    BOOKING_READ("入账", "查看入账汇总单"),
    BOOKING_MANAGE("入账", "生成汇总单和登记入账"),
    UNITS_READ("单位", "查看单位开通进度", Office.SYSTEM),
    UNITS_MANAGE("单位", "开通、停用单位和维护接入参数", Office.SYSTEM),
    CHANNELS_READ("消息", "查看消息通道和转发记录"),
    CHANNELS_MANAGE("消息", "维护消息通道和测试发送", Office.BUSINESS, Office.SYSTEM),
    SYSTEM_READ("系统", "查看系统参数和缓存", Office.SYSTEM),
    SYSTEM_MANAGE("系统", "修改系统参数和清理缓存", Office.SYSTEM),
    FILES_READ("系统", "查看文件中心");

    private final String group;
    private final String label;
    /** A copy that nobody can change; the checker of enums knows that of named types only. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Office> only;

    Permission(String group, String label, Office... only) {
        this.group = group;
        this.label = label;
        this.only = only.length > 0 ? Set.of(only) : isMenu() ? Set.of() : Set.of(Office.BUSINESS);
    }

    public String group() {
        return group;
    }

    public String label() {
        return label;
    }

    /** 菜单 Opens a page; everything else is a button on one. */
    public boolean isMenu() {
        return name().endsWith("_READ");
    }

    /** The only offices whose roles may hold it; empty is every office. */
    Set<Office> only() {
        return only;
    }

    boolean isFor(Office office) {
        return only.isEmpty() || office == Office.DEMO || only.contains(office);
    }
}
