package org.yipiao.delivery;

import org.springframework.stereotype.Component;
import org.yipiao.notices.StaffMessages;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.PartyHttp;

/** 工作提醒 Takes the notices of colleagues to the same parties as those of payers. */
@Component
class StaffChannels implements StaffMessages {
    private final Wechat wechat;
    private final Sms sms;
    private final Mail mail;

    StaffChannels(Wechat wechat, Sms sms, Mail mail) {
        this.wechat = wechat;
        this.sms = sms;
        this.mail = mail;
    }

    @Override
    public boolean configured(UnitId unit, Way way) {
        return switch (way) {
            case SMS -> sms.tellsStaff(unit);
            case MAIL -> mail.configured(unit);
            case WECHAT -> wechat.tellsStaff(unit);
        };
    }

    @Override
    public Result send(UnitId unit, Way way, String address, Message message) {
        try {
            var told = switch (way) {
                case SMS -> sms.sendToStaff(unit, address, message);
                case MAIL -> mail.sendToStaff(unit, address, message);
                case WECHAT -> wechat.sendToStaff(unit, address, message);
            };
            return switch (told) {
                case Told.Sent sent -> new Result.Sent();
                case Told.Unreachable nobody -> new Result.Refused(nobody.why());
                case Told.Rejected rejected -> new Result.Refused(rejected.why());
            };
        } catch (PartyHttp.HttpRefused refused) {
            // What stands in such an answer is not ours to repeat.
            throw new Waits(way.label() + "通道应答 HTTP " + refused.status(), refused);
        } catch (CallFailed failed) {
            throw new Waits(failed.detail(), failed);
        } catch (PartyCalls.PartyDown down) {
            throw new Waits(String.valueOf(down.getMessage()), down);
        }
    }
}
