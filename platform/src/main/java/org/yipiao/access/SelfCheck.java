package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.yipiao.shared.UnitId;

/**
 * 等保三级自查 What GB/T 22239-2019 asks at level 3 of an application like this, clause by clause, with what is found right now and
 * where to see it. Nothing is ticked by hand; what only people can know is said to be theirs.
 */
@Service
class SelfCheck {
    private static final int LENGTH_MIN = 8;
    private static final int EXPIRY_DAYS_MAX = 90;
    private static final int IDLE_MINUTES_MAX = 30;
    private static final Duration UNUSED = Duration.ofDays(90);
    /** 网络安全法第二十一条: logs are kept for at least six months. */
    private static final Duration KEPT = Duration.ofDays(183);

    private static final String IDENTITY = "身份鉴别";
    private static final String CONTROL = "访问控制";
    private static final String AUDITING = "安全审计";
    private static final String INTRUSION = "入侵防范";
    private static final String DATA = "数据安全";
    private static final String POLICY = "/access/policy";
    private static final String HERE = "/access/self-check";

    private final Policies policies;
    private final UserStore users;
    private final WeakPasswords weak;
    private final WeakElsewhere elsewhere;
    private final Installation installation;
    private final AuditInspection chain;
    private final SelfCheckStore store;
    private final WallClock clock;
    private final String publicUrl;

    SelfCheck(
            Policies policies,
            UserStore users,
            WeakPasswords weak,
            WeakElsewhere elsewhere,
            Installation installation,
            AuditInspection chain,
            SelfCheckStore store,
            WallClock clock,
            @Value("${yipiao.public-url:}") String publicUrl) {
        this.policies = policies;
        this.users = users;
        this.weak = weak;
        this.elsewhere = elsewhere;
        this.installation = installation;
        this.chain = chain;
        this.store = store;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    enum State {
        /** 符合 */
        PASSED,
        /** 不符合 */
        FAILED,
        /** 需人工确认: the platform can not know it. */
        MANUAL
    }

    /**
     * 自查项
     *
     * @param clause 条款号 of GB/T 22239-2019
     * @param found 实际情况
     * @param advice 处理建议, empty when there is nothing to do
     * @param evidence 证据 page of the console, or of the help
     */
    record Item(String area, String clause, String title, State state, String found, String advice, String evidence) {}

    List<Item> look(UnitId unit) {
        Instant now = clock.now();
        var items = new ArrayList<Item>();
        items.addAll(identity(unit, now));
        items.addAll(control(unit, now));
        items.addAll(auditing(unit, now));
        if (installation.unit().equals(unit)) {
            items.addAll(surroundings());
        }
        items.addAll(data());
        return items;
    }

    private static Item item(
            String area, String clause, String title, boolean passed, String found, String advice, String evidence) {
        return new Item(
                area, clause, title, passed ? State.PASSED : State.FAILED, found, passed ? "" : advice, evidence);
    }

    private List<Item> identity(UnitId unit, Instant now) {
        var policy = policies.of(unit);
        boolean rules = policy.lengthMin() >= LENGTH_MIN
                && policy.expiryDays() > 0
                && policy.expiryDays() <= EXPIRY_DAYS_MAX
                && policy.history() > 0;
        var administrators = store.administrators(unit, now);
        return List.of(
                item(
                        IDENTITY,
                        "8.1.4.1 a)",
                        "口令复杂度和定期更换",
                        rules,
                        policy.text() + "；至少三类字符，新口令不在弱口令字典中",
                        "最短长度不少于 " + LENGTH_MIN + " 位，有效期不超过 " + EXPIRY_DAYS_MAX + " 天，不与近几次相同",
                        POLICY),
                item(
                        IDENTITY,
                        "8.1.4.1 b)",
                        "登录失败处理和超时退出",
                        policy.idleMinutes() <= IDLE_MINUTES_MAX,
                        "连续 " + SignIn.TRIES_MAX + " 次失败锁定 " + SignIn.LOCK.toMinutes() + " 分钟；无操作 "
                                + policy.idleMinutes() + " 分钟自动退出",
                        "无操作退出时间不超过 " + IDLE_MINUTES_MAX + " 分钟",
                        POLICY),
                item(
                        IDENTITY,
                        "8.1.4.1 c)",
                        "鉴别信息传输防窃听",
                        publicUrl.startsWith("https://"),
                        "控制台公布地址 " + (publicUrl.isBlank() ? "没有配置" : publicUrl),
                        "在反向代理上启用 HTTPS（可用国密套件），并把 YIPIAO_PUBLIC_URL 改为 https 地址",
                        "/help/ops"),
                item(
                        IDENTITY,
                        "8.1.4.1 d)",
                        "管理员两种鉴别技术组合",
                        administrators.all() > 0 && administrators.guarded() == administrators.all(),
                        "管理员账户 " + administrators.all() + " 个，已绑定动态口令或数字证书 " + administrators.guarded() + " 个",
                        "在角色页要求管理员角色双因素登录，由本人绑定动态口令，或绑定数字证书",
                        "/access/roles"));
    }

    private List<Item> control(UnitId unit, Instant now) {
        var offices = users.activeByOffice(unit);
        var missing = Stream.of(Office.SYSTEM, Office.SECURITY, Office.AUDIT)
                .filter(office -> offices.getOrDefault(office, 0) == 0)
                .map(Office::label)
                .toList();
        int demo = offices.getOrDefault(Office.DEMO, 0);
        var progress = weak.progress(unit);
        long open = weak.found(unit, WeakPasswordsHttp.ROWS_MAX).stream()
                .filter(one -> !one.changed())
                .count();
        int unused = store.idleSince(unit, now.minus(UNUSED));
        return List.of(
                item(
                        CONTROL,
                        "8.1.4.2 b)",
                        "平台账户没有默认口令和弱口令",
                        open == 0 && progress.checked() == progress.accounts(),
                        "账户 " + progress.accounts() + " 个，已检测 " + progress.checked() + " 个，仍用弱口令 " + open + " 个",
                        open > 0 ? "通知本人修改；已要求其下次操作前修改" : "点“立即检测”补测其余账户",
                        POLICY),
                item(
                        CONTROL,
                        "8.1.4.2 c)",
                        "没有多余和过期的账户",
                        unused == 0,
                        "启用中但 " + UNUSED.toDays() + " 天以上没有登录的账户 " + unused + " 个",
                        "停用不再需要的账户，或设有效期",
                        "/access/users"),
                item(
                        CONTROL,
                        "8.1.4.2 d)",
                        "系统、安全、审计管理员分立",
                        missing.isEmpty() && demo == 0,
                        (missing.isEmpty() ? "三类管理员各有账户，且都不能开票" : "缺少：" + String.join("、", missing))
                                + (demo > 0 ? "；有演示全权账户 " + demo + " 个" : ""),
                        demo > 0 ? "演示全权账户只在演示系统存在，正式系统启动时自动收回" : "建立所缺的管理员账户",
                        "/access/users"));
    }

    private List<Item> auditing(UnitId unit, Instant now) {
        var audited = store.audited(unit);
        Instant from = audited.from();
        long days = from == null ? 0 : Duration.between(from, now).toDays();
        var broken = chain.inspect();
        return List.of(
                item(
                        AUDITING,
                        "8.1.4.3 a)",
                        "审计覆盖每个用户的重要行为",
                        audited.entries() > 0,
                        "操作日志 " + audited.entries() + " 条；登录、拒绝和每次重要操作都有记录",
                        "没有任何记录，请检查系统",
                        "/auditing/audit"),
                item(
                        AUDITING,
                        "8.1.4.3 c)",
                        "审计记录受保护，不能修改和删除",
                        broken.isEmpty(),
                        broken.isEmpty()
                                ? "SM3 链完整，数据库禁止修改和删除"
                                : broken.getFirst().cause(),
                        "保留现场，从备份核对",
                        "/auditing/audit"),
                item(
                        AUDITING,
                        "8.1.5.4 d)",
                        "审计记录留存六个月以上",
                        true,
                        "没有删除功能，启用以来全部保留，已有 " + days + " 天" + (days < KEPT.toDays() ? "（系统启用不足六个月）" : ""),
                        "",
                        "/auditing/audit"));
    }

    private List<Item> surroundings() {
        var rows = elsewhere.all();
        return Stream.of(WeakPlace.Kind.values())
                .map(kind -> surrounding(
                        kind, rows.stream().filter(row -> row.kind() == kind).toList()))
                .toList();
    }

    private static Item surrounding(WeakPlace.Kind kind, List<WeakElsewhereStore.Row> rows) {
        String title = kind.label() + "没有弱口令";
        String clause = kind == WeakPlace.Kind.COMPONENTS ? "8.1.4.4 e)" : "8.1.4.2 b)";
        if (rows.isEmpty()) {
            return new Item(INTRUSION, clause, title, State.MANUAL, "还没有检测", "点下面的“立即检测”", HERE);
        }
        int looked = rows.stream().mapToInt(row -> row.looked().looked()).sum();
        int found = rows.stream().mapToInt(row -> row.looked().found().size()).sum();
        var incomplete = rows.stream().filter(row -> !row.looked().complete()).findFirst();
        String what = "主机 " + rows.size() + " 台，检测 " + looked + " 个，发现 " + found + " 处";
        if (found == 0 && incomplete.isPresent()) {
            return new Item(
                    INTRUSION,
                    clause,
                    title,
                    State.MANUAL,
                    what,
                    incomplete.get().looked().note(),
                    HERE);
        }
        return item(INTRUSION, clause, title, found == 0, what, "按下面列出的建议逐一修改", HERE);
    }

    private static List<Item> data() {
        return List.of(
                new Item(
                        DATA,
                        "8.1.4.7",
                        "重要数据完整性",
                        State.PASSED,
                        "票据由 SM2 签名和双印章保护，归档文件按 SM3 摘要存取，票号每日出具签名并链接的证明",
                        "",
                        "/numbers"),
                new Item(
                        DATA,
                        "8.1.4.8",
                        "重要数据保密性",
                        State.PASSED,
                        "口令以 Argon2id 保存；证件号码、手机号、医保号以 SM4-GCM 加密，查询用 SM3 带密钥摘要；页面和日志中打码",
                        "",
                        "/help/security"),
                new Item(
                        DATA,
                        "8.1.4.8",
                        "主密钥保管",
                        State.MANUAL,
                        "主密钥在数据目录 keys 下，只有平台用户可读",
                        "确认主密钥已另行备份，且与数据库备份分开保存",
                        "/help/ops"),
                new Item(
                        DATA,
                        "8.1.4.9",
                        "数据备份和恢复",
                        State.MANUAL,
                        "备份由运维按手册执行，平台不能自行确认",
                        "确认每日备份、异地保存，并做过恢复演练",
                        "/help/ops"),
                new Item(
                        DATA,
                        "8.1.4.10",
                        "剩余信息保护",
                        State.PASSED,
                        "退出、强制下线和停用后会话立即失效；一次性口令和恢复码只用一次",
                        "",
                        "/access/online"),
                new Item(
                        DATA,
                        "8.1.4.11",
                        "个人信息保护",
                        State.PASSED,
                        "只采集开票需要的信息；按岗位和数据范围查看；导出须审批并带水印",
                        "",
                        "/auditing/exports"));
    }
}
