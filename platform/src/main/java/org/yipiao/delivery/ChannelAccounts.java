package org.yipiao.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.yipiao.access.Connections;
import org.yipiao.access.Installation;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;

/**
 * Which official account, SMS gateway and mail server is whose. Nobody's patients are written to from another hospital's
 * account: the configuration file speaks for the unit of the installation alone, or for all while none is named. Looked up
 * in memory; the table is read again every few seconds.
 */
@Component
class ChannelAccounts implements Remembered {
    private static final int KEPT_MAX = 3_000;
    private static final Duration SEEN_ELSEWHERE_WITHIN = Duration.ofSeconds(10);

    private final WechatSettings wechat;
    private final SmsSettings sms;
    private final MailSettings mail;
    private final Installation installation;
    private final Connections connections;
    private final Cache<Key, Object> known = Caffeine.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterWrite(SEEN_ELSEWHERE_WITHIN)
            .recordStats()
            .build();

    ChannelAccounts(
            WechatSettings wechat,
            SmsSettings sms,
            MailSettings mail,
            Installation installation,
            Connections connections) {
        this.wechat = wechat;
        this.sms = sms;
        this.mail = mail;
        this.installation = installation;
        this.connections = connections;
    }

    @Override
    public List<Kept> remembered() {
        return List.of(Kept.of("delivery.channels", "单位的微信、短信、邮件设置", "10 秒", known));
    }

    private record Key(UnitId unit, MessageChannel channel) {}

    WechatSettings wechat(UnitId unit) {
        return (WechatSettings) of(unit, MessageChannel.WECHAT, WechatSettings::of, wechat, WechatSettings.NONE);
    }

    SmsSettings sms(UnitId unit) {
        return (SmsSettings) of(unit, MessageChannel.SMS, SmsSettings::of, sms, SmsSettings.NONE);
    }

    MailSettings mail(UnitId unit) {
        return (MailSettings) of(unit, MessageChannel.MAIL, MailSettings::of, mail, MailSettings.NONE);
    }

    private Object of(
            UnitId unit,
            MessageChannel channel,
            Function<Connections.Kept, Object> reading,
            Object configured,
            Object none) {
        var key = new Key(unit, channel);
        Object present = known.getIfPresent(key);
        if (present == null) {
            present =
                    connections.current(unit, channel.name()).map(reading).orElse(speaksFor(unit) ? configured : none);
            known.put(key, present);
        }
        return present;
    }

    private boolean speaksFor(UnitId unit) {
        return !installation.isNamed() || unit.equals(installation.unit());
    }

    boolean isKept(UnitId unit, MessageChannel channel) {
        return connections.current(unit, channel.name()).isPresent();
    }

    void changed(UnitId unit, MessageChannel channel) {
        known.invalidate(new Key(unit, channel));
    }
}
