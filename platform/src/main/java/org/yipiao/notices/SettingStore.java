package org.yipiao.notices;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;

/** SQL of personal settings and subscriptions. */
@Repository
class SettingStore {
    private final JdbcClient jdbc;

    SettingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 个人设置 @param theme AUTO, LIGHT or DARK @param density COMFORTABLE or COMPACT */
    record Settings(String theme, String density, String defaultPoint, String printer) {
        static final Settings DEFAULT = new Settings("AUTO", "COMFORTABLE", "", "");
    }

    Settings settings(long account) {
        return jdbc.sql(
                        "select theme, density, default_point, printer from notices.setting where account_id = :account")
                .param("account", account)
                .query((row, i) -> new Settings(
                        row.getString("theme"),
                        row.getString("density"),
                        row.getString("default_point"),
                        row.getString("printer")))
                .optional()
                .orElse(Settings.DEFAULT);
    }

    void save(CurrentUser user, Settings settings) {
        jdbc.sql("""
                insert into notices.setting (unit_id, account_id, theme, density, default_point, printer)
                values (:unit, :account, :theme, :density, :point, :printer)
                on conflict (account_id) do update
                   set theme = excluded.theme,
                       density = excluded.density,
                       default_point = excluded.default_point,
                       printer = excluded.printer
                """)
                .param("unit", user.unit().value())
                .param("account", user.id())
                .param("theme", settings.theme())
                .param("density", settings.density())
                .param("point", settings.defaultPoint())
                .param("printer", settings.printer())
                .update();
    }

    /** 订阅 @param shown in the message centre @param bySms to the phone too, and so on */
    record Subscription(boolean shown, boolean bySms, boolean byMail, boolean byWechat) {
        static final Subscription DEFAULT = new Subscription(true, false, false, false);
    }

    Map<String, Subscription> subscriptions(long account) {
        var known = new HashMap<String, Subscription>();
        jdbc.sql("select kind, shown, by_sms, by_mail, by_wechat from notices.subscription where account_id = :account")
                .param("account", account)
                .query(row -> {
                    known.put(
                            row.getString("kind"),
                            new Subscription(
                                    row.getBoolean("shown"),
                                    row.getBoolean("by_sms"),
                                    row.getBoolean("by_mail"),
                                    row.getBoolean("by_wechat")));
                });
        return known;
    }

    void subscribe(CurrentUser user, Notices.Kind kind, Subscription subscription) {
        jdbc.sql("""
                insert into notices.subscription (unit_id, account_id, kind, shown, by_sms, by_mail, by_wechat)
                values (:unit, :account, :kind, :shown, :sms, :mail, :wechat)
                on conflict (account_id, kind) do update
                   set shown = excluded.shown,
                       by_sms = excluded.by_sms,
                       by_mail = excluded.by_mail,
                       by_wechat = excluded.by_wechat
                """)
                .param("unit", user.unit().value())
                .param("account", user.id())
                .param("kind", kind.name())
                .param("shown", subscription.shown())
                .param("sms", subscription.bySms())
                .param("mail", subscription.byMail())
                .param("wechat", subscription.byWechat())
                .update();
    }
}
