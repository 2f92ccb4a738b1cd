package org.yipiao.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.Task;
import org.springframework.scheduling.config.TaskExecutionOutcome;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.UnitNames;

/** 定时任务 What this instance does by itself, when it did it last and how that went. */
@RestController
@RequestMapping("/api/console/jobs")
class JobsHttp {
    /** Class and method of each timed job, and what it does, for people. A test knows when one is missing. */
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("BillYears.lookAhead", "准备下一年度的票据分区"),
            Map.entry("BlockDesk.expire", "收回过期的离线票号段"),
            Map.entry("Forwarder.turn", "转发消息到短信、微信和邮箱"),
            Map.entry("ForwardingMeters.look", "统计待转发的消息"),
            Map.entry("HandBatchDesk.work", "批量开票"),
            Map.entry("LedgerAudit.look", "核对票号账"),
            Map.entry("ListsBefore.forget", "清理到期的先传清单"),
            Map.entry("LiveNotices.look", "推送未读消息数"),
            Map.entry("MessageKeeping.deleteOld", "清理到期的来报原文"),
            Map.entry("NumberRequests.askAgain", "查询票号申领的审核结果"),
            Map.entry("OfflineWatch.count", "检查窗口代理是否在线"),
            Map.entry("OpenDoor.forget", "清理开放接口的过期随机数"),
            Map.entry("Proofs.daily", "出具每日票号证明"),
            Map.entry("RefundDesk.resume", "继续没有完成的部分退费"),
            Map.entry("Reviews.askAgain", "查询票据审验的结果"),
            Map.entry("RoadWorker.count", "统计在途票据"),
            Map.entry("RoadWorker.renew", "保持在途票据的占用"),
            Map.entry("RunningSums.addUp", "累加统计数"),
            Map.entry("Segments.audit", "核对号段证书"),
            Map.entry("Segments.look", "签发号段证书"),
            Map.entry("SessionCleaning.clean", "清理过期的登录会话"),
            Map.entry("StockAlerts.look", "检查库存预警"),
            Map.entry("SumsInspection.look", "核对统计数与票据"),
            Map.entry("TermAlerts.look", "检查号段有效期"),
            Map.entry("Unanswered.count", "统计需处理的核销与审验"),
            Map.entry("UsageReports.askAgain", "查询核销的结果"),
            Map.entry("WeakElsewhere.checkAtNight", "外部弱口令检测"),
            Map.entry("WeakPasswords.checkAtNight", "弱口令检测"));

    private static final Pattern DAILY = Pattern.compile("0 ([0-9]{1,2}) ([0-9]{1,2}) \\* \\* \\*");

    private final List<ScheduledTaskHolder> holders;
    private final UnitNames units;

    JobsHttp(List<ScheduledTaskHolder> holders, UnitNames units) {
        this.holders = List.copyOf(holders);
        this.units = units;
    }

    /** 最近一次的结果 */
    enum Went {
        NOT_YET("还没有运行"),
        RUNNING("正在运行"),
        WELL("成功"),
        WRONG("失败");

        private final String label;

        Went(String label) {
            this.label = label;
        }
    }

    /**
     * 定时任务
     *
     * @param timing 什么时候运行
     * @param lastAt 最近一次开始, null before the first
     * @param nextAt 下一次, null while nothing is planned
     */
    record JobRow(
            String name,
            String timing,
            Went went,
            String wentLabel,
            @Nullable LocalDateTime lastAt,
            @Nullable LocalDateTime nextAt) {}

    @GetMapping
    @Permit(Permission.TRANSIT_READ)
    List<JobRow> list(CurrentUser user) {
        return holders.stream()
                .flatMap(holder -> holder.getScheduledTasks().stream())
                // What libraries do for themselves is nobody's business here.
                .filter(task -> task.getTask().toString().startsWith("org.yipiao."))
                .map(task -> row(user, task))
                .sorted(Comparator.comparing(JobRow::name))
                .toList();
    }

    private JobRow row(CurrentUser user, ScheduledTask scheduled) {
        Task task = scheduled.getTask();
        var outcome = task.getLastExecutionOutcome();
        var went = went(outcome.status());
        return new JobRow(
                name(task),
                timing(task),
                went,
                went.label,
                local(user, outcome.executionTime()),
                local(user, scheduled.nextExecution()));
    }

    private static Went went(TaskExecutionOutcome.Status status) {
        return switch (status) {
            case NONE -> Went.NOT_YET;
            case STARTED -> Went.RUNNING;
            case SUCCESS -> Went.WELL;
            case ERROR -> Went.WRONG;
        };
    }

    private static String name(Task task) {
        String method = task.toString();
        int from = method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1;
        return TITLES.getOrDefault(method.substring(from), method.substring(from));
    }

    private static String timing(Task task) {
        return switch (task) {
            case CronTask cron -> daily(cron.getExpression());
            case IntervalTask interval -> "每隔 " + span(interval.getIntervalDuration());
            default -> "由程序决定";
        };
    }

    private static String daily(String cron) {
        var parts = DAILY.matcher(cron);
        if (!parts.matches()) {
            return cron;
        }
        String minute = parts.group(1);
        return "每天 " + parts.group(2) + ":" + (minute.length() < 2 ? "0" : "") + minute;
    }

    private static String span(Duration every) {
        if (every.toHours() > 0 && every.toMinutesPart() == 0) {
            return every.toHours() + " 小时";
        }
        if (every.toMinutes() > 0 && every.toSecondsPart() == 0) {
            return every.toMinutes() + " 分钟";
        }
        return every.toSeconds() > 0 && every.toMillisPart() == 0 ? every.toSeconds() + " 秒" : every.toMillis() + " 毫秒";
    }

    private @Nullable LocalDateTime local(CurrentUser user, @Nullable Instant at) {
        return at == null
                ? null
                : LocalDateTime.ofInstant(at, units.zone(user.unit())).truncatedTo(ChronoUnit.SECONDS);
    }
}
