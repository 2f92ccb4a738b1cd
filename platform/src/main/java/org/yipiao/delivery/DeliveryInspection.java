package org.yipiao.delivery;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 交付巡检 Links nobody can open, and channels that are half configured. */
@Component
class DeliveryInspection implements Inspection {
    private final DeliverySettings settings;
    private final WechatSettings wechat;
    private final SmsSettings sms;
    private final MailSettings mail;
    private final ChannelAccounts accounts;
    private final Units units;

    DeliveryInspection(
            DeliverySettings settings,
            WechatSettings wechat,
            SmsSettings sms,
            MailSettings mail,
            ChannelAccounts accounts,
            Units units) {
        this.settings = settings;
        this.wechat = wechat;
        this.sms = sms;
        this.mail = mail;
        this.accounts = accounts;
        this.units = units;
    }

    @Override
    public String title() {
        return "交付";
    }

    @Override
    public List<Finding> inspect() {
        List<Finding> findings = new ArrayList<>();
        for (String problem : settings.problems()) {
            findings.add(new Finding(Severity.SERIOUS, problem, "信息科", "修改配置后重启平台"));
        }
        if (wechat.half()) {
            findings.add(half("微信", "yipiao.wechat.url、appid、secret、template"));
        }
        if (sms.half()) {
            findings.add(half("短信", "yipiao.sms.url、account、key、template"));
        }
        if (mail.half() && mail.problems().isEmpty()) {
            findings.add(half("邮件", "yipiao.mail.host、from"));
        }
        mail.problems()
                .forEach(problem -> findings.add(
                        new Finding(Severity.ORDINARY, "邮件配置 yipiao.mail：" + problem, "信息科", "修改配置后重启平台，或在消息通道页设置")));
        for (UnitId unit : units.all()) {
            if (!units.stopped(unit)
                    && !accounts.wechat(unit).configured()
                    && !accounts.sms(unit).configured()) {
                findings.add(
                        new Finding(Severity.SLIGHT, "未配置微信和短信，交款人只能通过业务系统给出的链接或二维码取票", "信息科", "需要通知时在消息通道页配置微信或短信")
                                .of(unit));
            }
        }
        return findings;
    }

    private static Finding half(String channel, String properties) {
        return new Finding(
                Severity.ORDINARY, channel + "交付配置不完整，不会通过" + channel + "通知交款人", "信息科", "补齐 " + properties + " 后重启平台");
    }
}
