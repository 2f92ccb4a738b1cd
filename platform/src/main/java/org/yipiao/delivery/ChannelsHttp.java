package org.yipiao.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.Connections;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.access.UnitNames;
import org.yipiao.notices.StaffMessages;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyHttp;

/** 消息通道 The unit's own accounts for WeChat, SMS and mail: shown, tried out, changed, with what they were before. */
@RestController
@RequestMapping("/api/console/message-channels")
class ChannelsHttp {
    private static final int CHANGES_SHOWN = 20;
    private static final int TRIALS_A_MINUTE = 6;

    private final ChannelAccounts accounts;
    private final Connections connections;
    private final Wechat wechat;
    private final Sms sms;
    private final Mail mail;
    private final UnitNames names;
    private final InstantSource clock;
    private final Audit audit;
    private final RateLimit trials;

    ChannelsHttp(
            ChannelAccounts accounts,
            Connections connections,
            Wechat wechat,
            Sms sms,
            Mail mail,
            UnitNames names,
            InstantSource clock,
            Audit audit) {
        this.accounts = accounts;
        this.connections = connections;
        this.wechat = wechat;
        this.sms = sms;
        this.mail = mail;
        this.names = names;
        this.clock = clock;
        this.audit = audit;
        this.trials = new RateLimit(TRIALS_A_MINUTE, Duration.ofMinutes(1), clock);
    }

    /**
     * 通道
     *
     * @param payers people who get a bill are told by it
     * @param staff colleagues are told by it
     * @param ownPage false: it comes from the configuration file of the installation
     * @param secretKept there is a key or password, which is never shown
     * @param settings in the clear, by the names of {@code ChannelTyped}
     */
    record ChannelRow(
            MessageChannel channel,
            String label,
            boolean payers,
            boolean staff,
            boolean ownPage,
            boolean secretKept,
            Map<String, String> settings,
            List<ChannelChange> changes) {}

    /** @param what the settings in one line @param secretMark differs when the secret differs */
    record ChannelChange(LocalDateTime at, String by, String what, String secretMark) {}

    /** @param secret empty leaves the kept one @param to 测试接收方, for a trial only */
    record ChannelTyped(
            @Nullable String url,
            @Nullable String appid,
            @Nullable String account,
            @Nullable String template,
            @Nullable String staffTemplate,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String username,
            @Nullable String from,
            @Nullable String security,
            @Nullable String certificate,
            @Nullable String secret,
            @Nullable String to) {
        @Override
        public String toString() {
            return "ChannelTyped[hidden]";
        }
    }

    /** @param detail in Chinese, what happened */
    record ChannelTrial(boolean succeeded, String detail) {}

    @GetMapping
    @Permit(Permission.CHANNELS_READ)
    List<ChannelRow> list(CurrentUser user) {
        return Arrays.stream(MessageChannel.values())
                .map(channel -> row(user, channel))
                .toList();
    }

    private ChannelRow row(CurrentUser user, MessageChannel channel) {
        UnitId unit = user.unit();
        Connections.Kept kept = kept(unit, channel);
        boolean staff = switch (channel) {
            case WECHAT -> accounts.wechat(unit).tellsStaff();
            case SMS -> accounts.sms(unit).tellsStaff();
            case MAIL -> accounts.mail(unit).configured();
        };
        boolean payers = switch (channel) {
            case WECHAT -> accounts.wechat(unit).configured();
            case SMS -> accounts.sms(unit).configured();
            case MAIL -> accounts.mail(unit).configured();
        };
        return new ChannelRow(
                channel,
                channel.label(),
                payers,
                staff,
                accounts.isKept(unit, channel),
                !kept.secret().isEmpty(),
                kept.settings(),
                connections.changes(unit, channel.name(), CHANGES_SHOWN).stream()
                        .map(one -> new ChannelChange(
                                local(user, one.at()), one.by(), line(one.settings()), one.secretMark()))
                        .toList());
    }

    /** What is in force, from the page or from the configuration file. */
    private Connections.Kept kept(UnitId unit, MessageChannel channel) {
        return switch (channel) {
            case WECHAT -> accounts.wechat(unit).kept();
            case SMS -> accounts.sms(unit).kept();
            case MAIL -> accounts.mail(unit).kept();
        };
    }

    @PutMapping("/{channel}")
    @Permit(Permission.CHANNELS_MANAGE)
    ChannelRow keep(CurrentUser user, @PathVariable MessageChannel channel, @RequestBody ChannelTyped typed) {
        var before = kept(user.unit(), channel);
        var fields = new ChannelFields();
        var draft = fields.kept(channel, typed, before);
        fields.refuse();
        connections.keep(user.unit(), channel.name(), draft, user.displayName());
        accounts.changed(user.unit(), channel);
        audit.note(
                user,
                "修改消息通道",
                channel.label(),
                "成功",
                line(before.settings()),
                line(draft.settings()) + (before.secret().equals(draft.secret()) ? "" : "，更换密钥"));
        return row(user, channel);
    }

    /** 测试发送 Sends one message by what was typed, and keeps nothing. */
    @PostMapping("/{channel}/trial")
    @Permit(Permission.CHANNELS_MANAGE)
    ChannelTrial tryOut(CurrentUser user, @PathVariable MessageChannel channel, @RequestBody ChannelTyped typed) {
        var fields = new ChannelFields();
        var draft = fields.kept(channel, typed, kept(user.unit(), channel));
        String to = fields.receiver(channel, typed.to());
        if (channel != MessageChannel.MAIL && draft.text("staffTemplate").isEmpty()) {
            fields.add("staffTemplate", "工作提醒模板", "", "测试发送需要工作提醒模板", "请填写在" + channel.label() + "方报备的模板编号");
        }
        fields.refuse();
        if (!trials.admits(user.unit() + "/" + user.id())) {
            throw new Refused(429, "TOO_MANY_TRIALS", "测试发送过于频繁，请一分钟后再试");
        }
        var trial = sent(user.unit(), channel, draft, to, message(user));
        String masked = switch (channel) {
            case WECHAT -> Masked.openId(to);
            case SMS -> Masked.mobile(to);
            case MAIL -> Masked.mail(to);
        };
        audit.note(user, "测试消息通道", channel.label() + " " + masked, trial.succeeded() ? "成功" : "未通过");
        return trial;
    }

    private ChannelTrial sent(
            UnitId unit, MessageChannel channel, Connections.Kept draft, String to, StaffMessages.Message message) {
        try {
            var told = switch (channel) {
                case WECHAT -> wechat.tryOut(unit, WechatSettings.of(draft), to, message);
                case SMS -> sms.tryOut(unit, SmsSettings.of(draft), to, message);
                case MAIL -> mail.tryOut(unit, MailSettings.of(draft), to, message);
            };
            return switch (told) {
                case Told.Sent sent -> new ChannelTrial(true, "已发送，请在接收方查看");
                case Told.Unreachable nobody -> new ChannelTrial(false, nobody.why());
                case Told.Rejected rejected -> new ChannelTrial(false, rejected.why());
            };
        } catch (PartyHttp.HttpRefused refused) {
            // What a server says that is no such party is nobody's business.
            return new ChannelTrial(false, "该地址应答 HTTP " + refused.status() + "，不像" + channel.label() + "接口；请核对地址");
        } catch (CallFailed failed) {
            return new ChannelTrial(false, failed.detail());
        }
    }

    private StaffMessages.Message message(CurrentUser user) {
        return new StaffMessages.Message(
                names.name(user.unit()),
                "测试",
                "消息通道测试",
                "收到本消息说明通道可用。测试人：" + user.displayName(),
                "",
                local(user, clock.instant()),
                "T" + UUID.randomUUID().toString().replace("-", "").substring(0, 24));
    }

    private static String line(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey().toLowerCase(Locale.ROOT) + " " + one.getValue())
                .collect(Collectors.joining("，"));
    }

    private LocalDateTime local(CurrentUser user, Instant at) {
        return LocalDateTime.ofInstant(at, names.zone(user.unit())).truncatedTo(ChronoUnit.SECONDS);
    }
}
