package org.yipiao.console.basics;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.PayChannels;
import org.yipiao.masterdata.PayChannels.Means;
import org.yipiao.masterdata.PayChannels.PayChannel;

/** 交费渠道 The protocol's list, changed and added to by the unit. */
@RestController
@RequestMapping("/api/console/basics/channels")
class ChannelRecordsHttp {
    private final PayChannels channels;
    private final ChannelDesk desk;
    private final Audit audit;

    ChannelRecordsHttp(PayChannels channels, ChannelDesk desk, Audit audit) {
        this.channels = channels;
        this.desk = desk;
        this.audit = audit;
    }

    /** @param ofProtocol a code of the market protocol's own list */
    record Row(
            String code,
            String name,
            Means means,
            String meansLabel,
            int shownAt,
            boolean enabled,
            boolean ofProtocol) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    List<Row> list(CurrentUser user) {
        return channels.all(user.unit()).stream().map(ChannelRecordsHttp::row).toList();
    }

    @PostMapping
    @Permit(Permission.BASICS_MANAGE)
    Row create(CurrentUser user, @RequestBody ChannelDesk.Typed typed) {
        var checks = new Checks();
        var channel = desk.read(checks, typed, user.unit());
        if (channels.find(user.unit(), channel.code()).isPresent()) {
            throw Checks.exists("交费渠道", channel.code());
        }
        return save(user, "新建交费渠道", channel.enabled(true), checks);
    }

    @PutMapping("/{code}")
    @Permit(Permission.BASICS_MANAGE)
    Row change(CurrentUser user, @PathVariable String code, @RequestBody ChannelDesk.Typed typed) {
        var old = found(user, code);
        var checks = new Checks();
        var same = new ChannelDesk.Typed(code, typed.name(), typed.means(), typed.shownAt(), old.enabled());
        return save(user, "修改交费渠道", desk.read(checks, same, user.unit()), checks);
    }

    @PostMapping("/{code}/stop")
    @Permit(Permission.BASICS_MANAGE)
    Row stop(CurrentUser user, @PathVariable String code) {
        return save(user, "停用交费渠道", found(user, code).enabled(false), new Checks());
    }

    @PostMapping("/{code}/start")
    @Permit(Permission.BASICS_MANAGE)
    Row start(CurrentUser user, @PathVariable String code) {
        return save(user, "启用交费渠道", found(user, code).enabled(true), new Checks());
    }

    private Row save(CurrentUser user, String act, PayChannel channel, Checks checks) {
        checks.refuse();
        channels.save(channel, user.displayName());
        audit.note(user, act, channel.code(), "成功");
        return row(channel);
    }

    private PayChannel found(CurrentUser user, String code) {
        return channels.find(user.unit(), code).orElseThrow(() -> Checks.missing("交费渠道"));
    }

    private static Row row(PayChannel channel) {
        return new Row(
                channel.code(),
                channel.name(),
                channel.means(),
                channel.means().label(),
                channel.shownAt(),
                channel.enabled(),
                PayChannels.known(channel.code()));
    }
}
