package org.yipiao.console.basics;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.masterdata.History;
import org.yipiao.masterdata.PayChannels;
import org.yipiao.masterdata.PayChannels.Means;
import org.yipiao.masterdata.PayChannels.PayChannel;
import org.yipiao.shared.UnitId;

/** 交费渠道维护 */
@Component
class ChannelDesk implements Sheet<PayChannel> {
    /** 10 in the protocol. */
    static final int CODE_MAX = 10;

    static final int NAME_MAX = 30;
    static final int SHOWN_AT_MAX = 999;

    private final PayChannels channels;

    ChannelDesk(PayChannels channels) {
        this.channels = channels;
    }

    /** As typed; anything may be missing. */
    record Typed(
            @Nullable String code,
            @Nullable String name,
            @Nullable String means,
            @Nullable String shownAt,
            @Nullable Boolean enabled) {}

    PayChannel read(Checks checks, Typed typed, UnitId unit) {
        String code = checks.code("code", "渠道编码", typed.code(), CODE_MAX);
        String name = checks.needed("name", "渠道名称", typed.name(), NAME_MAX);
        var means = checks.choice("means", "支付手段", typed.means(), Means.values(), Means::label);
        int shownAt = checks.number("shownAt", "显示顺序", typed.shownAt(), 1, SHOWN_AT_MAX);
        boolean taken = channels.all(unit).stream()
                .anyMatch(other -> !other.code().equals(code) && other.name().equals(name));
        if (taken) {
            checks.fault("name", "渠道名称", name, "已有同名渠道", "请换一个名称");
        }
        return new PayChannel(unit, code, name, means, shownAt, Boolean.TRUE.equals(typed.enabled()));
    }

    @Override
    public History.Kind kind() {
        return History.Kind.CHANNEL;
    }

    @Override
    public List<String> titles() {
        return List.of("编码", "名称", "支付手段", "显示顺序", "状态");
    }

    @Override
    public List<List<String>> lines(UnitId unit) {
        return channels.all(unit).stream()
                .map(channel -> List.of(
                        channel.code(),
                        channel.name(),
                        channel.means().label(),
                        String.valueOf(channel.shownAt()),
                        channel.enabled() ? "启用" : "停用"))
                .toList();
    }

    @Override
    public PayChannel read(Checks checks, List<String> cells, UnitId unit) {
        boolean enabled = checks.yes("enabled", "状态", cells.get(4));
        return read(checks, new Typed(cells.get(0), cells.get(1), cells.get(2), cells.get(3), enabled), unit);
    }

    @Override
    public String key(PayChannel channel) {
        return channel.code();
    }

    @Override
    public Standing standing(PayChannel channel) {
        return channels.find(channel.unit(), channel.code())
                .map(old -> old.equals(channel) ? Standing.SAME : Standing.CHANGED)
                .orElse(Standing.NEW);
    }

    @Override
    public void save(PayChannel channel, CurrentUser by) {
        channels.save(channel, by.displayName());
    }
}
