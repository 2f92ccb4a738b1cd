package org.yipiao.console.system;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;
import org.yipiao.access.Parameter;
import org.yipiao.access.Parameters;
import org.yipiao.console.system.ParametersHttp.Figure;
import org.yipiao.console.system.ParametersHttp.ParameterRow;

/** 生效参数 What the program was told, from the strongest source down, over what holds when nobody said anything. */
@Component
class InForce {
    private static final String SECRET = "secret";
    private static final String FILE = "配置文件";
    private static final String RESTART = "，改动需重启";
    private static final String HERE = "本页";
    private static final String BUILT_IN = "class path resource";

    /** key | 分组 | 名称 | 缺省值 | 单位 | 取值范围 | 修改处 ({@code secret}: never shown). A test knows when one is missing. */
    private static final List<Setting> CATALOGUE = """
            yipiao.bureau.agency | 单位 | 首家单位识别码 | | | 1 到 20 位字母数字 | 配置文件
            yipiao.bureau.url | 财政 | 财政票据系统地址 | | | http 或 https 地址 | 单位页
            yipiao.bureau.key | 财政 | 接口密钥 | | | secret | 单位页
            yipiao.bureau.sync-every | 财政 | 同步间隔 | 5m | | 时长 | 配置文件
            yipiao.bureau.message-days | 财政 | 报文保存 | 180 | 天 | 正整数 | 配置文件
            yipiao.signing.url | 签名 | 签名服务器地址 | | | http 或 https 地址 | 单位页
            yipiao.signing.key-index | 签名 | 密钥号 | 1 | | 0 到 9999 | 单位页
            yipiao.signing.pin | 签名 | 私钥访问口令 | | | secret | 单位页
            yipiao.signing.batch | 签名 | 批量签名 | true | | true 或 false | 单位页
            yipiao.transit.calls-max | 在途 | 同时调用一个外部单位的上限 | 16 | 个 | 正整数 | 配置文件
            yipiao.database.url | 数据库 | 数据库地址（空为内置） | | | PostgreSQL 15 或更新的 JDBC 地址 | 配置文件
            yipiao.database.username | 数据库 | 用户名 | yipiao | | 文字 | 配置文件
            yipiao.database.password | 数据库 | 口令 | | | secret | 配置文件
            yipiao.database.pool-size | 数据库 | 本实例连接数 | 20 | 个 | 2 到 200 | 配置文件
            yipiao.database.port | 数据库 | 内置数据库端口（0 为自动） | 0 | | 0 到 65535 | 配置文件
            yipiao.database.keep-running | 数据库 | 停机后内置数据库继续运行 | false | | true 或 false | 配置文件
            yipiao.wechat.url | 消息通道 | 微信接口地址 | | | http 或 https 地址 | 消息通道页
            yipiao.wechat.appid | 消息通道 | 公众号 AppID | | | 文字 | 消息通道页
            yipiao.wechat.secret | 消息通道 | 公众号密钥 | | | secret | 消息通道页
            yipiao.wechat.template | 消息通道 | 交款人通知模板 | | | 文字 | 消息通道页
            yipiao.wechat.staff-template | 消息通道 | 员工通知模板 | | | 文字 | 消息通道页
            yipiao.sms.url | 消息通道 | 短信网关地址 | | | http 或 https 地址 | 消息通道页
            yipiao.sms.account | 消息通道 | 短信账号 | yipiao | | 文字 | 消息通道页
            yipiao.sms.key | 消息通道 | 短信密钥 | | | secret | 消息通道页
            yipiao.sms.template | 消息通道 | 交款人短信模板 | BILL_NOTICE | | 文字 | 消息通道页
            yipiao.sms.staff-template | 消息通道 | 员工短信模板 | STAFF_NOTICE | | 文字 | 消息通道页
            yipiao.mail.host | 消息通道 | 邮件服务器 | | | 主机名 | 消息通道页
            yipiao.mail.port | 消息通道 | 邮件端口 | 465 | | 1 到 65535 | 消息通道页
            yipiao.mail.username | 消息通道 | 邮件账号 | | | 文字 | 消息通道页
            yipiao.mail.password | 消息通道 | 邮件口令 | | | secret | 消息通道页
            yipiao.mail.from | 消息通道 | 发件人 | | | 邮件地址 | 消息通道页
            yipiao.mail.security | 消息通道 | 邮件加密 | ssl | | ssl、starttls 或 none | 消息通道页
            yipiao.mail.certificate | 消息通道 | 邮件服务器证书指纹 | | | SHA-256 | 消息通道页
            yipiao.public-url | 访问 | 控制台公布地址 | http://localhost:8080 | | http 或 https 地址 | 配置文件
            yipiao.internet-url | 访问 | 交款人访问地址（空同公布地址） | | | http 或 https 地址 | 配置文件
            yipiao.check.per-bill-day | 访问 | 每张票据每天查验 | 5 | 次 | 正整数 | 配置文件
            yipiao.check.per-address-minute | 访问 | 每个地址每分钟查验 | 30 | 次 | 正整数 | 配置文件
            yipiao.login.tries-per-minute | 访问 | 每个地址每分钟登录 | 60 | 次 | 10 到 10000 | 配置文件
            yipiao.leave.notice | 访问 | 停机前等负载均衡摘除 | 5s | | 时长 | 配置文件
            yipiao.certificate.url | 登录 | 用户认证服务器地址 | | | http 或 https 地址 | 配置文件
            yipiao.certificate.bridge | 登录 | 数字证书中间件地址 | http://127.0.0.1:21061/xtxapp | | http 地址 | 配置文件
            yipiao.security.components | 登录 | 弱口令检测的第三方组件 | | | 种类@主机:端口 | 配置文件
            yipiao.rendering.embedded-fonts | 版式 | 嵌入字体的单位 | | | 单位识别码，* 为全部 | 配置文件
            yipiao.offline.block-count | 离线开票 | 每段号码 | 200 | 个 | 1 到 5000 | 配置文件
            yipiao.offline.total-fen-max | 离线开票 | 每段累计金额上限 | 50000000 | 分 | 正整数 | 配置文件
            yipiao.offline.single-fen-max | 离线开票 | 单张金额上限 | 10000000 | 分 | 正整数 | 配置文件
            yipiao.offline.hours-max | 离线开票 | 连续离线上限 | 72 | 小时 | 正整数 | 配置文件
            yipiao.offline.validity | 离线开票 | 号段有效期 | 7d | | 时长 | 配置文件
            yipiao.offline.platform-within | 离线开票 | 平台停机时的上传期限 | 48h | | 时长 | 配置文件
            yipiao.offline.network-within | 离线开票 | 网络中断时的上传期限 | 24h | | 时长 | 配置文件
            yipiao.offline.scan-within | 离线开票 | 凭二维码补录期限 | 7d | | 时长 | 配置文件
            yipiao.offline.silent-after | 离线开票 | 视为失联 | 10m | | 时长 | 配置文件
            """.lines().map(Setting::of).toList();

    private final Environment environment;
    private final Parameters parameters;

    InForce(Environment environment, Parameters parameters) {
        this.environment = environment;
        this.parameters = parameters;
    }

    /** @param usual what holds when nobody said anything */
    record Setting(String key, String group, String title, String usual, String unit, String range, String place) {
        static Setting of(String line) {
            String[] part = line.split("\\|", -1);
            return new Setting(
                    part[0].strip(),
                    part[1].strip(),
                    part[2].strip(),
                    part[3].strip(),
                    part[4].strip(),
                    part[5].strip(),
                    part[6].strip());
        }

        boolean secret() {
            return range.equals(SECRET);
        }
    }

    private record Told(String value, String source) {}

    static List<Setting> catalogue() {
        return CATALOGUE;
    }

    List<ParameterRow> rows() {
        return CATALOGUE.stream().map(this::row).toList();
    }

    /** As it counts now. */
    String value(Parameter parameter) {
        return told(parameter).or(() -> told(parameter.key())).map(Told::value).orElse(parameter.usual());
    }

    private ParameterRow row(Setting setting) {
        var changeable = changeable(setting.key());
        var told =
                changeable.flatMap(this::told).or(() -> told(setting.key())).orElse(new Told(setting.usual(), "缺省值"));
        String shown = !setting.secret() ? told.value() : told.value().isEmpty() ? "未设置" : "已设置，不显示";
        return new ParameterRow(
                setting.key(),
                setting.group(),
                setting.title(),
                shown,
                setting.unit(),
                setting.secret() ? "" : changeable.map(InForce::range).orElse(setting.range()),
                told.source(),
                changeable.map(parameter -> figure(parameter, told.value())).orElse(null),
                changeable.isPresent()
                        ? HERE
                        : setting.place() + (setting.place().equals(FILE) ? RESTART : ""));
    }

    private static Figure figure(Parameter parameter, String told) {
        var span = parameter.span();
        return new Figure(parameter.figure(told), parameter.min(), parameter.max(), span == null ? "" : span.label());
    }

    /** 取值范围 in words. */
    static String range(Parameter parameter) {
        var span = parameter.span();
        return parameter.min() + " 到 " + parameter.max() + (span == null ? "" : " " + span.label());
    }

    private static Optional<Parameter> changeable(String key) {
        for (var parameter : Parameter.values()) {
            if (parameter.key().equals(key)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    private Optional<Told> told(Parameter parameter) {
        var set = parameters.set(parameter);
        return set.isPresent() ? Optional.of(new Told(parameter.written(set.getAsLong()), "本页设置")) : Optional.empty();
    }

    private Optional<Told> told(String key) {
        var name = ConfigurationPropertyName.of(key);
        for (var source : ConfigurationPropertySources.get(environment)) {
            var property = source.getConfigurationProperty(name);
            if (property != null) {
                return Optional.of(new Told(
                        String.valueOf(property.getValue()),
                        source(source.getUnderlyingSource(), property.getOrigin())));
            }
        }
        return Optional.empty();
    }

    private static String source(
            @org.jspecify.annotations.Nullable Object underlying, @org.jspecify.annotations.Nullable Object origin) {
        if (underlying instanceof CommandLinePropertySource<?>) {
            return "命令行";
        }
        if (underlying instanceof SystemEnvironmentPropertySource) {
            return "环境变量";
        }
        if (String.valueOf(origin).startsWith(BUILT_IN)) {
            return "缺省值";
        }
        return underlying instanceof PropertySource<?> file && file.getName().startsWith("Config resource")
                ? "配置文件"
                : "启动参数";
    }
}
